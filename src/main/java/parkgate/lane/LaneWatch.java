package parkgate.lane;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.alarm.AlarmKind;
import parkgate.alarm.Alarms;
import parkgate.postgres.SqlFile;
import parkgate.telemetry.Gauges;

/**
 * Writes what was heard of lanes to PostgreSQL, together, once a second and off everybody's way, and looks there for lanes
 * that are silent, whose clock is off, or that say they are broken. Every instance looks, what is open is known to the table
 * of alarms alone, and so an alarm is raised once and by whoever is left.
 */
final class LaneWatch {
    private static final Logger log = LoggerFactory.getLogger(LaneWatch.class);
    private static final String WRITE = SqlFile.load("lane/write_heard.sql");
    private static final String DUE = SqlFile.load("lane/alarms_due.sql");
    private static final String SILENCES = SqlFile.load("lane/silences.sql");
    private static final String FORGET = SqlFile.load("lane/forget_silences.sql");

    static final long EVERY_MS = 1_000;

    /** Turns between two looks for alarms. */
    private static final int LOOK_TURNS = 5;

    /** Turns between two times that old silences are forgotten. */
    private static final int FORGET_TURNS = 3_600;

    /** How long it is remembered when a lane was silent, after that. */
    static final Duration SILENCES_KEPT = Duration.ofDays(1_095);

    /** Lanes of one statement. */
    static final int MOST_LANES = 5_000;

    /** A lane that sends heartbeats is silent after three of them are missing. */
    static final Duration BEATING_SILENT = Duration.ofSeconds(90);

    /** Any other lane. */
    static final Duration SILENT = Duration.ofMinutes(5);

    /** A rotating code lives for steps of 15 s: from two of them on, codes are refused for the clock's sake. */
    static final Duration CLOCK_WRONG = Duration.ofSeconds(30);

    /** Below this it counts as right again, so that an alarm does not come and go. */
    static final Duration CLOCK_RIGHT = Duration.ofSeconds(25);

    private final Vertx vertx;
    private final Pool pool;
    private final InstantSource clock;
    private final LanesHeard lanes;
    private final Alarms alarms;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long timer = -1;
    private volatile long watchingSinceMs;
    private long turns;

    LaneWatch(Vertx vertx, Pool pool, InstantSource clock, LanesHeard lanes, Alarms alarms, MeterRegistry metrics) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.lanes = lanes;
        this.alarms = alarms;
        this.watchingSinceMs = clock.millis();
        Gauges.queue(metrics, "lanes-heard", lanes::size, Integer.MAX_VALUE);
    }

    void start() {
        watchingSinceMs = clock.millis();
        timer = vertx.setPeriodic(EVERY_MS, x -> turn());
    }

    /** Writes what is not written yet, if PostgreSQL is there, and ends. */
    Future<Void> close() {
        vertx.cancelTimer(timer);
        return write().timeout(EVERY_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private void turn() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        turns++;
        write().compose(x -> turns % LOOK_TURNS == 0 ? look() : Future.succeededFuture())
                .compose(x -> turns % FORGET_TURNS == 0 ? forget() : Future.succeededFuture())
                .onComplete(done -> {
                    busy.set(false);
                    if (done.succeeded()) {
                        away.set(false);
                    } else {
                        watchingSinceMs = clock.millis();
                        if (away.compareAndSet(false, true)) {
                            log.warn("what was heard of lanes cannot be written: {}", String.valueOf(done.cause()));
                        }
                    }
                });
    }

    /** Writes what this instance heard. */
    Future<Void> write() {
        Map<String, LanesHeard.News> news = lanes.take(MOST_LANES);
        if (news.isEmpty()) {
            return Future.succeededFuture();
        }
        long nowMs = clock.millis();
        List<LanesHeard.News> each = List.copyOf(news.values());
        List<@Nullable Heartbeat> beats =
                each.stream().map(LanesHeard.News::beat).toList();
        return pool.preparedQuery(WRITE)
                .execute(Tuple.tuple()
                        .addArrayOfString(news.keySet().toArray(String[]::new))
                        .addArrayOfLong(each.stream()
                                .map(one -> Math.max(0, nowMs - one.heardMs()))
                                .toArray(Long[]::new))
                        .addArrayOfLong(of(beats, beat -> Math.max(0, nowMs - beat.atMs()))
                                .toArray(Long[]::new))
                        .addArrayOfLong(of(beats, Heartbeat::clockOffsetMs).toArray(Long[]::new))
                        .addArrayOfString(of(beats, Heartbeat::barrier).toArray(String[]::new))
                        .addArrayOfString(of(beats, Heartbeat::armingLoop).toArray(String[]::new))
                        .addArrayOfString(of(beats, Heartbeat::closingLoop).toArray(String[]::new))
                        .addArrayOfInteger(of(beats, Heartbeat::buffered).toArray(Integer[]::new))
                        .addArrayOfLong(of(beats, Heartbeat::packVersion).toArray(Long[]::new))
                        .addArrayOfString(of(beats, Heartbeat::software).toArray(String[]::new)))
                .onFailure(x -> lanes.putBack(news))
                .mapEmpty();
    }

    private static <T> List<@Nullable T> of(List<@Nullable Heartbeat> beats, Function<Heartbeat, @Nullable T> field) {
        List<@Nullable T> all = new ArrayList<>(beats.size());
        beats.forEach(beat -> all.add(beat == null ? null : field.apply(beat)));
        return all;
    }

    /** Raises and clears what is to be, and writes down which lanes are silent. */
    Future<Void> look() {
        long watchedMs = Math.max(0, clock.millis() - watchingSinceMs);
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(
                        BEATING_SILENT.toMillis(),
                        SILENT.toMillis(),
                        watchedMs,
                        CLOCK_WRONG.toMillis(),
                        CLOCK_RIGHT.toMillis()))
                .onSuccess(rows -> rows.forEach(this::tell))
                .compose(x -> pool.preparedQuery(SILENCES)
                        .execute(Tuple.of(BEATING_SILENT.toMillis(), SILENT.toMillis(), watchedMs)))
                .mapEmpty();
    }

    private Future<Void> forget() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(clock.instant().minus(SILENCES_KEPT).atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    private void tell(Row row) {
        AlarmKind kind = AlarmKind.valueOf(row.getString("kind"));
        String lotId = row.getString("lot_id");
        String laneId = row.getString("lane_id");
        if (row.getBoolean("raise")) {
            alarms.raise(kind, lotId, laneId, detail(kind, row));
        } else {
            alarms.clear(kind, lotId, laneId);
        }
    }

    private static String detail(AlarmKind kind, Row row) {
        return switch (kind) {
            case LANE_SILENT -> "Nothing was heard of it for " + row.getLong("silent_s") + " s.";
            case LANE_CLOCK ->
                "Its clock is off by " + row.getLong("clock_offset_ms") + " ms; rotating codes may be refused.";
            default ->
                "Barrier " + row.getString("barrier") + ", arming loop " + row.getString("arming_loop")
                        + ", closing loop " + row.getString("closing_loop") + '.';
        };
    }
}
