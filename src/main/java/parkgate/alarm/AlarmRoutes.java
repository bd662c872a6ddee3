package parkgate.alarm;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.PlaceTree;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.postgres.SqlFile;

/** {@code GET /v1/alarms}, and {@code POST /v1/alarms/{alarmId}/clear} for what no machine can say is right again. */
public final class AlarmRoutes {
    private static final String LIST = SqlFile.load("alarm/list.sql");
    private static final String FIND = SqlFile.load("alarm/find.sql");
    private static final String CLEAR = SqlFile.load("alarm/clear_by_hand.sql");

    private final Pool pool;
    private final Scope scope;
    private final PlaceTree places;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public AlarmRoutes(Pool pool, Scope scope, PlaceTree places, InstantSource clock, Supplier<UUID> ids) {
        this.pool = pool;
        this.scope = scope;
        this.places = places;
        this.clock = clock;
        this.ids = ids;
    }

    /** Answers its operations. */
    public void register(Api api) {
        api.on("listAlarms", Access.of(KeyKind.OPS, KeyKind.ADMIN), this::list)
                .on("clearAlarm", Access.of(KeyKind.OPS, KeyKind.ADMIN), this::clear);
    }

    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
        Cursor after = page.after();
        String open = call.query("open");
        return pool.preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addArrayOfString(reach(call.caller(), call.query("placeId")))
                        .addBoolean(open == null ? null : Boolean.valueOf(open))
                        .addString(call.query("kind"))
                        .addOffsetDateTime(after == null ? null : after.time().atOffset(ZoneOffset.UTC))
                        .addUUID(after == null ? null : id(after))
                        .addInteger(page.rows()))
                .map(rows -> page.reply(
                        alarms(rows),
                        Alarm::json,
                        last -> new Cursor(last.raisedAt(), last.id().toString())));
    }

    /** The places whose alarms are shown; null: all, and those of no place. */
    private String @Nullable [] reach(Caller caller, @Nullable String placeId) {
        if (placeId != null) {
            scope.require(caller, placeId);
            if (!places.covers(placeId, placeId)) {
                throw Problem.notFound("There is no such place.");
            }
            return places.ids().stream()
                    .filter(id -> places.covers(placeId, id))
                    .toArray(String[]::new);
        }
        return caller.kind() == KeyKind.ADMIN ? null : scope.placesOf(caller).toArray(String[]::new);
    }

    private Future<Reply> clear(Call call) {
        UUID id = UUID.fromString(call.path("alarmId"));
        String reason = call.body().getString("reason");
        return pool.withTransaction(connection -> found(connection, id).compose(alarm -> {
            if (!reaches(call.caller(), alarm)) {
                throw Problem.forbidden("This key is for another place.");
            }
            return alarm.clearedAt() != null
                    ? Future.succeededFuture(Reply.of(200, alarm.json()))
                    : cleared(connection, alarm, call.caller().keyId(), reason);
        }));
    }

    private boolean reaches(Caller caller, Alarm alarm) {
        return alarm.placeId() == null ? caller.kind() == KeyKind.ADMIN : scope.covers(caller, alarm.placeId());
    }

    private static Future<Alarm> found(SqlConnection connection, UUID id) {
        return connection.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> alarms(rows).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("There is no such alarm.")));
    }

    private Future<Reply> cleared(SqlConnection connection, Alarm alarm, String keyId, @Nullable String reason) {
        Instant now = clock.instant();
        AuditEntry entry = new AuditEntry(
                ids.get(),
                now,
                "alarm.cleared",
                "ALARM",
                alarm.id().toString(),
                alarm.placeId(),
                keyId,
                reason,
                new JsonObject().put("kind", alarm.kind()).put("laneId", alarm.laneId()));
        return connection
                .preparedQuery(CLEAR)
                .execute(Tuple.of(alarm.id(), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> alarms(rows).get(0))
                .compose(after -> AuditTrail.write(connection, entry)
                        .compose(x ->
                                PgAlarms.tell(connection, after.placeId() == null ? Set.of() : Set.of(after.placeId())))
                        .map(x -> Reply.of(200, after.json())));
    }

    private static List<Alarm> alarms(RowSet<Row> rows) {
        List<Alarm> alarms = new ArrayList<>(rows.size());
        rows.forEach(row -> alarms.add(Alarm.of(row)));
        return alarms;
    }

    private static UUID id(Cursor after) {
        try {
            return UUID.fromString(after.id());
        } catch (IllegalArgumentException notAUuid) {
            throw Problem.invalid("cursor", "is not a cursor of this list");
        }
    }
}
