package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import parkgate.postgres.SqlFile;

/** What PostgreSQL is asked of scans that lanes decided by themselves. */
final class PgOffline {
    /** A lane waits for the whole batch, so a PostgreSQL that is away is found out sooner than elsewhere, milliseconds. */
    static final long PATIENCE_MS = 2_000;

    private static final String LEFT_BEFORE = SqlFile.load("scan/left_before.sql");
    private static final String DENY = SqlFile.load("scan/deny_offline.sql");

    private final Pool pool;

    PgOffline(Pool pool) {
        this.pool = pool;
    }

    /**
     * An exit that was made before anybody told of its entry.
     *
     * @param lowered it was taken off the cars without a session
     */
    record Left(String sessionId, boolean lowered) {}

    /** An entry, by whom and when, unix milliseconds. */
    record Entered(String credentialId, long entryMs) {}

    /** Of each entry (by its place in the list) the exits after it that lack one, earliest first. */
    Future<Map<Integer, List<Left>>> leftBefore(String lotId, List<Entered> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple out = Tuple.of(lotId);
        new Columns<>(entries, out).texts(Entered::credentialId).numbers(Entered::entryMs);
        return query(LEFT_BEFORE, out).map(rows -> {
            Map<Integer, List<Left>> left = new HashMap<>();
            for (Row row : rows) {
                left.computeIfAbsent(row.getInteger("entry") - 1, n -> new ArrayList<>())
                        .add(new Left(row.getUUID("session").toString(), row.getBoolean("lowered")));
            }
            return left;
        });
    }

    /** A refusal, with the lane's own word for why. */
    record Refusal(Denials.Denial denial, String word) {}

    /** Writes refusals down; the decisions of those that were not known. */
    Future<Set<UUID>> deny(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Tuple out = Denials.arguments(refusals.stream().map(Refusal::denial).toList());
        new Columns<>(refusals, out).texts(Refusal::word);
        return query(DENY, out).map(rows -> {
            Set<UUID> fresh = new HashSet<>();
            rows.forEach(row -> fresh.add(row.getUUID("decision_id")));
            return fresh;
        });
    }

    private Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
}
