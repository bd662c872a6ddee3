package parkgate.scan;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one scan of a batch.
 *
 * @param sessionId null where there is none
 * @param durability null when it was not taken
 */
record OfflineResult(
        UUID scanId,
        Status status,
        boolean granted,
        @Nullable String sessionId,
        List<String> flags,
        @Nullable Durability durability) {

    /** The words of the contract. */
    enum Status {
        /** Taken in; the service would have done the same. */
        RECORDED,
        /** Taken in; the flags say why the service would have done otherwise. */
        FLAGGED,
        /** It is in already, by this batch sent before or by the scan itself. */
        ALREADY_KNOWN,
        /** Not now: the lane keeps it and sends it again. All others are final. */
        NOT_TAKEN
    }

    OfflineResult {
        flags = List.copyOf(flags);
    }

    static OfflineResult taken(
            OfflineTold told, List<String> flags, @Nullable String sessionId, Durability durability) {
        Status status = flags.equals(List.of(OfflineFacts.OFFLINE)) ? Status.RECORDED : Status.FLAGGED;
        return new OfflineResult(told.scan().scanId(), status, told.granted(), sessionId, flags, durability);
    }

    static OfflineResult known(
            OfflineTold told, List<String> flags, @Nullable String sessionId, Durability durability) {
        return new OfflineResult(
                told.scan().scanId(), Status.ALREADY_KNOWN, told.granted(), sessionId, flags, durability);
    }

    static OfflineResult notTaken(OfflineTold told) {
        return new OfflineResult(told.scan().scanId(), Status.NOT_TAKEN, told.granted(), null, List.of(), null);
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("scanId", scanId.toString()).put("status", status.name());
        if (durability == null) {
            return json.put("detail", "Not now: keep it and send it again.");
        }
        return json.put("decision", granted ? "GRANTED" : "DENIED")
                .put("sessionId", sessionId)
                .put("flags", new JsonArray(flags))
                .put("durability", durability.name());
    }
}
