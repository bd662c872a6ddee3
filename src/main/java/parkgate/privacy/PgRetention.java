package parkgate.privacy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.postgres.SqlFile;

/**
 * Erases what was kept long enough, a bounded number of rows at a time, each time in one short transaction with its row of
 * the audit. Rows that somebody holds are left for the next time, so nobody waits for this.
 */
final class PgRetention {
    /** Rows of each kind in one transaction. */
    static final int ROWS = 500;

    private static final String LOCK = SqlFile.load("privacy/lock_round.sql");
    private static final String PLATES = SqlFile.load("privacy/old_plates.sql");
    private static final String EVENTS = SqlFile.load("privacy/old_events.sql");
    private static final String DENIALS = SqlFile.load("privacy/old_denials.sql");
    private static final String MESSAGES = SqlFile.load("privacy/old_messages.sql");
    private static final String VISITORS = SqlFile.load("privacy/old_visitors.sql");
    private static final String AUDIT = SqlFile.load("privacy/old_audit.sql");
    private static final String CHANGES = SqlFile.load("privacy/old_changes.sql");
    private static final String STAFF = SqlFile.load("privacy/old_staff.sql");
    private static final String SESSIONS = SqlFile.load("privacy/old_sessions.sql");

    private final Pool pool;
    private final Kept kept;
    private final Supplier<UUID> ids;

    PgRetention(Pool pool, Kept kept, Supplier<UUID> ids) {
        this.pool = pool;
        this.kept = kept;
        this.ids = ids;
    }

    /** One batch; empty when another instance is at it. */
    Future<Optional<Counts>> batch(Instant now) {
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK)
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean("mine")
                        ? erase(tx, now).map(Optional::of)
                        : Future.succeededFuture(Optional.empty())));
    }

    private Future<Counts> erase(SqlConnection tx, Instant now) {
        Counts counts = new Counts();
        return old(tx, PLATES, now, kept.plates(), counts, Counts.Kind.PLATES)
                .compose(x -> events(tx, now, counts))
                .compose(x -> old(tx, DENIALS, now, kept.scans(), counts, Counts.Kind.SCANS))
                .compose(x -> old(tx, MESSAGES, now, kept.scans(), counts, Counts.Kind.MESSAGES))
                .compose(x -> old(tx, VISITORS, now, kept.scans(), counts, Counts.Kind.VISITORS))
                .compose(x -> kept.sessions().isEmpty()
                        ? Future.succeededFuture()
                        : old(tx, SESSIONS, now, kept.sessions().get(), counts, Counts.Kind.SESSIONS))
                .compose(x -> kept.audit().isEmpty()
                        ? Future.succeededFuture()
                        : told(tx, AUDIT, now, kept.audit().get(), counts, Counts.Kind.AUDIT)
                                .compose(y -> staff(tx, now, kept.audit().get())))
                .compose(x -> told(tx, CHANGES, now, Kept.CHANGES, counts, Counts.Kind.CHANGES))
                .compose(x -> Traces.erase(tx, null, ROWS, now))
                .onSuccess(counts::addAll)
                .compose(x -> Traces.end(tx, now))
                .compose(x -> record(tx, now, counts))
                .map(counts);
    }

    private static Future<Void> old(
            SqlConnection tx, String sql, Instant now, Duration kept, Counts counts, Counts.Kind kind) {
        return tx.preparedQuery(sql)
                .execute(Tuple.of(Kept.before(now, kept), ROWS))
                .onSuccess(rows -> counts.add(kind, rows.rowCount()))
                .mapEmpty();
    }

    private static Future<Void> told(
            SqlConnection tx, String sql, Instant now, Duration kept, Counts counts, Counts.Kind kind) {
        return tx.preparedQuery(sql)
                .execute(Tuple.of(Kept.before(now, kept), ROWS))
                .onSuccess(rows -> counts.add(kind, Counts.told(rows)))
                .mapEmpty();
    }

    /** Names live as long as the audit that they explain; each leaves a row of its own there. */
    private static Future<Void> staff(SqlConnection tx, Instant now, Duration kept) {
        return tx.preparedQuery(STAFF)
                .execute(Tuple.of(Kept.before(now, kept), ROWS))
                .mapEmpty();
    }

    private Future<Void> events(SqlConnection tx, Instant now, Counts counts) {
        return tx.preparedQuery(EVENTS)
                .execute(Tuple.of(Kept.before(now, kept.scans()), ROWS, now.atOffset(ZoneOffset.UTC)))
                .onSuccess(rows -> counts.add(Counts.Kind.SCANS, Counts.told(rows)))
                .mapEmpty();
    }

    private Future<Void> record(SqlConnection tx, Instant now, Counts counts) {
        return counts.all() == 0
                ? Future.succeededFuture()
                : AuditTrail.write(
                        tx, AuditEntry.of(ids.get(), now, "retention.erased", "RETENTION", null, counts.json()));
    }
}
