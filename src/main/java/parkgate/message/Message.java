package parkgate.message;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message with all that was written.
 *
 * @param entries oldest first: a question, its answer, the next question …
 */
record Message(
        UUID id,
        String placeId,
        String placeName,
        @Nullable String rootId,
        Subject about,
        @Nullable String reason,
        @Nullable String laneId,
        @Nullable String direction,
        Instant decidedAt,
        Instant openedAt,
        Instant changedAt,
        List<Entry> entries) {
    /** Entries of one message at most: it can be asked again nine times. */
    static final int MOST_ENTRIES = 20;

    Message {
        entries = List.copyOf(entries);
    }

    /**
     * What somebody wrote.
     *
     * @param text null: erased
     * @param outcome of an answer
     */
    record Entry(
            String by,
            Instant at,
            @Nullable String text,
            @Nullable String outcome) {
        static Entry of(JsonObject told) {
            return new Entry(
                    told.getString("by"),
                    OffsetDateTime.parse(told.getString("at")).toInstant(),
                    told.getString("text"),
                    told.getString("outcome"));
        }

        JsonObject json() {
            return new JsonObject()
                    .put("by", by)
                    .put("at", at.toString())
                    .put("text", text)
                    .put("outcome", outcome);
        }
    }

    /** Of a row of {@code message/list.sql}. */
    static Message of(Row row) {
        List<Entry> entries = new ArrayList<>();
        ((JsonArray) row.getJson("told")).forEach(told -> entries.add(Entry.of((JsonObject) told)));
        return new Message(
                row.getUUID("id"),
                row.getString("place_id"),
                row.getString("name"),
                row.getString("root_id"),
                new Subject(row.getUUID("decision_id"), row.getUUID("session_id")),
                row.getString("reason"),
                row.getString("lane_id"),
                row.getString("direction"),
                row.getOffsetDateTime("decided_at").toInstant(),
                row.getOffsetDateTime("opened_at").toInstant(),
                row.getOffsetDateTime("changed_at").toInstant(),
                entries);
    }

    /** True while nobody has answered what was asked last. */
    boolean isOpen() {
        return entries.size() % 2 == 1;
    }

    Entry last() {
        return entries.get(entries.size() - 1);
    }

    /** As the contract writes it. */
    JsonObject json() {
        JsonArray told = new JsonArray();
        entries.forEach(entry -> told.add(entry.json()));
        return new JsonObject()
                .put("messageId", id.toString())
                .put("status", isOpen() ? "OPEN" : "ANSWERED")
                .put("placeId", placeId)
                .put("placeName", placeName)
                .put("decisionId", text(about.decisionId()))
                .put("sessionId", text(about.sessionId()))
                .put("decision", decision())
                .put("openedAt", openedAt.toString())
                .put("waitingSince", isOpen() ? changedAt.toString() : null)
                .put("reopened", (entries.size() - 1) / 2)
                .put("entries", told);
    }

    private @Nullable JsonObject decision() {
        return reason == null
                ? null
                : new JsonObject()
                        .put("reason", reason)
                        .put("laneId", laneId)
                        .put("direction", direction)
                        .put("eventTime", decidedAt.toString());
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
