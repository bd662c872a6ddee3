package parkgate.page;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.DeviceKey;
import parkgate.postgres.SqlFile;

/** What a driver may know of the credential in their phone, out of PostgreSQL. */
public final class PgPhones {
    private static final String PHONE = SqlFile.load("page/phone.sql");
    private static final String RIGHTS = SqlFile.load("page/rights.sql");
    private static final String STAYS = SqlFile.load("page/stays.sql");

    private static final String REFUSALS = SqlFile.load("page/refusals.sql");

    /** What a view lists; each of them is at a place. */
    static final List<String> PARTS = List.of("rights", "sessions", "refusals", "messages", "visitors");

    private static final int MOST_RIGHTS = 20;
    private static final int MOST_STAYS = 10;
    private static final int MOST_REFUSALS = 10;

    /** So long a refusal is shown. */
    private static final Duration REFUSED_LATELY = Duration.ofDays(1);

    private final Pool pool;

    public PgPhones(Pool pool) {
        this.pool = pool;
    }

    /** A credential that a phone has claimed. */
    record Phone(String rootId, DeviceKey key, String status, Instant expiresAt) {}

    Future<Optional<Phone>> find(String credentialId) {
        return pool.preparedQuery(PHONE)
                .execute(Tuple.of(credentialId))
                .map(rows -> rows.stream().findFirst().map(PgPhones::phone));
    }

    /** Its rights, whether its car is inside, its last stays, its refusals of the last day: as the contract writes them. */
    Future<JsonObject> view(Phone phone, Instant now) {
        Future<RowSet<Row>> rights =
                pool.preparedQuery(RIGHTS).execute(Tuple.of(phone.rootId(), now.atOffset(ZoneOffset.UTC), MOST_RIGHTS));
        Future<RowSet<Row>> stays = pool.preparedQuery(STAYS).execute(Tuple.of(phone.rootId(), MOST_STAYS));
        Future<RowSet<Row>> refusals = pool.preparedQuery(REFUSALS)
                .execute(Tuple.of(phone.rootId(), now.minus(REFUSED_LATELY).atOffset(ZoneOffset.UTC), MOST_REFUSALS));
        return Future.all(rights, stays, refusals).map(all -> new JsonObject()
                .put("status", phone.status())
                .put("expiresAt", phone.expiresAt().toString())
                .put("rights", array(rights.result(), PgPhones::right))
                .put("sessions", array(stays.result(), PgPhones::stay))
                .put("refusals", array(refusals.result(), PgPhones::refusal)));
    }

    /** As {@link #view}, but of a phone that shows nothing any more. */
    JsonObject nothing(Phone phone) {
        JsonObject view = new JsonObject()
                .put("status", phone.status())
                .put("expiresAt", phone.expiresAt().toString());
        for (String part : PARTS) {
            view.put(part, new JsonArray());
        }
        return view.put("timeZones", new JsonObject());
    }

    private interface Json {
        JsonObject of(Row row);
    }

    private static JsonArray array(RowSet<Row> rows, Json json) {
        JsonArray all = new JsonArray();
        rows.forEach(row -> all.add(json.of(row)));
        return all;
    }

    private static Phone phone(Row row) {
        return new Phone(
                row.getString("root_id"),
                DeviceKey.ofCompressed(row.getBuffer("device_key").getBytes()),
                row.getString("status"),
                row.getOffsetDateTime("expires_at").toInstant());
    }

    private static JsonObject right(Row row) {
        return new JsonObject()
                .put("placeId", row.getString("place_id"))
                .put("placeName", row.getString("name"))
                .put("type", row.getString("type"))
                .put("validFrom", text(row.getOffsetDateTime("valid_from")))
                .put("validUntil", text(row.getOffsetDateTime("valid_until")))
                .put("recurring", row.getValue("recurring"));
    }

    private static JsonObject stay(Row row) {
        return new JsonObject()
                .put("sessionId", row.getUUID("id").toString())
                .put("placeId", row.getString("lot_id"))
                .put("placeName", row.getString("name"))
                .put("status", row.getString("status"))
                .put("from", text(row.getOffsetDateTime("started_at")))
                .put("to", text(row.getOffsetDateTime("exit_time")));
    }

    private static JsonObject refusal(Row row) {
        return new JsonObject()
                .put("decisionId", row.getUUID("decision_id").toString())
                .put("placeId", row.getString("lot_id"))
                .put("placeName", row.getString("name"))
                .put("laneId", row.getString("lane_id"))
                .put("direction", row.getString("direction"))
                .put("reason", row.getString("reason"))
                .put("pool", pool(row))
                .put("at", text(row.getOffsetDateTime("event_time")));
    }

    private static @Nullable JsonObject pool(Row row) {
        Integer spaces = row.getInteger("pool_spaces");
        return spaces == null
                ? null
                : new JsonObject().put("taken", row.getInteger("pool_taken")).put("spaces", spaces);
    }

    private static @Nullable String text(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant().toString();
    }
}
