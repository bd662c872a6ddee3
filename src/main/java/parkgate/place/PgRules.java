package parkgate.place;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.access.LotRules;
import parkgate.postgres.SqlFile;

/** Rules of lots in PostgreSQL: in force, announced. */
final class PgRules {
    private static final String RULES = SqlFile.load("place/rules.sql");
    private static final String ANNOUNCE = SqlFile.load("place/announce.sql");
    private static final String WITHDRAW = SqlFile.load("place/withdraw.sql");

    private final Pool pool;

    PgRules(Pool pool) {
        this.pool = pool;
    }

    /** As the contract writes them, but for the moment of the answer; empty when there is no such lot. */
    Future<Optional<JsonObject>> find(String lotId) {
        return pool.preparedQuery(RULES).execute(Tuple.of(lotId)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new JsonObject()
                    .put("placeId", lotId)
                    .put("name", row.getString("name"))
                    .put("inForce", inForce(lotId, row))
                    .put("next", next(row))
                    .put("lastCorrection", correction(row)));
        });
    }

    /** True: nothing was announced before. */
    Future<Boolean> announce(Announced rules, Instant from, Instant now, By by) {
        Tuple arguments = Tuple.from(new @Nullable Object[] {
            rules.lotId(),
            from.atOffset(ZoneOffset.UTC),
            now.atOffset(ZoneOffset.UTC),
            rules.capacity(),
            rules.status().name(),
            rules.passback().name(),
            rules.minAssurance().name(),
            rules.admitTransients(),
            rules.noOpenSession().name(),
            rules.revokedExit().name(),
            rules.fullPolicy().name(),
            rules.stalePack().name(),
            rules.passageTimeoutS()
        });
        return pool.preparedQuery(ANNOUNCE)
                .execute(by.after(arguments))
                .map(rows -> rows.iterator().next().getBoolean("made"));
    }

    /** False: there was nothing to take back. */
    Future<Boolean> withdraw(String lotId, By by) {
        return pool.preparedQuery(WITHDRAW).execute(by.after(Tuple.of(lotId))).map(rows -> rows.size() > 0);
    }

    private static JsonObject inForce(String lotId, Row row) {
        JsonArray pools = new JsonArray();
        row.getJsonArray("pools").stream()
                .map(JsonObject.class::cast)
                .map(pool -> new LotRules.Pool(
                        pool.getString("id"),
                        pool.getInteger("spaces"),
                        LotRules.Pool.Policy.valueOf(pool.getString("policy"))))
                .forEach(pool -> pools.add(PlaceJson.of(pool).put("placeId", lotId)));
        return rules(row, "")
                .put("version", row.getInteger("rules_version"))
                .put("since", moment(row, "rules_since"))
                .put("pools", pools);
    }

    private static @Nullable JsonObject next(Row row) {
        return row.getOffsetDateTime("effective_from") == null
                ? null
                : rules(row, "next_")
                        .put("version", row.getInteger("rules_version") + 1)
                        .put("effectiveFrom", moment(row, "effective_from"))
                        .put("announcedAt", moment(row, "announced_at"));
    }

    private static JsonObject rules(Row row, String prefix) {
        return new JsonObject()
                .put("capacity", row.getInteger(prefix + "capacity"))
                .put("status", row.getString(prefix + "status"))
                .put("passback", row.getString(prefix + "passback"))
                .put("minAssurance", row.getString(prefix + "min_assurance"))
                .put("admitTransients", row.getBoolean(prefix + "admit_transients"))
                .put("noOpenSession", row.getString(prefix + "no_open_session"))
                .put("revokedExit", row.getString(prefix + "revoked_exit"))
                .put("fullPolicy", row.getString(prefix + "full_policy"))
                .put("stalePack", row.getString(prefix + "stale_pack"))
                .put("passageTimeoutSeconds", row.getInteger(prefix + "passage_timeout_s"));
    }

    private static @Nullable JsonObject correction(Row row) {
        String kind = row.getString("kind");
        return kind == null
                ? null
                : new JsonObject()
                        .put("kind", kind)
                        .put("at", moment(row, "corrected_at"))
                        .put("countBefore", before(row))
                        .put("countAfter", row.getInteger("count_after"))
                        .put("reason", reason(row));
    }

    private static int before(Row row) {
        Integer before = row.getInteger("count_before");
        return before == null ? 0 : before; // the lot's first event
    }

    private static @Nullable String reason(Row row) {
        String why = row.getString("why");
        return why == null || why.isBlank() ? null : why;
    }

    private static String moment(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at.toInstant().toString();
    }
}
