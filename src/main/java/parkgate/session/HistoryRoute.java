package parkgate.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.postgres.SqlFile;

/**
 * {@code GET /v1/places/{placeId}/history}: all that changed a lot, in the order of its numbers, newest first: grants,
 * passages, expiries, and what people did by hand.
 */
final class HistoryRoute {
    private static final String LIST = SqlFile.load("session/history.sql");

    private final Pool pool;
    private final Scope scope;
    private final Lots lots;

    HistoryRoute(Pool pool, Scope scope, Lots lots) {
        this.pool = pool;
        this.scope = scope;
        this.lots = lots;
    }

    private record Event(long seq, Instant received, JsonObject json) {}

    Future<Reply> list(Call call) {
        String lotId = call.path("placeId");
        scope.require(call.caller(), lotId);
        if (!lots.under(lotId).equals(Optional.of(List.of(lotId)))) {
            throw Problem.notFound("There is no such lot.");
        }
        Page page = Page.of(call);
        Stretch received = Stretch.of(call);
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(lotId, before(page.after()), received.from(), received.to())
                        .addValue(call.query("laneId"))
                        .addValue(call.query("kind"))
                        .addValue(page.rows())
                        .addValue(call.query("flag"))
                        .addValue(lateSeconds(call)))
                .map(rows -> {
                    List<Event> events = new ArrayList<>(rows.size());
                    rows.forEach(row -> events.add(event(lotId, row)));
                    return page.reply(
                            events, Event::json, last -> new Cursor(last.received(), Long.toString(last.seq())));
                });
    }

    private static @Nullable Integer lateSeconds(Call call) {
        String asked = call.query("lateSeconds");
        return asked == null ? null : Integer.valueOf(asked);
    }

    private static long before(@Nullable Cursor cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor.id());
        } catch (NumberFormatException notANumber) {
            throw Problem.invalid("cursor", "is not a cursor of this list");
        }
    }

    private static Event event(String lotId, Row row) {
        Instant received = row.getOffsetDateTime("received_time").toInstant();
        JsonObject json = new JsonObject()
                .put("placeId", lotId)
                .put("seq", row.getLong("seq"))
                .put("kind", row.getString("kind"))
                .put("laneId", row.getString("lane_id"))
                .put("direction", row.getString("direction"))
                .put("credentialId", row.getString("credential_id"))
                .put("sessionId", text(row.getUUID("session_id")))
                .put("decisionId", text(row.getUUID("decision_id")))
                .put("keyId", row.getString("who"))
                .put("reason", row.getString("why"))
                .put("flags", new JsonArray(List.of(row.getArrayOfStrings("flags"))))
                .put("currentCount", row.getInteger("current_count"))
                .put(
                        "eventTime",
                        row.getOffsetDateTime("event_time").toInstant().toString())
                .put("receivedTime", received.toString());
        return new Event(row.getLong("seq"), received, json);
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
