package parkgate.lane;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What a lane said of itself. What it left out is null.
 *
 * @param atMs when it was heard, by this instance's clock, unix milliseconds
 * @param clockOffsetMs the lane's clock minus this instance's; the way of the request is in it
 * @param buffered events that wait at the lane to be uploaded
 */
record Heartbeat(
        long atMs,
        long clockOffsetMs,
        @Nullable String barrier,
        @Nullable String armingLoop,
        @Nullable String closingLoop,
        @Nullable Integer buffered,
        @Nullable Long packVersion,
        @Nullable String software) {

    /** From a body that the contract has passed. */
    static Heartbeat of(JsonObject body, long nowMs) {
        JsonObject loops = body.getJsonObject("loops", new JsonObject());
        long clockMs = OffsetDateTime.parse(body.getString("clock")).toInstant().toEpochMilli();
        return new Heartbeat(
                nowMs,
                clockMs - nowMs,
                body.getString("barrier"),
                loops.getString("arming"),
                loops.getString("closing"),
                body.getInteger("buffered"),
                body.getLong("packVersion"),
                body.getString("software"));
    }
}
