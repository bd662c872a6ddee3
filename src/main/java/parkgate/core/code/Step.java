package parkgate.core.code;

import java.time.Instant;

/** The 15-second steps in which a rotating code changes, and which of them are good now. */
public final class Step {
    /** Length of a step in seconds. */
    public static final int PERIOD_SECONDS = 15;

    /** How many steps back a code is still good: a slow phone, a slow clock, the way to the camera. */
    public static final int STEPS_BACK = 2;

    /** How many steps ahead a code is already good: a fast clock. */
    public static final int STEPS_AHEAD = 1;

    /** The most that a phone's learned drift counts for, in steps either way. */
    public static final int MAX_DRIFT = 4;

    /** Stands for "this code has no step": class S. */
    public static final long NONE = -1;

    private Step() {}

    /** floor(unix seconds / 15). */
    public static long at(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), (long) PERIOD_SECONDS);
    }

    /** True when {@code step} is one of now - 2 … now + 1. */
    public static boolean isFresh(long step, Instant now) {
        long ahead = step - at(now);
        return ahead >= -STEPS_BACK && ahead <= STEPS_AHEAD;
    }

    /**
     * The same for a phone whose clock is known to be off: also now - 2 … now + 1 by its own clock. Nothing that is fresh
     * without the drift stops being so, since a clock may be set right at any moment.
     *
     * @param driftSteps negative when it is behind; beyond {@link #MAX_DRIFT} it counts as that
     */
    public static boolean isFresh(long step, Instant now, int driftSteps) {
        int drift = Math.max(-MAX_DRIFT, Math.min(MAX_DRIFT, driftSteps));
        return isFresh(step, now) || isFresh(step - drift, now);
    }
}
