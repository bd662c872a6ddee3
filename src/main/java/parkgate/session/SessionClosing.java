package parkgate.session;

import io.vertx.core.Future;
import java.util.UUID;

/** Ends a stay by hand: takes the lot's next number, is recorded or durably queued before it is answered. */
public interface SessionClosing {
    /** What became of it. */
    enum Outcome {
        /** In PostgreSQL. */
        COMMITTED,
        /** In the durable outbox. */
        QUEUED,
        /** There is no such open stay at the lot. */
        NOT_OPEN
    }

    /** Which stay: its lot, the root credential that it stands under, its id. */
    record Stay(String lotId, String rootId, UUID sessionId) {}

    /**
     * Who does it, why, and under which key: the same key again changes nothing.
     *
     * @param who public part of the access key
     * @param reason a person's words, at most 500 characters; empty when none were given
     * @param soft the car may still be inside: what comes next may as well be its exit
     */
    record ByHand(String who, String reason, boolean soft, String requestKey) {}

    /** Fails with {@link parkgate.http.Problem} 503 when it could not be decided. */
    Future<Outcome> close(Stay stay, ByHand byHand);
}
