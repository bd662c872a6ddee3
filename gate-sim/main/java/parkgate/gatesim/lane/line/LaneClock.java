package parkgate.gatesim.lane.line;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The lane's clock, set right by what the service last said it was. Within {@link #BOUND} the correction counts for
 * everything; a clock that is off by more is reported, and corrected by the bound alone where codes are checked.
 */
public final class LaneClock implements InstantSource {
    /** The most that a clock is corrected for checking codes. */
    public static final Duration BOUND = Duration.ofMinutes(5);

    private final InstantSource own;
    private Duration offset;

    /**
     * A clock.
     *
     * @param offset last known: the service's minus ours
     */
    public LaneClock(InstantSource own, Duration offset) {
        this.own = own;
        this.offset = offset;
    }

    /** The computer's own time. */
    public Instant own() {
        return own.instant();
    }

    /** The time by which codes are checked. */
    @Override
    public synchronized Instant instant() {
        Duration most = offset.compareTo(BOUND) > 0 ? BOUND : offset;
        return own.instant().plus(most.compareTo(BOUND.negated()) < 0 ? BOUND.negated() : most);
    }

    /** The best guess of the true time, for what is written down. */
    public synchronized Instant eventTime() {
        return own.instant().plus(offset);
    }

    public synchronized Duration offset() {
        return offset;
    }

    public synchronized boolean isWrong() {
        return offset.abs().compareTo(BOUND) > 0;
    }

    /** Learns from an answer, which told the time somewhere between its sending and its arrival. */
    public synchronized void heard(Instant serverTime, Instant sent, Instant received) {
        Duration way = Duration.between(sent, received);
        if (!way.isNegative()) {
            offset = Duration.between(sent.plus(way.dividedBy(2)), serverTime);
        }
    }
}
