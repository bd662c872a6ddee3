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
}
