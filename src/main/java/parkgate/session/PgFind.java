package parkgate.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.core.CredentialId;
import parkgate.http.Caller;
import parkgate.postgres.SqlFile;

/** Stays and scans by whose they are, in PostgreSQL. */
final class PgFind {
    private static final String CHAIN = SqlFile.load("session/chain.sql");
    private static final String BY_CREDENTIALS = SqlFile.load("session/find_by_credentials.sql");
    private static final String BY_PLATE = SqlFile.load("session/find_by_plate.sql");
    private static final String BY_IDS = SqlFile.load("session/find_by_ids.sql");
    private static final String SCAN = SqlFile.load("session/find_scan.sql");
    private static final String SCANS = SqlFile.load("session/find_scans.sql");

    private final Pool pool;
    private final Supplier<UUID> ids;

    PgFind(Pool pool, Supplier<UUID> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /** The lots that may be shown, when, and how many rows at most. */
    record Within(List<String> lots, Stretch time, int rows) {
        private Tuple and(Object last) {
            return Tuple.tuple()
                    .addArrayOfString(lots.toArray(String[]::new))
                    .addOffsetDateTime(time.from())
                    .addOffsetDateTime(time.to())
                    .addInteger(rows)
                    .addValue(last);
        }
    }

    /** All credentials of a re-issued chain; {@code asked} is null where it is nobody's. */
    record Chain(Found.@Nullable Asked asked, List<String> credentials) {}

    /** @param places that the caller reaches; null: all */
    Future<Chain> chain(CredentialId credential, String @Nullable [] places) {
        return pool.preparedQuery(CHAIN)
                .execute(Tuple.of(credential.text()).addValue(places))
                .map(rows -> {
                    Found.Asked asked = null;
                    List<String> all = new ArrayList<>(List.of(credential.text()));
                    for (Row row : rows) {
                        if (row.getBoolean("asked")) {
                            asked = asked(row, credential);
                        } else {
                            all.add(row.getString("id"));
                        }
                    }
                    return new Chain(asked, all);
                });
    }

    private static Found.Asked asked(Row row, CredentialId credential) {
        return new Found.Asked(
                credential.text(),
                row.getString("type"),
                row.getString("status"),
                credential.visualNumber(),
                row.getOffsetDateTime("expires_at").toInstant().toString(),
                row.getBoolean("reached"));
    }

    Future<List<Session>> sessions(Within within, List<String> credentials) {
        return list(BY_CREDENTIALS, within.and(credentials.toArray(String[]::new)), PgSessions::session);
    }

    Future<List<ScanRecord>> scans(Within within, List<String> credentials) {
        return list(SCANS, within.and(credentials.toArray(String[]::new)), PgScans::scan);
    }

    Future<List<ScanRecord>> scan(List<String> lots, UUID decisionId) {
        return list(SCAN, Tuple.of(lots.toArray(String[]::new), decisionId), PgScans::scan);
    }

    Future<List<Session>> sessions(List<UUID> sessionIds) {
        return list(BY_IDS, Tuple.tuple().addArrayOfUUID(sessionIds.toArray(UUID[]::new)), PgSessions::session);
    }

    /** Who looks for a number plate is written down, and the plate is not. */
    Future<List<Session>> sessionsUnder(
            Within within, String plate, Caller caller, @Nullable String placeId, Instant now) {
        AuditEntry entry = new AuditEntry(
                ids.get(), now, "plate.looked-for", "PLATE", null, placeId, caller.keyId(), null, new JsonObject());
        return AuditTrail.write(pool, entry).compose(x -> list(BY_PLATE, within.and(plate), PgSessions::session));
    }

    private <T> Future<List<T>> list(String sql, Tuple arguments, Function<Row, T> as) {
        return pool.preparedQuery(sql).execute(arguments).map(rows -> all(rows, as));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> as) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(as.apply(row)));
        return all;
    }
}
