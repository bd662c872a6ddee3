package parkgate.backup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.SqlFile;

/**
 * Keeps this instance's {@link Journal} by following the change log: each instance writes all of it, whoever revoked, so any
 * one of them is enough. A revocation is answered once it stands there; a disk that refuses it holds no revocation up, which
 * {@link #isBehind()} then says.
 */
public final class JournalKeeper {
    static final int ROWS = 1_000;

    /** A disk that hangs holds a revocation up for so long. */
    private static final long PATIENCE_MS = 2_000;

    private static final long ALIVE_MS = 60_000;
    private static final Logger log = LoggerFactory.getLogger(JournalKeeper.class);
    private static final String HEAD = SqlFile.load("backup/journal_head.sql");
    private static final String AFTER = SqlFile.load("backup/journal_after.sql");
    private static final String SIGNING_KEYS = SqlFile.load("backup/journal_signing_keys.sql");

    private final Vertx vertx;
    private final Pool pool;
    private final Path file;
    private final InstantSource clock;
    private final Counter failures;
    private final Set<String> signingKeys = new HashSet<>();
    private Future<Void> last = Future.succeededFuture();
    private int waiting;
    private boolean closed;
    private long timer = -1;
    private volatile long version = -1;
    private volatile boolean behind;

    /** Of a file that may not exist yet. */
    public JournalKeeper(Vertx vertx, Pool pool, Path file, InstantSource clock, MeterRegistry metrics) {
        this.vertx = vertx;
        this.pool = pool;
        this.file = file;
        this.clock = clock;
        this.failures = Counter.builder("parkgate_revocation_journal_failures")
                .description("Times that the journal of revocations could not be written")
                .register(metrics);
        Gauge.builder("parkgate_revocation_journal_behind", this, keeper -> keeper.behind ? 1 : 0)
                .description("1 while revocations are answered that the journal does not hold")
                .register(metrics);
    }

    /** Catches up, and follows the log from then on. On one event loop, as everything else here. */
    public Future<Void> start(ChangeFeed feed) {
        feed.subscribe(
                Set.of(Change.Kind.CREDENTIAL, Change.Kind.KEY, Change.Kind.RIGHT, Change.Kind.STAFF),
                changes -> catchUp());
        timer = vertx.setPeriodic(ALIVE_MS, tick -> {
            if (waiting == 0) {
                write(true);
            }
        });
        return write(true);
    }

    /** True while the journal could not be written: a restore of a backup would not know of what is revoked now. */
    public boolean isBehind() {
        return behind;
    }

    /** Says that the service ended, once what is under way is written. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        closed = true;
        return last.compose(x -> write(true));
    }

    /** Never fails, so that a revocation acts at every instance whatever this disk does. */
    Future<Void> catchUp() {
        return write(false).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS).recover(slow -> {
            behind = true;
            return Future.succeededFuture();
        });
    }

    /** One after the other; whoever comes while another waits is served by that one's reading. */
    private Future<Void> write(boolean alive) {
        if (waiting > 1) {
            return last;
        }
        waiting++;
        last = last.compose(x -> round(alive))
                .onSuccess(x -> behind = false)
                .recover(failure -> {
                    behind = true;
                    failures.increment();
                    log.warn("the journal of revocations cannot be written, will try again: {}", failure.toString());
                    return Future.succeededFuture();
                })
                .onComplete(x -> waiting--);
        return last;
    }

    private Future<Void> round(boolean alive) {
        return (version < 0 ? open() : Future.<Void>succeededFuture()).compose(x -> next(alive));
    }

    /** Where the file ends; a new one begins at the log's present version. */
    private Future<Void> open() {
        return vertx.executeBlocking(() -> Journal.readBoth(file), false)
                .compose(content -> pool.preparedQuery(HEAD).execute().compose(rows -> {
                    Row row = rows.iterator().next();
                    long head = row.getLong("version");
                    long oldest = row.getLong("oldest");
                    long known = content.damaged() ? -1 : content.version();
                    content.lines().stream()
                            .filter(line -> line.kind().equals("SIGNING_KEY"))
                            .forEach(line ->
                                    signingKeys.add(line.id() + line.json().getString("state")));
                    boolean follows = known >= 0 && known <= head && (known == head || oldest <= known + 1);
                    long from = follows ? known : head;
                    return (follows ? Future.<Void>succeededFuture() : append(List.of(line(from, "BEGIN"))))
                            .onSuccess(x -> version = from);
                }));
    }

    private Future<Void> next(boolean alive) {
        return pool.preparedQuery(AFTER).execute(Tuple.of(version, ROWS)).compose(rows -> {
            List<Journal.Line> lines = new ArrayList<>();
            long through = version;
            for (Row row : rows) {
                through = row.getLong("version");
                if (row.getString("id") != null) {
                    lines.add(line(through, row));
                }
            }
            long reached = through;
            boolean more = rows.size() == ROWS;
            return pool.preparedQuery(SIGNING_KEYS)
                    .execute()
                    .compose(keys -> {
                        List<String> fresh = signingKeys(keys, reached, lines);
                        if (alive && !more) {
                            lines.add(line(reached, closed ? "END" : "ALIVE"));
                        }
                        return append(lines).onSuccess(x -> {
                            signingKeys.addAll(fresh);
                            version = reached;
                        });
                    })
                    .compose(x -> more ? next(alive) : Future.succeededFuture());
        });
    }

    private List<String> signingKeys(RowSet<Row> keys, long at, List<Journal.Line> lines) {
        List<String> fresh = new ArrayList<>();
        for (Row key : keys) {
            String known = key.getString("kid") + key.getString("state");
            if (!signingKeys.contains(known)) {
                fresh.add(known);
                lines.add(new Journal.Line(
                        clock.millis(),
                        at,
                        "SIGNING_KEY",
                        new JsonObject()
                                .put("id", key.getString("kid"))
                                .put("purpose", key.getString("purpose"))
                                .put("state", key.getString("state"))));
            }
        }
        return fresh;
    }

    private Future<Void> append(List<Journal.Line> lines) {
        return lines.isEmpty() ? Future.succeededFuture() : vertx.executeBlocking(() -> appended(lines), false);
    }

    private Void appended(List<Journal.Line> lines) throws IOException {
        Journal.append(file, version, lines);
        return null;
    }

    private Journal.Line line(long at, String kind) {
        return Journal.Line.of(clock.millis(), at, kind);
    }

    private Journal.Line line(long at, Row row) {
        JsonObject json = new JsonObject().put("id", row.getString("id"));
        if (row.getString("kind").equals("CREDENTIAL")) {
            json.put("root", row.getString("root_id"))
                    .put("type", row.getString("type"))
                    .put("index", row.getLong("status_index"))
                    .put("notBefore", seconds(row.getOffsetDateTime("not_before")))
                    .put("expiresAt", seconds(row.getOffsetDateTime("expires_at")))
                    .put("erased", row.getBoolean("erased"));
        }
        if (row.getString("kind").equals("STAFF")) {
            json.put("deleted", row.getBoolean("deleted")).put("passwordSetAt", row.getLong("password_set_at"));
        }
        return new Journal.Line(clock.millis(), at, row.getString("kind"), json);
    }

    private static long seconds(OffsetDateTime time) {
        return time.toEpochSecond();
    }
}
