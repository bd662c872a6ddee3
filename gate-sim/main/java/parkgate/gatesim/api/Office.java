package parkgate.gatesim.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator's office does, with an admin or ops key: places, lanes, credentials, rights, lists. */
public final class Office {
    private static final int PAGE = 200;

    private final ParkgateClient client;
    private final String key;

    public Office(ParkgateClient client, String key) {
        this.client = client;
        this.key = key;
    }

    public static ObjectNode object() {
        return ParkgateClient.JSON.createObjectNode();
    }

    public void putPlace(String placeId, ObjectNode place) {
        send("PUT", "/v1/places/" + placeId, place, 200, 201);
    }

    public void putLane(String lotId, String laneId, ObjectNode lane) {
        send("PUT", "/v1/places/" + lotId + "/lanes/" + laneId, lane, 200, 201);
    }

    /** A new key for a lane. An answer that was lost leaves a key behind that nobody has seen. */
    public LaneKey laneKey(String lotId, String laneId) {
        JsonNode body = send("POST", "/v1/places/" + lotId + "/lanes/" + laneId + "/keys", null, 201);
        return new LaneKey(lotId, laneId, text(body, "keyId"), text(body, "key"));
    }

    /** A new key for the lane, or null where the lot has no such lane. */
    public @Nullable LaneKey laneKeyIfThere(String lotId, String laneId) {
        String path = "/v1/places/" + lotId + "/lanes/" + laneId + "/keys";
        Reply reply = client.send("POST", path, key, null, Patience.GATE).expect("POST " + path, 201, 404);
        return reply.status() == 404
                ? null
                : new LaneKey(lotId, laneId, text(reply.body(), "keyId"), text(reply.body(), "key"));
    }

    public void deleteLaneKey(LaneKey laneKey) {
        send(
                "DELETE",
                "/v1/places/" + laneKey.lotId() + "/lanes/" + laneKey.laneId() + "/keys/" + laneKey.keyId(),
                null,
                200,
                204);
    }

    /** Issues a credential: the answer with what is shown only once (code or claimToken). */
    public JsonNode issue(ObjectNode credential) {
        return send("POST", "/v1/credentials", credential, 201);
    }

    public void giveRight(ObjectNode right) {
        send("POST", "/v1/rights", right, 201);
    }

    public void revoke(String credentialId, String reason) {
        send("POST", "/v1/credentials/" + credentialId + "/revoke", object().put("reason", reason), 200);
    }

    /**
     * Re-issues a credential. When the answer to a first attempt was lost, the old one may be replaced already: then its
     * successor, whose code nobody has seen, is re-issued in its turn.
     *
     * @param holderRef of the credential, by which a lost successor is found
     */
    public JsonNode reissue(String credentialId, String holderRef) {
        String path = "/v1/credentials/" + credentialId + "/reissue";
        Reply reply = client.send("POST", path, key, null, Patience.GATE);
        if (reply.status() == 409 && reply.attempts() > 1) {
            for (JsonNode credential : list("/v1/credentials?holderRef=" + holderRef)) {
                if (credential.path("status").asText().equals("ACTIVE")) {
                    return reissue(text(credential, "credentialId"), holderRef);
                }
            }
        }
        return reply.expect("POST " + path, 201).body();
    }

    public void setOccupancy(String lotId, long count, String reason) {
        send(
                "POST",
                "/v1/places/" + lotId + "/occupancy",
                object().put("set", count).put("reason", reason),
                200);
    }

    public JsonNode occupancy(String placeId) {
        return send("GET", "/v1/places/" + placeId + "/occupancy", null, 200);
    }

    /** All items of a list, page after page. */
    public List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            String page = path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            JsonNode body = send("GET", page, null, 200);
            body.path("items").forEach(items::add);
            cursor = body.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return items;
    }

    /** A field that the contract promises. */
    public static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the answer has no text " + field);
        }
        return value.asText();
    }

    private JsonNode send(String method, String path, @Nullable ObjectNode body, int... statuses) {
        return client.send(method, path, key, body, Patience.GATE)
                .expect(method + " " + path, statuses)
                .body();
    }
}
