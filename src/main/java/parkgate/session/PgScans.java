package parkgate.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.postgres.SqlFile;

/** Scans, read from the lots' events (grants) and from the denials beside them. */
final class PgScans {
    private static final String OF_CREDENTIAL = SqlFile.load("session/scans_of_credential.sql");
    private static final String OPENINGS = SqlFile.load("session/openings.sql");
    private static final String OF_LOTS = SqlFile.load("session/scans_of_lots.sql");

    private final Pool pool;

    PgScans(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is looked for.
     *
     * @param lots ids of the lots
     * @param grants whether grants are
     * @param denials whether denials are
     * @param reason of the denials; null: any
     * @param received when they were heard
     * @param limit rows at most
     */
    record Query(
            List<String> lots,
            @Nullable String laneId,
            @Nullable String credentialId,
            boolean grants,
            boolean denials,
            @Nullable String reason,
            Stretch received,
            After after,
            int limit) {}

    Future<List<ScanRecord>> list(Query query) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfString(query.lots().toArray(String[]::new))
                .addOffsetDateTime(query.received().from())
                .addOffsetDateTime(query.received().to())
                .addOffsetDateTime(query.after().time())
                .addUUID(query.after().id())
                .addInteger(query.limit())
                .addString(query.laneId())
                .addBoolean(query.grants())
                .addBoolean(query.denials())
                .addString(query.reason());
        String sql = OF_LOTS;
        if (query.credentialId() != null) {
            arguments.addString(query.credentialId());
            sql = OF_CREDENTIAL;
        }
        return pool.preparedQuery(sql).execute(arguments).map(rows -> {
            List<ScanRecord> scans = new ArrayList<>(rows.size());
            rows.forEach(row -> scans.add(scan(row)));
            return scans;
        });
    }

    /** What was opened by hand at these lots, newest first. */
    Future<List<Opening>> openings(List<String> lots, OffsetDateTime from, int limit) {
        return pool.preparedQuery(OPENINGS)
                .execute(Tuple.of(lots.toArray(String[]::new), from, limit))
                .map(rows -> {
                    List<Opening> openings = new ArrayList<>(rows.size());
                    rows.forEach(row -> openings.add(opening(row)));
                    return openings;
                });
    }

    private static Opening opening(Row row) {
        return new Opening(
                row.getString("lot_id"),
                row.getLong("seq"),
                row.getString("lane_id"),
                row.getString("direction"),
                row.getUUID("session_id"),
                row.getString("why"),
                row.getOffsetDateTime("event_time").toInstant(),
                row.getOffsetDateTime("received_time").toInstant());
    }

    static ScanRecord scan(Row row) {
        return new ScanRecord(
                row.getUUID("decision_id"),
                row.getString("scan_id"),
                row.getString("lot_id"),
                row.getString("lane_id"),
                row.getString("direction"),
                row.getString("credential_id"),
                row.getString("reason"),
                row.getUUID("session_id"),
                row.getUUID("right_id"),
                List.of(row.getArrayOfStrings("flags")),
                row.getOffsetDateTime("event_time").toInstant(),
                row.getOffsetDateTime("received_time").toInstant());
    }
}
