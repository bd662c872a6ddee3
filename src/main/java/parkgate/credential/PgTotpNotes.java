package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.postgres.SqlFile;

/** {@link TotpNotes} in PostgreSQL. */
final class PgTotpNotes implements TotpNotes {
    private static final long PATIENCE_MS = 3_000;
    private static final String WRONG = SqlFile.load("credential/totp_wrong.sql");
    private static final String DRIFT = SqlFile.load("credential/totp_drift.sql");
    private static final String RELEASE = SqlFile.load("credential/totp_release.sql");
    private static final String NOTES = SqlFile.load("credential/totp_notes.sql");
    private static final String KEPT = SqlFile.load("credential/totp_notes_kept.sql");

    private final Pool pool;

    PgTotpNotes(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Optional<TotpNote>> wrongValue(CredentialId credential, Instant now) {
        return ask(
                        WRONG,
                        Tuple.of(
                                credential.text(),
                                time(now),
                                (long) TotpPhones.MOST_WRONG,
                                time(now.minus(TotpPhones.WRONG_WITHIN)),
                                time(now.plus(TotpPhones.LOCKED_FOR))))
                .map(notes -> notes.stream().findFirst());
    }

    @Override
    public Future<Void> drift(CredentialId credential, int steps) {
        return ask(DRIFT, Tuple.of(credential.text(), (short) steps)).mapEmpty();
    }

    @Override
    public Future<Void> release(CredentialId credential, By by) {
        return ask(RELEASE, by.after(Tuple.of(credential.text()))).mapEmpty();
    }

    @Override
    public Future<List<TotpNote>> of(List<CredentialId> credentials) {
        String[] ids = credentials.stream().map(CredentialId::text).toArray(String[]::new);
        return ask(NOTES, Tuple.of(ids));
    }

    @Override
    public Future<List<TotpNote>> kept(Instant now, int most) {
        return ask(KEPT, Tuple.of(time(now), most));
    }

    private Future<List<TotpNote>> ask(String sql, Tuple arguments) {
        return pool.preparedQuery(sql)
                .execute(arguments)
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .map(PgTotpNotes::notes);
    }

    private static List<TotpNote> notes(RowSet<Row> rows) {
        List<TotpNote> out = new ArrayList<>(rows.size());
        for (Row row : rows) {
            OffsetDateTime lockedUntil = row.getOffsetDateTime("locked_until");
            out.add(new TotpNote(
                    new CredentialId(row.getString("credential_id")),
                    row.getShort("drift_steps"),
                    lockedUntil == null ? null : lockedUntil.toInstant(),
                    row.getInteger("releases")));
        }
        return out;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
