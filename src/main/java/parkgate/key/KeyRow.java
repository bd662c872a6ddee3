package parkgate.key;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;

/** A key as it is listed: everything but its secret. */
record KeyRow(
        String id,
        KeyKind kind,
        @Nullable String laneId,
        @Nullable String placeId,
        @Nullable String operatorId,
        @Nullable String label,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        Instant createdAt) {

    Cursor cursor() {
        return new Cursor(createdAt, id);
    }

    JsonObject json(Instant now) {
        JsonObject json = new JsonObject().put("keyId", id).put("kind", kind.text());
        putIfThere(json, "laneId", laneId);
        putIfThere(json, "placeId", placeId);
        putIfThere(json, "operatorId", operatorId);
        putIfThere(json, "label", label);
        json.put("status", status(now)).put("createdAt", createdAt.toString());
        putIfThere(json, "expiresAt", expiresAt);
        putIfThere(json, "revokedAt", revokedAt);
        return json;
    }

    private String status(Instant now) {
        if (revokedAt != null) {
            return "REVOKED";
        }
        return expiresAt != null && !now.isBefore(expiresAt) ? "EXPIRED" : "ACTIVE";
    }

    private static void putIfThere(JsonObject json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }
}
