package parkgate.staff;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * How many wrong passwords came from where: an address that has sent {@value #MAX} within {@link #WINDOW} waits until the window
 * is over, whatever name it tries. On the service's event loop, without locks; this instance's own count.
 */
final class WrongPasswords {
    static final int MAX = 30;
    static final Duration WINDOW = Duration.ofMinutes(15);

    /** Addresses that are counted at a time; of more, those not seen for longest begin anew. */
    static final int MAX_ADDRESSES = 10_000;

    private final Cache<String, Count> counts;
    private final Ticker ticker;

    private static final class Count {
        private final long untilNanos;
        private int wrong;

        private Count(long untilNanos) {
            this.untilNanos = untilNanos;
        }
    }

    /** @param ticker time that only goes forward */
    WrongPasswords(Ticker ticker) {
        this.ticker = ticker;
        this.counts = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** How long an address still waits; zero: it does not. */
    Duration wait(String address) {
        Count count = counts.getIfPresent(address);
        return count == null || count.wrong < MAX
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(1, count.untilNanos - ticker.read()));
    }

    /** One more from there. */
    void count(String address) {
        long now = ticker.read();
        counts.get(address, first -> new Count(now + WINDOW.toNanos())).wrong++;
    }
}
