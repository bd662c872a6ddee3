package parkgate.scan;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.SessionState;
import parkgate.core.access.Stay;

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

    /** A session's car leaves through a barrier that somebody opened. */
    static Happening letOut(String key, String laneId, LotFunctions.RootedStay there, String extra) {
        Stay stay = there.stay();
        return new Happening(
                EventKind.CLOSE,
                key,
                Direction.EXIT,
                laneId,
                stay.credentialId(),
                there.rootId(),
                stay.sessionId(),
                "",
                stay.rightId(),
                stay.poolId(),
                stay.entryMs(),
                0,
                SessionState.MANUAL_OPEN,
                extra);
    }

    /**
     * Somebody opened the barrier, and it changes nothing: the session's stay, or its end, says already where the car is.
     *
     * @param sessionId empty: of nobody, and then it is a passage that nobody granted
     */
    static Happening opened(String key, Direction direction, String laneId, String sessionId, String extra) {
        String flags = sessionId.isEmpty() ? "UNMATCHED_PASSAGE+" + SessionState.MANUAL_OPEN : SessionState.MANUAL_OPEN;
        return new Happening(
                EventKind.PASSED, key, direction, laneId, "", "", sessionId, "", "", "", 0, 0, flags, extra);
    }

    /** A car came in after its grant had expired: it is inside, whatever a rule would say now. */
    static Happening restored(KnownPassage known, UUID decision, String extra) {
        return new Happening(
                EventKind.RESTORED,
                decision + ":CONFIRMED",
                Direction.ENTRY,
                known.laneId(),
                known.credentialId(),
                known.rootId(),
                known.sessionId(),
                decision.toString(),
                known.rightId(),
                known.poolId(),
                known.atMs(),
                0,
                "",
                extra);
    }

    /** A session that was closed wrongly: its car is inside. */
    static Happening reopened(String key, LotChanges.Reopened session, String extra) {
        return new Happening(
                EventKind.RESTORED,
                key,
                Direction.ENTRY,
                session.entryLane(),
                session.credentialId(),
                session.rootId(),
                session.sessionId(),
                session.entryDecision(),
                session.rightId(),
                session.poolId(),
                session.entryMs(),
                0,
                SessionState.REOPENED_BY_HAND,
                extra);
    }

    /** A passage that nobody granted. */
    static Happening passed(String key, Direction direction, String laneId, String extra) {
        return new Happening(
                EventKind.PASSED, key, direction, laneId, "", "", "", "", "", "", 0, 0, "UNMATCHED_PASSAGE", extra);
    }
}
