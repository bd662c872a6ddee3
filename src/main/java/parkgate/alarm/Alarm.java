package parkgate.alarm;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alarm as it stands.
 *
 * @param kind a word of {@link AlarmKind}, or one that a newer instance knows
 * @param clearedAt null while it is open
 */
record Alarm(
        UUID id,
        String kind,
        @Nullable String placeId,
        @Nullable String laneId,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        String detail) {

    static Alarm of(Row row) {
        OffsetDateTime cleared = row.getOffsetDateTime("cleared_at");
        return new Alarm(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("place_id"),
                row.getString("lane_id"),
                row.getOffsetDateTime("raised_at").toInstant(),
                cleared == null ? null : cleared.toInstant(),
                row.getString("detail"));
    }

    /** As the contract writes it. */
    JsonObject json() {
        return new JsonObject()
                .put("alarmId", id.toString())
                .put("kind", kind)
                .put("placeId", placeId)
                .put("laneId", laneId)
                .put("raisedAt", raisedAt.toString())
                .put("clearedAt", clearedAt == null ? null : clearedAt.toString())
                .put("detail", detail);
    }
}
