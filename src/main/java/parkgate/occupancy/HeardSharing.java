package parkgate.occupancy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.postgres.SqlFile;

/**
 * Tells the other instances, through PostgreSQL, when this one heard each lot, and learns it from them: each second, off
 * everybody's way. While PostgreSQL is away every instance knows what it heard itself.
 */
final class HeardSharing {
    private static final Logger log = LoggerFactory.getLogger(HeardSharing.class);
    private static final String WRITE = SqlFile.load("occupancy/write_heard.sql");
    private static final String READ = SqlFile.load("occupancy/read_heard.sql");

    /** What is heard at one instance is known to another after twice this. */
    static final long EVERY_MS = 1_000;

    /** Rows of one statement. */
    static final int MOST_LOTS = 5_000;

    private final Vertx vertx;
    private final Pool pool;
    private final InstantSource clock;
    private final LotsHeard lots;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long timer = -1;

    HeardSharing(Vertx vertx, Pool pool, InstantSource clock, LotsHeard lots) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.lots = lots;
    }

    /** Reads what is known, and goes on sharing until {@link #close}. */
    Future<Void> start() {
        timer = vertx.setPeriodic(EVERY_MS, tick -> turn());
        return read(0); // also the lots that were silent before: whether they sent heartbeats
    }

    /** Shares what is not shared yet, and ends. */
    Future<Void> close() {
        vertx.cancelTimer(timer);
        return write().timeout(EVERY_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private void turn() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        share().onComplete(done -> {
            busy.set(false);
            if (done.failed() && away.compareAndSet(false, true)) {
                log.warn("when lots were heard cannot be shared: {}", String.valueOf(done.cause()));
            } else if (done.succeeded()) {
                away.set(false);
            }
        });
    }

    /** Writes what this instance heard, reads what all did. */
    Future<Void> share() {
        return write().compose(x -> read(clock.millis() - LotsHeard.SILENT_AFTER.toMillis()));
    }

    private Future<Void> write() {
        // In order, so that two instances that write the same lots wait for each other and do not deadlock.
        Map<String, LotsHeard.Word> unshared = new TreeMap<>(lots.unshared(MOST_LOTS));
        if (unshared.isEmpty()) {
            return Future.succeededFuture();
        }
        String[] ids = unshared.keySet().toArray(String[]::new);
        OffsetDateTime[] times =
                unshared.values().stream().map(word -> time(word.atMs())).toArray(OffsetDateTime[]::new);
        OffsetDateTime[] beats = unshared.values().stream()
                .map(word -> word.beatMs() == 0 ? null : time(word.beatMs()))
                .toArray(OffsetDateTime[]::new);
        return pool.preparedQuery(WRITE)
                .execute(Tuple.tuple()
                        .addArrayOfString(ids)
                        .addArrayOfOffsetDateTime(times)
                        .addArrayOfOffsetDateTime(beats))
                .onSuccess(x -> unshared.forEach(lots::shared))
                .mapEmpty();
    }

    private Future<Void> read(long sinceMs) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(time(sinceMs)))
                .onSuccess(rows -> rows.forEach(row -> lots.shared(
                        row.getString("lot_id"),
                        new LotsHeard.Word(
                                ms(row.getOffsetDateTime("heard_at")), ms(row.getOffsetDateTime("beat_at"))))))
                .mapEmpty();
    }

    private static long ms(@Nullable OffsetDateTime time) {
        return time == null ? 0 : time.toInstant().toEpochMilli();
    }

    private static OffsetDateTime time(long ms) {
        return Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC);
    }
}
