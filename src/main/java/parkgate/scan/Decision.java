package parkgate.scan;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.PoolCount;

/** The answer to one scan. A scan that could not be decided has none; see {@link NotDecided}. */
sealed interface Decision {
    /** What the lot counted at this moment; null when the scan never reached the lot. */
    @Nullable
    Counts counts();

    Direction direction();

    /**
     * The barrier opens.
     *
     * @param sessionId never empty
     * @param rightId empty for a transient
     * @param deadlineMs until when the passage may be reported, unix milliseconds; 0 when none is awaited
     * @param counts with this car already in it
     */
    record Granted(
            String decisionId,
            String sessionId,
            String rightId,
            Direction direction,
            long deadlineMs,
            boolean replayed,
            Durability durability,
            Counts counts)
            implements Decision {}

    /**
     * The barrier stays shut.
     *
     * @param pool which one is full, of POOL_FULL; null for every other reason
     */
    record Denied(
            UUID decisionId,
            Reason reason,
            Direction direction,
            @Nullable Counts counts,
            @Nullable PoolCount pool) implements Decision {}
}
