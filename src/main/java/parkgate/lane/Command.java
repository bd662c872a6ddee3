package parkgate.lane;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that a lane is told to do.
 *
 * @param issuedMs when it was given, unix milliseconds
 * @param expiresMs from then on it is not to be obeyed
 * @param data the rest of it, as the lane gets it
 */
record Command(UUID id, Kind kind, String laneId, long issuedMs, long expiresMs, JsonObject data) {
    enum Kind {
        OPEN,
        MESSAGE
    }

    boolean isOver(long nowMs) {
        return nowMs >= expiresMs;
    }

    /** As it stands on the lane's stream; {@code ttlMs} is for a lane whose clock is off. */
    String text(long nowMs) {
        JsonObject told = new JsonObject()
                .put("commandId", id.toString())
                .put("laneId", laneId)
                .put("issuedAt", Instant.ofEpochMilli(issuedMs).toString())
                .put("expiresAt", Instant.ofEpochMilli(expiresMs).toString())
                .put("ttlMs", expiresMs - nowMs)
                .mergeIn(data);
        return "id: " + id + "\nevent: " + (kind == Kind.OPEN ? "open" : "message") + "\ndata: " + told.encode()
                + "\n\n";
    }
}
