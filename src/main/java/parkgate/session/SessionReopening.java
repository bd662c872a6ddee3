package parkgate.session;

import io.vertx.core.Future;
import java.util.UUID;

/**
 * Has a stay that is over go on: takes the lot's next number, is recorded or durably queued before it is answered. Who asks has
 * looked whether it fits; only one thing is looked at once more, since a car may drive in meanwhile.
 */
public interface SessionReopening {
    /**
     * Which stay, as it stood; what is not known of it is empty.
     *
     * @param entryMs when it came in, unix milliseconds
     */
    record Stay(
            String lotId,
            UUID sessionId,
            String rootId,
            String credentialId,
            String rightId,
            String poolId,
            String entryLane,
            String entryDecision,
            long entryMs) {}

    /** Who does it, why, and under which key: the same key again changes nothing. */
    record ByHand(String who, String reason, String requestKey) {}

    /** NOT_OPEN: another stay of its root is open at the lot. Fails with {@link parkgate.http.Problem} 503 when it could not be decided. */
    Future<SessionClosing.Outcome> reopen(Stay stay, ByHand byHand);
}
