package parkgate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How much one lane, or one key, may ask: so many requests at a time, and a lane so many a second; and how much one address may
 * where no key is asked for: of what writes, a quarter as many at a time. One more is answered 429 before its body is read. A
 * lane that floods, whatever with, so takes its own share of an instance and no other's: what each of its requests may cost, a
 * signature say, is bounded with them.
 *
 * <p>On the service's event loop, as all requests are; without locks.
 */
public final class CallerBound {
    /** A lane that was quiet may send the requests of so many seconds together. */
    static final int BURST_SECONDS = 2;

    /** One address has this part of a key's requests at a time: phones behind one router are many, and each asks rarely. */
    private static final int SHARE_OF_ADDRESS = 4;

    /** Lanes, keys and addresses that are counted; far more than ask within {@link #REMEMBERED}. */
    static final int MAX_CALLERS = 100_000;

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final int mostAtOnce;
    private final int lanesPerSecond;
    private final Ticker ticker;
    private final Cache<String, Use> uses;
    private final Counter atOnce;
    private final Counter tooFast;
    private final Counter ofAddress;

    /** What one of them has under way and may still send. */
    static final class Use {
        private int underWay;
        private double tokens;
        private long filledNanos;

        private Use(double tokens, long nowNanos) {
            this.tokens = tokens;
            this.filledNanos = nowNanos;
        }

        /** A request was answered. */
        void leave() {
            underWay--;
        }
    }

    /**
     * @param mostAtOnce requests of one lane or key that wait for their answers, at most
     * @param lanesPerSecond requests of one lane each second, at most
     * @param ticker time that only goes forward
     */
    public CallerBound(int mostAtOnce, int lanesPerSecond, Ticker ticker, MeterRegistry metrics) {
        this.mostAtOnce = mostAtOnce;
        this.lanesPerSecond = lanesPerSecond;
        this.ticker = ticker;
        this.uses = Caffeine.newBuilder()
                .maximumSize(MAX_CALLERS)
                .expireAfterAccess(REMEMBERED)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.atOnce = counter(metrics, "at_once");
        this.tooFast = counter(metrics, "too_fast");
        this.ofAddress = counter(metrics, "address");
    }

    /** One that lets everything through. */
    static CallerBound none() {
        return new CallerBound(
                Integer.MAX_VALUE, Integer.MAX_VALUE, Ticker.systemTicker(), new CompositeMeterRegistry());
    }

    private static Counter counter(MeterRegistry metrics, String why) {
        return Counter.builder("parkgate_requests_slowed")
                .description("Requests of a lane, a key or an address that asked too much, answered 429")
                .tag("why", why)
                .register(metrics);
    }

    /**
     * Lets a request in, which then {@link Use#leave leaves}.
     *
     * @throws Problem 429 when it is one too many
     */
    Use enter(Caller caller) {
        String laneId = caller.laneId();
        long now = ticker.read();
        Use use = uses.get(
                laneId == null ? "key " + caller.keyId() : "lane " + laneId,
                first -> new Use((double) BURST_SECONDS * lanesPerSecond, now));
        if (use.underWay >= mostAtOnce) {
            atOnce.increment();
            throw tooMany("Wait for answers before sending more.");
        }
        if (laneId != null && !takeToken(use, now)) {
            tooFast.increment();
            throw tooMany("A lane sends at most " + lanesPerSecond + " requests a second.");
        }
        use.underWay++;
        return use;
    }

    /**
     * Lets a request without a key in, which then {@link Use#leave leaves}.
     *
     * @param address where it comes from, as far as proxies are trusted
     * @throws Problem 429 when it is one too many
     */
    Use enter(String address) {
        Use use = uses.get("address " + address, first -> new Use(0, ticker.read()));
        if (use.underWay >= Math.max(1, mostAtOnce / SHARE_OF_ADDRESS)) {
            ofAddress.increment();
            throw tooMany("Too many requests from here wait for their answers.");
        }
        use.underWay++;
        return use;
    }

    private boolean takeToken(Use use, long now) {
        double seconds = Math.max(0, now - use.filledNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        use.tokens = Math.min((double) BURST_SECONDS * lanesPerSecond, use.tokens + seconds * lanesPerSecond);
        use.filledNanos = now;
        if (use.tokens < 1) {
            return false;
        }
        use.tokens--;
        return true;
    }

    private static Problem tooMany(@Nullable String detail) {
        return Problem.of(429, "too-many-requests", "Too many requests of one caller")
                .detail(detail)
                .header("Retry-After", "1");
    }
}
