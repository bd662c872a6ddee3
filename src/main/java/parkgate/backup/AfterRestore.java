package parkgate.backup;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import parkgate.postgres.SqlFile;

/**
 * What a restored database is told before anybody uses it, in one transaction: what was revoked since, and that every number
 * which somebody outside may have seen goes on above what it can have been.
 */
final class AfterRestore {
    private static final String ACTING = SqlFile.load("backup/acting.sql");
    private static final String CREDENTIAL = SqlFile.load("backup/revoke_credential.sql");
    private static final String ERASE = SqlFile.load("backup/erase_credential.sql");
    private static final String REASONS = SqlFile.load("backup/erase_reasons.sql");
    private static final String KEY = SqlFile.load("backup/revoke_key.sql");
    private static final String RIGHT = SqlFile.load("backup/end_right.sql");
    private static final String DELETE_STAFF = SqlFile.load("backup/delete_staff.sql");
    private static final String STOP_STAFF = SqlFile.load("backup/stop_staff.sql");
    private static final String END_SESSIONS = SqlFile.load("backup/end_sessions.sql");
    private static final String SIGNING_KEY = SqlFile.load("backup/signing_key.sql");
    private static final String NUMBERS = SqlFile.load("backup/raise_numbers.sql");
    private static final String TOLD = SqlFile.load("backup/told.sql");

    private final Connection connection;
    private final int traceDays;

    AfterRestore(Connection connection, int traceDays) {
        this.connection = connection;
        this.traceDays = traceDays;
    }

    /** The version of the change log to begin with. */
    long bring(Known known, Manifest manifest, Instant now) throws SQLException {
        connection.setAutoCommit(false);
        run(ACTING);
        run(END_SESSIONS);
        int revoked = 0;
        for (Journal.Line line : known.lines()) {
            revoked += switch (line.kind()) {
                case "CREDENTIAL" -> credential(line, now);
                case "KEY" -> run(KEY, Timestamp.from(Instant.ofEpochMilli(line.at())), line.id());
                case "RIGHT" -> run(RIGHT, Timestamp.from(Instant.ofEpochMilli(line.at())), line.id());
                case "STAFF" -> account(line);
                case "SIGNING_KEY" ->
                    run(
                            SIGNING_KEY,
                            line.json().getString("state"),
                            line.json().getString("purpose"),
                            line.id(),
                            line.json().getString("state"));
                default -> 0;
            };
        }
        long version;
        try (PreparedStatement statement = connection.prepareStatement(NUMBERS);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            version = rows.getLong(1);
        }
        run(
                TOLD,
                known.complete() ? "every revocation since the backup is known" : known.missing(),
                new JsonObject()
                        .put("takenAt", manifest.takenAt().toString())
                        .put("revokedAgain", revoked)
                        .put("complete", known.complete())
                        .encode());
        connection.commit();
        return version;
    }

    private int credential(Journal.Line line, Instant now) throws SQLException {
        JsonObject json = line.json();
        Timestamp at = Timestamp.from(Instant.ofEpochMilli(line.at()));
        int changed = run(
                CREDENTIAL,
                line.id(),
                json.getString("root"),
                json.getString("type"),
                json.getLong("index"),
                Timestamp.from(Instant.ofEpochSecond(json.getLong("notBefore"))),
                Timestamp.from(Instant.ofEpochSecond(json.getLong("expiresAt"))),
                at);
        if (json.getBoolean("erased", false)) {
            run(ERASE, line.id(), Timestamp.from(now), Timestamp.from(now.plus(Duration.ofDays(traceDays))));
            run(REASONS, line.id());
        }
        return changed;
    }

    private int account(Journal.Line line) throws SQLException {
        Timestamp at = Timestamp.from(Instant.ofEpochMilli(line.at()));
        return line.json().getBoolean("deleted")
                ? run(DELETE_STAFF, at, line.id())
                : run(STOP_STAFF, at, at, line.id(), line.json().getLong("passwordSetAt"));
    }

    private int run(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }
}
