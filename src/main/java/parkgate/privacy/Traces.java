package parkgate.privacy;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import parkgate.postgres.SqlFile;

/**
 * What erased credentials left in sessions, events and refusals: the credential's id, which leads nowhere in this service
 * any more, but may stand in somebody's own books.
 */
final class Traces {
    /** A lane may repeat a scan or report its passage for so long: until then an event keeps its credential. */
    static final Duration FRESH = Duration.ofHours(1);

    private static final String SESSIONS = SqlFile.load("privacy/trace_sessions.sql");
    private static final String EVENTS = SqlFile.load("privacy/trace_events.sql");
    private static final String DENIALS = SqlFile.load("privacy/trace_denials.sql");
    private static final String OVER = SqlFile.load("privacy/trace_over.sql");

    private Traces() {}

    /**
     * Takes out what can go by now.
     *
     * @param credentials only of these; null: of all whose traces are looked for
     * @param most rows of each kind
     */
    static Future<Counts> erase(SqlConnection tx, String @Nullable [] credentials, int most, Instant now) {
        OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
        OffsetDateTime settled = now.minus(FRESH).atOffset(ZoneOffset.UTC);
        Counts counts = new Counts();
        // Events before sessions: an event asks whether its session is open.
        return tx.preparedQuery(EVENTS)
                .execute(Tuple.tuple()
                        .addArrayOfString(credentials)
                        .addInteger(most)
                        .addOffsetDateTime(time)
                        .addOffsetDateTime(settled))
                .onSuccess(rows -> counts.add(Counts.Kind.SCANS, Counts.told(rows)))
                .compose(x -> tx.preparedQuery(DENIALS)
                        .execute(Tuple.tuple().addArrayOfString(credentials).addInteger(most)))
                .onSuccess(rows -> counts.add(Counts.Kind.SCANS, rows.rowCount()))
                .compose(x -> tx.preparedQuery(SESSIONS)
                        .execute(Tuple.tuple()
                                .addArrayOfString(credentials)
                                .addInteger(most)
                                .addOffsetDateTime(time)))
                .onSuccess(rows -> counts.add(Counts.Kind.UNLINKED, rows.rowCount()))
                .map(counts);
    }

    /** Ends the search for those of which nothing can be left. */
    static Future<Void> end(SqlConnection tx, Instant now) {
        return tx.preparedQuery(OVER)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }
}
