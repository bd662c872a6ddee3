package parkgate.scan;

import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;

/**
 * Something that has happened and is applied, never refused. Texts that a kind does not need are empty.
 *
 * @param key the same key is the same happening
 * @param number the count to set
 * @param flags joined by {@code +}
 */
record Happening(
        EventKind kind,
        String key,
        @Nullable Direction direction,
        String laneId,
        String credentialId,
        String rootId,
        String sessionId,
        String decisionId,
        String rightId,
        String poolId,
        long entryMs,
        int number,
        String flags,
        String extra) {

    static Happening setCount(String key, int count, String extra) {
        return new Happening(EventKind.SET, key, null, "", "", "", "", "", "", "", 0, count, "", extra);
    }

    static Happening reset(String key, String extra) {
        return new Happening(EventKind.RESET, key, null, "", "", "", "", "", "", "", 0, 0, "", extra);
    }

    /** {@code soft}: the car may still be inside, and then its exit reopens the session. */
    static Happening close(String key, String rootId, String sessionId, boolean soft, String extra) {
        String flags = soft ? "SOFT_CLOSED" : "";
        return new Happening(EventKind.CLOSE, key, null, "", "", rootId, sessionId, "", "", "", 0, 0, flags, extra);
    }

    /** A passage that nobody granted. */
    static Happening passed(String key, Direction direction, String laneId, String extra) {
        return new Happening(
                EventKind.PASSED, key, direction, laneId, "", "", "", "", "", "", 0, 0, "UNMATCHED_PASSAGE", extra);
    }
}
