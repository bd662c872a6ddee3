package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.postgres.SqlFile;

/** {@code GET /v1/messages}: who waits longest first, and how many wait. */
final class MessageList {
    private static final String WAITING = SqlFile.load("message/waiting.sql");
    private static final int MOST_OF_A_PHONE = 20;

    private final Pool pool;
    private final PgMessages messages;
    private final Scope scope;
    private final Lots lots;

    MessageList(Pool pool, PgMessages messages, Scope scope, Lots lots) {
        this.pool = pool;
        this.messages = messages;
        this.scope = scope;
        this.lots = lots;
    }

    Future<Reply> list(Call call) {
        Page page = Page.of(call);
        Cursor after = page.after();
        List<String> reach = reach(call.caller(), call.query("placeId"));
        String status = call.query("status") == null ? "OPEN" : call.query("status");
        PgMessages.Query query = new PgMessages.Query(
                reach,
                status,
                after == null ? null : after.time(),
                after == null ? null : id(after),
                null,
                null,
                page.rows());
        return messages.list(query).compose(found -> waiting(reach).map(open -> {
            Reply reply = page.reply(
                    found,
                    Message::json,
                    last -> new Cursor(last.changedAt(), last.id().toString()));
            return Reply.of(200, new JsonObject(reply.body()).put("open", open));
        }));
    }

    private static UUID id(Cursor after) {
        try {
            return UUID.fromString(after.id());
        } catch (IllegalArgumentException notOurs) {
            throw Problem.invalid("cursor", "is not a cursor of this list");
        }
    }

    private List<String> reach(Caller caller, @Nullable String placeId) {
        if (placeId == null) {
            return lots.all().stream().filter(id -> scope.covers(caller, id)).toList();
        }
        scope.require(caller, placeId);
        return lots.under(placeId).orElseThrow(() -> Problem.notFound("There is no such place."));
    }

    private Future<JsonObject> waiting(List<String> reach) {
        return pool.preparedQuery(WAITING)
                .execute(Tuple.tuple().addArrayOfString(reach.toArray(String[]::new)))
                .map(rows -> rows.iterator().next())
                .map(row -> new JsonObject()
                        .put("number", row.getLong("number"))
                        .put("oldest", time(row.getOffsetDateTime("oldest"))));
    }

    static @Nullable String time(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant().toString();
    }

    /** Those of a phone, newest change first. */
    Future<JsonArray> of(String rootId) {
        return messages.list(new PgMessages.Query(null, null, null, null, null, rootId, MOST_OF_A_PHONE))
                .map(found -> {
                    JsonArray all = new JsonArray();
                    found.forEach(message -> all.add(message.json()));
                    return all;
                });
    }
}
