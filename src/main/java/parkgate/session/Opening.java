package parkgate.session;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A barrier that somebody opened by hand.
 *
 * @param seq its number in the lot's history
 * @param sessionId whose passage it was; null: nobody's
 * @param reason a person's words; null once erased
 * @param eventTime when it happened
 * @param receivedTime when it was heard
 */
record Opening(
        String lotId,
        long seq,
        @Nullable String laneId,
        @Nullable String direction,
        @Nullable UUID sessionId,
        @Nullable String reason,
        Instant eventTime,
        Instant receivedTime)
        implements Watched {

    @Override
    public String id() {
        return lotId + "#" + seq;
    }

    @Override
    public String event() {
        return "opened";
    }

    @Override
    public JsonObject json() {
        return new JsonObject()
                .put("placeId", lotId)
                .put("seq", seq)
                .put("laneId", laneId)
                .put("direction", direction)
                .put("sessionId", sessionId == null ? null : sessionId.toString())
                .put("reason", reason)
                .put("eventTime", eventTime.toString())
                .put("receivedTime", receivedTime.toString());
    }
}
