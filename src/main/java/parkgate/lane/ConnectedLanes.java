package parkgate.lane;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.postgres.SqlFile;

/**
 * Tells operators, through PostgreSQL, which lanes listen to this instance: when one comes or goes, and again each
 * {@value #RENEW_MS} ms, so that the lanes of an instance that is gone count as gone after {@value #LASTS_MS} ms.
 */
final class ConnectedLanes {
    private static final Logger log = LoggerFactory.getLogger(ConnectedLanes.class);
    private static final String LISTENS = SqlFile.load("lane/listens.sql");
    private static final String GONE = SqlFile.load("lane/gone.sql");

    static final long EVERY_MS = 1_000;
    static final long RENEW_MS = 15_000;
    static final long LASTS_MS = 45_000;

    private final Vertx vertx;
    private final Pool pool;
    private final InstantSource clock;
    private final LaneStreams streams;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private final Map<String, UUID> told = new HashMap<>(); // touched by one turn at a time
    private long renewedAtMs;
    private volatile long timer = -1;

    ConnectedLanes(Vertx vertx, Pool pool, InstantSource clock, LaneStreams streams) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.streams = streams;
    }

    void start() {
        timer = vertx.setPeriodic(EVERY_MS, x -> turn());
    }

    /** Says that those that listened do no longer, if PostgreSQL is there, and ends. */
    Future<Void> close() {
        vertx.cancelTimer(timer);
        return share(Map.of()).timeout(EVERY_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private void turn() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        share(streams.connections()).onComplete(done -> {
            busy.set(false);
            if (done.failed() && away.compareAndSet(false, true)) {
                log.warn("which lanes listen cannot be written: {}", String.valueOf(done.cause()));
            } else if (done.succeeded()) {
                away.set(false);
            }
        });
    }

    private Future<Void> share(Map<String, UUID> now) {
        Map<String, UUID> gone = new TreeMap<>(told);
        gone.entrySet().removeIf(each -> each.getValue().equals(now.get(each.getKey())));
        Map<String, UUID> here = new TreeMap<>(now);
        long nowMs = clock.millis();
        boolean renews = nowMs - renewedAtMs >= RENEW_MS || nowMs < renewedAtMs;
        if (!renews) {
            here.entrySet().removeIf(each -> each.getValue().equals(told.get(each.getKey())));
        }
        return write(GONE, gone).compose(x -> write(LISTENS, here)).onSuccess(x -> {
            told.clear();
            told.putAll(now);
            renewedAtMs = renews ? nowMs : renewedAtMs;
        });
    }

    private Future<Void> write(String sql, Map<String, UUID> lanes) {
        if (lanes.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple arguments = Tuple.tuple()
                .addArrayOfString(lanes.keySet().toArray(String[]::new))
                .addArrayOfUUID(lanes.values().toArray(UUID[]::new));
        if (sql.equals(LISTENS)) {
            arguments.addLong(LASTS_MS);
        }
        return pool.preparedQuery(sql).execute(arguments).mapEmpty();
    }
}
