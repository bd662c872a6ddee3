package parkgate.gatesim.lane.device;

import org.jspecify.annotations.Nullable;

/**
 * What the car of a grant does, as the loops see it. It passed when it has crossed the closing loop; it backed out when it
 * left the arming loop and did not come to the closing one; and after the lane's time-out nobody waits for it any more.
 */
public final class PassageWatch {
    /** From one loop to the other a car takes no longer. */
    static final long BETWEEN_LOOPS_MS = 8_000;

    private final long untilMs;
    private boolean cameToArming;
    private boolean onClosing;
    private long leftArmingMs = Long.MAX_VALUE;

    /** What it did. */
    public enum Outcome {
        CONFIRMED,
        NO_ENTRY
    }

    /**
     * Watches from a grant on.
     *
     * @param untilMs when the grant ends
     */
    public PassageWatch(long untilMs, Loops.State arming) {
        this.untilMs = untilMs;
        this.cameToArming = arming == Loops.State.OCCUPIED;
    }

    /** Looks at the loops; null while the car is on its way. */
    public @Nullable Outcome look(Loops.State arming, Loops.State closing, long nowMs) {
        if (closing == Loops.State.OCCUPIED) {
            onClosing = true;
        } else if (onClosing && closing == Loops.State.FREE) {
            return Outcome.CONFIRMED;
        }
        if (arming == Loops.State.OCCUPIED) {
            cameToArming = true;
            leftArmingMs = Long.MAX_VALUE;
        } else if (arming == Loops.State.FREE && cameToArming && leftArmingMs == Long.MAX_VALUE) {
            leftArmingMs = nowMs;
        }
        boolean backedOut = !onClosing && leftArmingMs != Long.MAX_VALUE && nowMs - leftArmingMs > BETWEEN_LOOPS_MS;
        if (backedOut || nowMs >= untilMs) {
            // On the closing loop it is behind the barrier, however long it stands there.
            return onClosing ? Outcome.CONFIRMED : Outcome.NO_ENTRY;
        }
        return null;
    }
}
