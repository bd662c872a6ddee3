package parkgate.privacy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.postgres.SqlFile;

/** Erases a holder, in one transaction with its row of the audit. */
final class PgHolders {
    /** Credentials erased by one call. A holder of more is erased by several. */
    static final int MAX_CREDENTIALS = 1_000;

    /** Rows of each kind freed of their credential by the call itself; what is more, the next round of retention frees. */
    static final int MAX_TRACES = 5_000;

    /** A re-issue on its way when the call begins is seen by the next look. */
    private static final int MAX_LOOKS = 3;

    private static final String CREDENTIALS = SqlFile.load("privacy/erase_credentials.sql");
    private static final String MESSAGES = SqlFile.load("privacy/erase_messages.sql");
    private static final String NOTES = SqlFile.load("privacy/erase_notes.sql");
    private static final String OPEN_PLATES = SqlFile.load("privacy/erase_open_plates.sql");
    private static final String REASONS = SqlFile.load("privacy/erase_reasons.sql");
    private static final String RIGHTS = SqlFile.load("privacy/end_rights.sql");
    private static final String TELL = SqlFile.load("privacy/tell_credentials.sql");

    private final Pool pool;
    private final Duration traced;

    /**
     * Over a pool.
     *
     * @param traced how long traces are looked for: as long as scans are kept
     */
    PgHolders(Pool pool, Duration traced) {
        this.pool = pool;
        this.traced = traced;
    }

    /**
     * What was erased.
     *
     * @param complete false: the holder had more than {@value #MAX_CREDENTIALS} credentials; ask again
     */
    record Erased(Counts counts, boolean complete) {}

    /** The change log has to be applied afterwards. Of a holder whom nobody knows nothing is erased. */
    Future<Erased> erase(Holder holder, UUID auditId, String keyId, String reason, Instant now) {
        return pool.withTransaction(tx -> {
            Set<String> ids = new LinkedHashSet<>();
            Set<String> roots = new LinkedHashSet<>();
            Counts counts = new Counts();
            return look(tx, holder, now, ids, roots, 1).compose(complete -> {
                String[] credentials = ids.toArray(String[]::new);
                counts.add(Counts.Kind.CREDENTIALS, credentials.length);
                return tx.preparedQuery(NOTES)
                        .execute(arrayOf(credentials))
                        .compose(x -> tx.preparedQuery(REASONS).execute(arrayOf(credentials)))
                        .compose(x -> tx.preparedQuery(OPEN_PLATES).execute(arrayOf(credentials)))
                        .compose(x -> Traces.erase(tx, credentials, MAX_TRACES, now))
                        .onSuccess(counts::addAll)
                        .compose(x -> tx.preparedQuery(RIGHTS)
                                .execute(arrayOf(roots.toArray(String[]::new))
                                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                                        .addString(keyId)
                                        .addString(reason)))
                        .onSuccess(ended -> counts.add(Counts.Kind.RIGHTS, ended.rowCount()))
                        .compose(x -> tx.preparedQuery(MESSAGES)
                                .execute(arrayOf(roots.toArray(String[]::new))
                                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))))
                        .onSuccess(erased -> counts.add(Counts.Kind.MESSAGES, erased.rowCount()))
                        .compose(x -> AuditTrail.write(
                                tx,
                                AuditEntry.of(auditId, now, "holder.erased", "HOLDER", keyId, counts.json())
                                        .because(reason)))
                        .compose(x -> tx.preparedQuery(TELL).execute(arrayOf(credentials)))
                        .map(x -> new Erased(counts, complete));
            });
        });
    }

    /** True when none is left. */
    private Future<Boolean> look(
            SqlConnection tx, Holder holder, Instant now, Set<String> ids, Set<String> roots, int looks) {
        return tx.preparedQuery(CREDENTIALS)
                .execute(holder.with(
                        now.atOffset(ZoneOffset.UTC), now.plus(traced).atOffset(ZoneOffset.UTC), MAX_CREDENTIALS))
                .compose(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    found.forEach(row -> {
                        ids.add(row.getString("id"));
                        roots.add(row.getString("root_id"));
                    });
                    if (found.isEmpty()) {
                        return Future.succeededFuture(true);
                    }
                    return ids.size() >= MAX_CREDENTIALS || looks == MAX_LOOKS
                            ? Future.succeededFuture(false)
                            : look(tx, holder, now, ids, roots, looks + 1);
                });
    }

    private static Tuple arrayOf(String[] texts) {
        return Tuple.tuple().addArrayOfString(texts);
    }
}
