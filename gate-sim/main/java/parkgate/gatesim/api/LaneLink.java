package parkgate.gatesim.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** One lane's line to the service, with the lane's key and its own counter. */
public final class LaneLink {
    private final ParkgateClient client;
    private final String key;
    private final AtomicLong deviceSeq = new AtomicLong();

    public LaneLink(ParkgateClient client, String key) {
        this.client = client;
        this.key = key;
    }

    /** One scan as it will be sent, and sent again: the same to the last character. */
    public ObjectNode scan(UUID scanId, String code, Instant eventTime) {
        return ParkgateClient.JSON
                .createObjectNode()
                .put("scanId", scanId.toString())
                .put("code", code)
                .put("vehiclePresent", true)
                .put("eventTime", eventTime.toString())
                .put("deviceSeq", deviceSeq.incrementAndGet());
    }

    /** The answer to a scan; an HTTP status other than 200 is no answer. */
    public Reply send(ObjectNode scan, Patience patience) {
        return client.send("POST", "/v1/scans", key, scan, patience)
                .expect("POST /v1/scans scanId=" + scan.path("scanId").asText(), 200);
    }

    /** Reads an answer. */
    public static Answer read(Reply reply) {
        return Answer.of(reply.body());
    }

    /** Reports what the vehicle did after a grant: the session as the service has it now. */
    public Reply passage(String decisionId, Outcome outcome, Instant eventTime, Patience patience) {
        ObjectNode body = ParkgateClient.JSON
                .createObjectNode()
                .put("decisionId", decisionId)
                .put("outcome", outcome.name())
                .put("eventTime", eventTime.toString());
        return client.send("POST", "/v1/passages", key, body, patience)
                .expect("POST /v1/passages decisionId=" + decisionId + " outcome=" + outcome, 200);
    }
}
