package parkgate;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a lane noted while it was cut off. Its scans happened a minute after one another, the last one a minute ago. */
final class Journal {
    private final List<JsonObject> scans = new ArrayList<>();
    private long deviceSeq = 1;

    Journal admitted(String code) {
        return note(code, "GRANTED", new JsonObject().put("offlineReason", "OK"));
    }

    Journal refused(String code, String reason) {
        return note(code, "DENIED", new JsonObject().put("offlineReason", reason));
    }

    Journal backedOut(String code) {
        return note(code, "GRANTED", new JsonObject().put("outcome", "NO_ENTRY"));
    }

    Journal note(String code, String decision, JsonObject more) {
        scans.add(new JsonObject()
                .put("scanId", UUID.randomUUID().toString())
                .put("code", code)
                .put("deviceSeq", deviceSeq++)
                .put("offlineDecision", decision)
                .mergeIn(more));
        return this;
    }

    /** The last scan is that of an online attempt that was never answered. */
    Journal withId(UUID scanId) {
        scans.get(scans.size() - 1).put("scanId", scanId.toString());
        return this;
    }

    /** The last scan happened so long ago. */
    Journal ago(Duration ago) {
        scans.get(scans.size() - 1).put("eventTime", Instant.now().minus(ago).toString());
        return this;
    }

    JsonObject body() {
        Instant at = Instant.now().minus(Duration.ofMinutes(scans.size()));
        JsonArray all = new JsonArray();
        for (JsonObject scan : scans) {
            JsonObject told = scan.copy();
            if (!told.containsKey("eventTime")) {
                told.put("eventTime", at.toString());
            }
            at = at.plus(Duration.ofMinutes(1));
            all.add(told);
        }
        return new JsonObject().put("scans", all);
    }
}
