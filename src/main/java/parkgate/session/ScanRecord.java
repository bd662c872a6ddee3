package parkgate.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one scan: "why was I refused at 8:03?".
 *
 * @param reason OK for a grant
 * @param credentialId null when the code could not be read that far
 * @param sessionId of a grant, else null
 * @param rightId of a grant to a holder of a right, else null
 * @param eventTime when it happened, by the lane
 * @param receivedTime when it was heard
 */
record ScanRecord(
        UUID decisionId,
        String scanId,
        String lotId,
        @Nullable String laneId,
        @Nullable String direction,
        @Nullable String credentialId,
        String reason,
        @Nullable UUID sessionId,
        @Nullable UUID rightId,
        List<String> flags,
        Instant eventTime,
        Instant receivedTime)
        implements Watched {

    static final String GRANTED = "GRANTED";
    static final String DENIED = "DENIED";

    @Override
    public String id() {
        return decisionId.toString();
    }

    @Override
    public String event() {
        return "scan";
    }

    @Override
    public JsonObject json() {
        return new JsonObject()
                .put("decisionId", decisionId.toString())
                .put("scanId", scanId)
                .put("placeId", lotId)
                .put("laneId", laneId)
                .put("direction", direction)
                .put("credentialId", credentialId)
                .put("decision", reason.equals("OK") ? GRANTED : DENIED)
                .put("reason", reason)
                .put("sessionId", sessionId == null ? null : sessionId.toString())
                .put("rightId", rightId == null ? null : rightId.toString())
                .put("flags", new JsonArray(flags))
                .put("eventTime", eventTime.toString())
                .put("receivedTime", receivedTime.toString());
    }
}
