package parkgate.gatesim.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The service's clock as its answers tell it: ours, moved by the difference seen in the quickest answer. A class D code
 * is fresh by the service's clock, so phones and gates here go by it.
 */
public final class ServerClock implements InstantSource {
    /** How wrong this clock can be: the service may write whole seconds, and an answer takes its time. */
    public static final Duration UNSURE = Duration.ofMillis(1500);

    private final InstantSource own;
    private Duration ahead = Duration.ZERO;
    private Duration quickest = Duration.ofDays(1);

    public ServerClock(InstantSource own) {
        this.own = own;
    }

    @Override
    public synchronized Instant instant() {
        return own.instant().plus(ahead);
    }

    /** Learns from one answer; only one that was quicker than all before changes the clock. */
    public synchronized void heard(Instant serverTime, Instant sentAt, Instant receivedAt) {
        Duration took = Duration.between(sentAt, receivedAt);
        if (took.compareTo(quickest) < 0) {
            quickest = took;
            Duration difference = Duration.between(sentAt.plus(took.dividedBy(2)), serverTime);
            // Within a second is no difference: it may be the service's rounding.
            ahead = difference.abs().compareTo(Duration.ofSeconds(1)) <= 0 ? Duration.ZERO : difference;
        }
    }
}
