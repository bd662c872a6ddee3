package parkgate.lane;

import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;
import parkgate.core.access.Lane;

/** Writes down that somebody has a barrier opened: takes the lot's next number, recorded or durably queued before it succeeds. */
public interface Opening {
    /**
     * Who has what opened, and why.
     *
     * @param direction which way the car goes
     * @param sessionId null: of nobody
     * @param who public part of the access key
     * @param why a person's words
     * @param commandId the same id is the same opening, recorded once
     */
    record ByHand(Lane lane, Direction direction, @Nullable UUID sessionId, String who, String why, UUID commandId) {}

    /**
     * What was written down.
     *
     * @param sessionId whose passage it is; empty: nobody's, and it is flagged
     * @param queued true while it stands in the durable outbox only
     * @param atMs when, unix milliseconds; of a repeat: the first time
     */
    record Recorded(String sessionId, boolean queued, long atMs) {}

    /** Fails with {@link parkgate.http.Problem} 404 where the lot has no such session, 503 where nothing could be written down. */
    Future<Recorded> record(ByHand byHand);
}
