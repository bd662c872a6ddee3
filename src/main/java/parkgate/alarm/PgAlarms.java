package parkgate.alarm;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.postgres.SqlFile;
import parkgate.telemetry.Gauges;

/**
 * Alarms in PostgreSQL. Changes wait in a bounded queue and are written together, each second; while PostgreSQL is away they
 * wait on, and beyond the bound they are dropped and counted. An index lets each alarm be open once, whoever raises it.
 */
public final class PgAlarms implements Alarms {
    private static final Logger log = LoggerFactory.getLogger(PgAlarms.class);
    private static final String RAISE = SqlFile.load("alarm/raise.sql");
    private static final String CLEAR = SqlFile.load("alarm/clear.sql");
    private static final String TELL = SqlFile.load("alarm/tell.sql");
    private static final String OPEN = SqlFile.load("alarm/open.sql");
    private static final String FORGET = SqlFile.load("alarm/forget.sql");

    static final long EVERY_MS = 1_000;

    /** Changes that wait at most: some for each lane of a city. */
    static final int MOST_WAITING = 10_000;

    /** Changes of one transaction. */
    static final int BATCH = 500;

    /** Turns between two readings of what is open, for the metric. */
    private static final int COUNT_TURNS = 5;

    /** Turns between two looks for alarms that are over for so long that nobody asks for them. */
    private static final int FORGET_TURNS = 600;

    private static final Duration KEPT = Duration.ofDays(400);

    private final Vertx vertx;
    private final Pool pool;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final AlarmQueue queue = new AlarmQueue(MOST_WAITING);
    private final Map<AlarmKind, AtomicLong> open = new EnumMap<>(AlarmKind.class);
    private final Counter dropped;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong turns = new AtomicLong();
    private volatile long timer = -1;

    public PgAlarms(Vertx vertx, Pool pool, InstantSource clock, Supplier<UUID> ids, MeterRegistry metrics) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.ids = ids;
        this.dropped = Counter.builder("parkgate_alarms_dropped")
                .description("Changes of alarms that found no room while PostgreSQL was away")
                .register(metrics);
        Gauges.queue(metrics, "alarms", queue::length, MOST_WAITING);
        for (AlarmKind kind : AlarmKind.values()) {
            AtomicLong count = new AtomicLong();
            open.put(kind, count);
            Gauge.builder("parkgate_alarms_open", count, AtomicLong::get)
                    .description("Alarms that are open, the same at every instance")
                    .tags("kind", kind.name())
                    .register(metrics);
        }
    }

    /** Writes what is raised and cleared, each second, until {@link #close}. */
    public void start() {
        timer = vertx.setPeriodic(EVERY_MS, x -> turn());
    }

    /** Writes what waits, if PostgreSQL is there, and ends. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return flush().timeout(EVERY_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    @Override
    public void raise(AlarmKind kind, @Nullable String placeId, @Nullable String laneId, String detail) {
        String cut = detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL);
        add(new AlarmChange(new AlarmChange.Key(kind, placeId, laneId), clock.instant(), cut));
    }

    @Override
    public void clear(AlarmKind kind, @Nullable String placeId, @Nullable String laneId) {
        add(new AlarmChange(new AlarmChange.Key(kind, placeId, laneId), clock.instant(), null));
    }

    private void add(AlarmChange change) {
        if (!queue.add(change)) {
            dropped.increment();
        }
    }

    private void turn() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        long turn = turns.getAndIncrement();
        flush().compose(x -> turn % COUNT_TURNS == 0 ? count() : Future.succeededFuture())
                .compose(x -> turn % FORGET_TURNS == 0 ? forget() : Future.succeededFuture())
                .onComplete(done -> {
                    busy.set(false);
                    if (done.failed() && away.compareAndSet(false, true)) {
                        log.warn("alarms cannot be written: {}", String.valueOf(done.cause()));
                    } else if (done.succeeded()) {
                        away.set(false);
                    }
                });
    }

    /** Writes all that waits now. */
    Future<Void> flush() {
        List<AlarmChange> first = queue.first(BATCH);
        if (first.isEmpty()) {
            return Future.succeededFuture();
        }
        return pool.withTransaction(connection -> write(connection, first))
                .onSuccess(x -> queue.written(first))
                .compose(x -> flush());
    }

    private Future<Void> write(SqlConnection connection, List<AlarmChange> changes) {
        List<AlarmChange> raised = changes.stream().filter(AlarmChange::raises).toList();
        List<AlarmChange> cleared =
                changes.stream().filter(change -> !change.raises()).toList();
        return run(connection, CLEAR, cleared, false)
                .compose(ended -> run(connection, RAISE, raised, true).compose(begun -> {
                    Set<String> lots = new TreeSet<>(ended);
                    lots.addAll(begun);
                    return tell(connection, lots);
                }));
    }

    /** Tells every instance that alarms of these lots began or ended. Last in a transaction: it holds the change log. */
    static Future<Void> tell(SqlConnection connection, Set<String> lots) {
        return lots.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(TELL)
                        .execute(Tuple.tuple().addArrayOfString(lots.toArray(String[]::new)))
                        .mapEmpty();
    }

    /** The lots where that changed something. */
    private Future<Set<String>> run(SqlConnection connection, String sql, List<AlarmChange> changes, boolean raise) {
        if (changes.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Tuple arguments = Tuple.tuple()
                .addArrayOfString(
                        changes.stream().map(each -> each.key().kind().name()).toArray(String[]::new))
                .addArrayOfString(
                        changes.stream().map(each -> each.key().placeId()).toArray(String[]::new))
                .addArrayOfString(
                        changes.stream().map(each -> each.key().laneId()).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                        changes.stream().map(each -> time(each.at())).toArray(OffsetDateTime[]::new));
        if (raise) {
            arguments
                    .addArrayOfString(changes.stream().map(AlarmChange::detail).toArray(String[]::new))
                    .addArrayOfUUID(changes.stream().map(each -> ids.get()).toArray(UUID[]::new));
        }
        return connection.preparedQuery(sql).execute(arguments).map(rows -> {
            Set<String> lots = new HashSet<>();
            for (Row row : rows) {
                String lot = row.getString("place_id");
                if (lot != null) {
                    lots.add(lot);
                }
            }
            return lots;
        });
    }

    private Future<Void> count() {
        return pool.preparedQuery(OPEN)
                .execute()
                .onSuccess(rows -> {
                    Map<String, Long> now = new HashMap<>();
                    rows.forEach(row -> now.put(row.getString("kind"), row.getLong("open")));
                    open.forEach((kind, count) -> count.set(now.getOrDefault(kind.name(), 0L)));
                })
                .mapEmpty();
    }

    private Future<Void> forget() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(time(clock.instant().minus(KEPT))))
                .mapEmpty();
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
