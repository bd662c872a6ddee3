package parkgate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;

/**
 * How many wrong keys came from where: more than {@value #MAX} a minute from one address are answered 429 instead of 401. Only
 * requests with a wrong key are: a gate with a right one passes, whatever else calls from behind the same router.
 *
 * <p>On the service's event loop, as all requests are; without locks.
 */
public final class WrongKeys {
    /** Wrong keys that one address may send within {@link #WINDOW}. */
    static final int MAX = 1_000;

    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Addresses that are counted at a time; of more, those not seen for longest begin anew. */
    static final int MAX_ADDRESSES = 10_000;

    private final Cache<String, Count> counts;
    private final Ticker ticker;
    private final Counter refused;
    private final Counter elsewhere;
    private final Counter slowed;

    private static final class Count {
        private final long untilNanos;
        private int wrong;

        private Count(long untilNanos) {
            this.untilNanos = untilNanos;
        }
    }

    /** @param ticker time that only goes forward */
    public WrongKeys(Ticker ticker, MeterRegistry metrics) {
        this.ticker = ticker;
        this.counts = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.refused = counter(metrics, "401");
        this.elsewhere = counter(metrics, "404");
        this.slowed = counter(metrics, "429");
    }

    /** One that no metric shows. */
    static WrongKeys unseen() {
        return new WrongKeys(Ticker.systemTicker(), new CompositeMeterRegistry());
    }

    /** How many are counted now. */
    long addresses() {
        counts.cleanUp();
        return counts.estimatedSize();
    }

    private static Counter counter(MeterRegistry metrics, String answer) {
        return Counter.builder("parkgate_wrong_keys")
                .description(
                        "Requests with an unknown, revoked or expired key (404: recovery code), by how they were answered")
                .tag("answer", answer)
                .register(metrics);
    }

    /** What one more wrong key from this address is answered. */
    Problem refusal(String address) {
        return refusal(address, Problem.unauthorized("This key is unknown, revoked or over."), refused);
    }

    /**
     * What one more wrong secret of another kind is answered; it counts as a wrong key does.
     *
     * @param otherwise the answer, unless too many came from this address
     */
    public Problem refusal(String address, Problem otherwise) {
        return refusal(address, otherwise, elsewhere);
    }

    private Problem refusal(String address, Problem otherwise, Counter counter) {
        long now = ticker.read();
        Count count = counts.get(address, first -> new Count(now + WINDOW.toNanos()));
        if (++count.wrong <= MAX) {
            counter.increment();
            return otherwise;
        }
        slowed.increment();
        long seconds = Math.max(1, Duration.ofNanos(count.untilNanos - now).toSeconds());
        return Problem.of(429, "too-many-wrong-keys", "Too many wrong keys come from here")
                .detail("A right key is answered as always; with another one wait.")
                .header("Retry-After", Long.toString(seconds));
    }
}
