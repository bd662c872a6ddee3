package parkgate.lane;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.postgres.SqlFile;

/** {@code GET /v1/places/{lotId}/lanes}: a lot's lanes and how each is. */
final class LaneListRoute {
    private static final String LIST = SqlFile.load("lane/list.sql");

    private final Pool pool;
    private final Scope scope;
    private final Lanes lanes;

    LaneListRoute(Pool pool, Scope scope, Lanes lanes) {
        this.pool = pool;
        this.scope = scope;
        this.lanes = lanes;
    }

    Future<Reply> list(Call call) {
        String lotId = call.path("lotId");
        scope.require(call.caller(), lotId);
        if (!lanes.isLot(lotId)) {
            throw Problem.notFound("There is no such lot.");
        }
        Page page = Page.of(call);
        Cursor after = page.after();
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(
                        lotId,
                        after == null ? null : after.time().atOffset(ZoneOffset.UTC),
                        after == null ? null : after.id(),
                        page.rows()))
                .map(rows -> {
                    List<Row> found = new ArrayList<>(rows.size());
                    rows.forEach(found::add);
                    return page.reply(
                            found,
                            LaneListRoute::json,
                            last -> new Cursor(
                                    last.getOffsetDateTime("created_at").toInstant(), last.getString("lane_id")));
                });
    }

    /** A row of list.sql or watched.sql as the contract writes it. */
    static JsonObject json(Row row) {
        boolean beats = row.getOffsetDateTime("beat_at") != null;
        JsonObject loops = new JsonObject()
                .put("arming", row.getString("arming_loop"))
                .put("closing", row.getString("closing_loop"));
        return new JsonObject()
                .put("laneId", row.getString("lane_id"))
                .put("direction", row.getString("direction"))
                .put("confirmPassage", row.getBoolean("confirm_passage"))
                .put("connected", row.getBoolean("connected"))
                .put("lastHeardAt", time(row.getOffsetDateTime("heard_at")))
                .put("lastHeartbeatAt", time(row.getOffsetDateTime("beat_at")))
                .put("clockOffsetMs", row.getLong("clock_offset_ms"))
                .put("barrier", row.getString("barrier"))
                .put("loops", beats ? loops : null)
                .put("buffered", row.getInteger("buffered"))
                .put("packVersion", row.getLong("pack_version"))
                .put("software", row.getString("software"))
                .put("alarms", new JsonArray(List.of((Object[]) row.getArrayOfStrings("alarms"))));
    }

    private static @Nullable String time(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant().toString();
    }
}
