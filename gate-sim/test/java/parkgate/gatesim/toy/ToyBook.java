package parkgate.gatesim.toy;

import static parkgate.gatesim.toy.ToyService.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import parkgate.gatesim.code.Base32;
import parkgate.gatesim.toy.ToyService.Lie;

/** Everything the toy service knows, and its calls; the scan's rules are in {@link ToyLots}. */
final class ToyBook {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ObjectNode> places = new LinkedHashMap<>();
    private final Map<String, ToyCredential> credentials = new LinkedHashMap<>();
    private final Map<String, String> laneOfKey = new LinkedHashMap<>();
    private final ToyLots lots;

    ToyBook(Lie lie) {
        lots = new ToyLots(lie, places, credentials);
    }

    record Reply(int status, JsonNode body) {}

    synchronized Reply call(String method, URI uri, String authorization, ObjectNode body) {
        String[] path = uri.getPath().substring(1).split("/");
        String key = authorization.replace("Bearer ", "");
        if (laneOfKey.containsKey(key)) {
            return switch (path[1]) {
                case "scans" -> new Reply(200, lots.scan(laneOfKey.get(key), body));
                case "passages" -> new Reply(200, lots.passage(body));
                // No pack: its lanes never decide by themselves.
                case "lane" ->
                    path[2].equals("heartbeat")
                            ? new Reply(
                                    200,
                                    JSON.createObjectNode()
                                            .put("serverTime", Instant.now().toString()))
                            : new Reply(404, problem("not-found"));
                default -> new Reply(404, problem("not-found"));
            };
        }
        if (path[1].equals("devices")) {
            return claim(body);
        }
        if (!key.equals(ToyService.ADMIN_KEY)) {
            return new Reply(401, problem("unauthorized"));
        }
        return switch (path[1]) {
            case "places" -> places(method, path, body);
            case "credentials" -> method.equals("GET") ? list(uri) : credentials(path, body);
            case "rights" -> right(body);
            case "sessions" -> new Reply(200, page(lots.sessions(query(uri, "placeId"))));
            case "scans" -> new Reply(200, page(lots.scans(query(uri, "placeId"))));
            default -> new Reply(404, problem("not-found"));
        };
    }

    private Reply places(String method, String[] path, ObjectNode body) {
        if (path.length == 2) {
            return new Reply(200, page(new ArrayList<>(places.values())));
        }
        String placeId = path[2];
        if (path.length == 3) {
            places.put(placeId, body.put("placeId", placeId));
            return new Reply(201, body);
        }
        if (path[3].equals("occupancy")) {
            if (method.equals("POST")) {
                lots.setUnknown(placeId, body.path("set").asLong());
            }
            return new Reply(200, JSON.createObjectNode().put("currentCount", lots.count(placeId)));
        }
        String laneId = path[4];
        if (path.length == 5) {
            lots.putLane(laneId, body.put("placeId", placeId));
            return new Reply(201, body);
        }
        if (!lots.hasLane(placeId, laneId)) {
            return new Reply(404, problem("not-found"));
        }
        if (method.equals("DELETE")) {
            laneOfKey.keySet().removeIf(laneKey -> laneKey.contains("_" + path[6] + "_"));
            return new Reply(204, JSON.createObjectNode());
        }
        String keyId = "k" + laneOfKey.size();
        String laneKey = "pg_lane_" + keyId + "_" + UUID.randomUUID();
        laneOfKey.put(laneKey, laneId);
        return new Reply(201, JSON.createObjectNode().put("keyId", keyId).put("key", laneKey));
    }

    private Reply credentials(String[] path, ObjectNode body) {
        if (path.length == 2) {
            Instant expiresAt = Instant.parse(body.path("expiresAt").asText());
            return issued(new ToyCredential(
                    body.path("holderRef").asText(), body.path("type").asText(), expiresAt, new ArrayList<>()));
        }
        ToyCredential credential = credentials.get(path[2]);
        if (path[3].equals("revoke")) {
            credential.revoked = true;
            return new Reply(200, credential.json());
        }
        if (credential.replacedBy != null) {
            return new Reply(409, problem("replaced"));
        }
        ToyCredential next =
                new ToyCredential(credential.holderRef, credential.type, credential.expiresAt, credential.rights);
        next.stays = credential.stays;
        credential.replacedBy = next;
        return issued(next);
    }

    private Reply issued(ToyCredential credential) {
        byte[] cose = new byte[150];
        random.nextBytes(cose);
        String prefix =
                switch (credential.type) {
                    case "QR_DYNAMIC" -> "QP1D.";
                    case "QR_TOTP" -> "QP1T.";
                    default -> "QP1S.";
                };
        credential.code = prefix + Base32.encode(cose);
        credentials.put(credential.id, credential);
        ObjectNode json = credential.json();
        return new Reply(
                201,
                switch (credential.type) {
                    case "QR_DYNAMIC" -> json.put("claimToken", credential.id);
                    case "QR_TOTP" -> json.put("code", credential.code).put("totpKey", credential.totpKey);
                    default -> json.put("code", credential.code);
                });
    }

    private Reply claim(ObjectNode body) {
        ToyCredential credential = credentials.get(body.path("claimToken").asText());
        credential.claim(body);
        return new Reply(
                201,
                JSON.createObjectNode()
                        .put("credentialId", credential.id)
                        .put("code", credential.code)
                        .put("periodSeconds", 15)
                        .put("serverTime", Instant.now().toString()));
    }

    private Reply right(ObjectNode body) {
        credentials.get(body.path("credentialId").asText()).rights.add(body);
        return new Reply(201, body.deepCopy().put("rightId", UUID.randomUUID().toString()));
    }

    private Reply list(URI uri) {
        List<ObjectNode> found = new ArrayList<>();
        for (ToyCredential credential : credentials.values()) {
            if (credential.holderRef.equals(query(uri, "holderRef"))) {
                found.add(credential.json());
            }
        }
        return new Reply(200, page(found));
    }

    private static String query(URI uri, String name) {
        for (String pair : String.valueOf(uri.getQuery()).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static ObjectNode page(List<ObjectNode> items) {
        ObjectNode page = JSON.createObjectNode().putNull("nextCursor");
        ArrayNode array = page.putArray("items");
        array.addAll(items);
        return page;
    }

    private static ObjectNode problem(String type) {
        return JSON.createObjectNode().put("type", "/problems/" + type);
    }
}
