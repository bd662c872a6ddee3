package parkgate.gatesim.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long and how often a client asks again. Waits double from the first to the longest, each shortened by up to a half
 * by chance, so that lanes that lost the service together do not come back together.
 *
 * @param whole from the first attempt to giving up; a lane repeats a scanId for at most 5 minutes
 * @param first the first wait
 * @param longest the longest wait, also where the service names a longer one
 */
public record Patience(Duration whole, Duration first, Duration longest) {
    /** As a gate's firmware would: up to 4 minutes 50, a little less than the service remembers. */
    public static final Patience GATE =
            new Patience(Duration.ofSeconds(290), Duration.ofMillis(50), Duration.ofSeconds(3));

    /** One attempt. */
    public static final Patience NONE = new Patience(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));

    /** The wait after this many failed attempts, in milliseconds. */
    public long waitMs(int attempts, long retryAfterSeconds) {
        long doubled = first.toMillis() << Math.min(attempts - 1, 20);
        long asked = Math.max(doubled, retryAfterSeconds * 1000);
        long most = Math.min(asked, longest.toMillis());
        return most - ThreadLocalRandom.current().nextLong(most / 2 + 1);
    }
}
