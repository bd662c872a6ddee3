package parkgate.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.postgres.SqlFile;

/** Stays, read from PostgreSQL's primary: what was answered COMMITTED before a call is in its answer. */
final class PgSessions {
    private static final String FIND = SqlFile.load("session/find.sql");
    private static final String OF_CREDENTIAL = SqlFile.load("session/sessions_of_credential.sql");
    private static final String OF_LOTS = SqlFile.load("session/sessions_of_lots.sql");
    private static final String STATUS_MARK = "/* status */";
    private static final Map<Session.Status, String> OF_LOTS_BY_STATUS = byStatus();

    private final Pool pool;

    PgSessions(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is looked for.
     *
     * @param lots ids of the lots
     * @param status null: any
     * @param credentialId the credential of the entry; null: any
     * @param started when the stays began
     * @param limit rows at most
     */
    record Query(
            List<String> lots,
            Session.@Nullable Status status,
            @Nullable String credentialId,
            Stretch started,
            After after,
            int limit) {}

    Future<List<Session>> list(Query query) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfString(query.lots().toArray(String[]::new))
                .addOffsetDateTime(query.started().from())
                .addOffsetDateTime(query.started().to())
                .addOffsetDateTime(query.after().time())
                .addUUID(query.after().id())
                .addInteger(query.limit());
        Session.Status status = query.status();
        if (query.credentialId() != null) {
            arguments.addString(query.credentialId()).addString(status == null ? null : status.name());
            return rows(OF_CREDENTIAL, arguments);
        }
        return rows(status == null ? OF_LOTS : OF_LOTS_BY_STATUS.getOrDefault(status, OF_LOTS), arguments);
    }

    Future<Optional<Session>> find(UUID id) {
        return rows(FIND, Tuple.of(id)).map(found -> found.stream().findFirst());
    }

    private Future<List<Session>> rows(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).map(rows -> {
            List<Session> sessions = new ArrayList<>(rows.size());
            rows.forEach(row -> sessions.add(session(row)));
            return sessions;
        });
    }

    /** One statement for each status, with the word in it: only so does the planner see that a partial index fits. */
    private static Map<Session.Status, String> byStatus() {
        Map<Session.Status, String> statements = new EnumMap<>(Session.Status.class);
        for (Session.Status status : Session.Status.values()) {
            statements.put(status, OF_LOTS.replace(STATUS_MARK, "and status = '" + status.name() + "'"));
        }
        return statements;
    }

    static Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                row.getString("lot_id"),
                row.getString("credential_id"),
                row.getString("root_id"),
                row.getUUID("right_id"),
                Session.Status.valueOf(row.getString("status")),
                row.getOffsetDateTime("started_at").toInstant(),
                through(row, "entry"),
                through(row, "exit"),
                instant(row.getOffsetDateTime("ended_at")),
                List.of(row.getArrayOfStrings("flags")));
    }

    private static Session.@Nullable Through through(Row row, String way) {
        Instant at = instant(row.getOffsetDateTime(way + "_time"));
        return at == null
                ? null
                : new Session.Through(row.getString(way + "_lane"), at, row.getString(way + "_pass_type"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
