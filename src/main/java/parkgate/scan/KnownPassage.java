package parkgate.scan;

import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;

/**
 * A grant in PostgreSQL, and what became of its passage.
 *
 * @param atMs when it was granted, unix milliseconds
 * @param awaits whether its lane reports passages; false: the grant was the passage
 * @param outcome CONFIRMED, NO_ENTRY, EXPIRED or RESTORED, the latest; null when none is recorded
 * @param pending whether the passage is still awaited
 */
record KnownPassage(
        String lotId,
        String laneId,
        Direction direction,
        String sessionId,
        String credentialId,
        String rootId,
        String rightId,
        String poolId,
        long atMs,
        boolean awaits,
        @Nullable String outcome,
        boolean pending) {}
