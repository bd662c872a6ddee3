package parkgate.lane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Scope;
import parkgate.http.StreamBound;
import parkgate.postgres.SqlFile;
import parkgate.telemetry.Gauges;

/**
 * {@code GET /v1/lanes/stream?placeId=}: a lot's lanes and how each is, told whenever that changes. One loop, running only
 * while somebody watches, reads the watched lots together; what all instances heard is written there each second.
 */
final class LaneWatchers {
    private static final String WATCHED = SqlFile.load("lane/watched.sql");

    /** Between two readings, milliseconds. */
    private static final long EVERY_MS = 1_000;

    /** Streams that an instance keeps open, each of one lot. */
    private static final int MOST = 100;

    private static final int MOST_LANES = 200;

    private static final Logger log = LoggerFactory.getLogger(LaneWatchers.class);

    private final Vertx vertx;
    private final Pool pool;
    private final Scope scope;
    private final Lanes lanes;
    private final Context context;
    private final Counter cutOff;
    private final StreamBound open = new StreamBound(MOST);
    private volatile boolean closed;

    // Touched on the context only.
    private final Set<LaneWatcher> watchers = new HashSet<>();
    private boolean running;
    private boolean away;

    /** Nobody watches yet. */
    LaneWatchers(Vertx vertx, Pool pool, Scope scope, Lanes lanes, MeterRegistry metrics) {
        this.vertx = vertx;
        this.pool = pool;
        this.scope = scope;
        this.lanes = lanes;
        this.context = vertx.getOrCreateContext();
        this.cutOff = Gauges.streamsCutOff(metrics, "lanes");
        Gauge.builder("parkgate_lane_watchers", open, StreamBound::open)
                .description("Open streams of how lanes are")
                .register(metrics);
        Gauge.builder("parkgate_lane_watchers_bound", () -> MOST)
                .description("Streams of how lanes are that one instance keeps open")
                .register(metrics);
    }

    void open(Call call, HttpServerRequest request) {
        String lotId = call.query("placeId");
        if (lotId == null) {
            throw Problem.invalid("placeId", "is needed");
        }
        scope.require(call.caller(), lotId);
        if (!lanes.isLot(lotId)) {
            throw Problem.notFound("There is no such lot.");
        }
        String keyId = call.caller().keyId();
        if (closed || !open.enter(keyId)) {
            throw Problem.unavailable("too-many-viewers", "As many watch as can be served", 10);
        }
        LaneWatcher watcher = new LaneWatcher(vertx.getOrCreateContext(), request, lotId, keyId);
        watcher.begin(
                () -> {
                    open.leave(keyId);
                    context.runOnContext(x -> watchers.remove(watcher));
                },
                cutOff::increment);
        context.runOnContext(x -> {
            watchers.add(watcher);
            if (running) {
                read(new String[] {lotId}, () -> {});
            } else {
                running = true;
                turn();
            }
        });
    }

    private void turn() {
        if (watchers.isEmpty()) {
            running = false;
            return;
        }
        read(watchers.stream().map(LaneWatcher::lotId).distinct().toArray(String[]::new), () -> context.owner()
                .setTimer(EVERY_MS, x -> turn()));
    }

    private void read(String[] lots, Runnable then) {
        pool.preparedQuery(WATCHED)
                .execute(Tuple.tuple().addArrayOfString(lots).addInteger(MOST_LANES))
                .onComplete(read -> context.runOnContext(x -> {
                    if (read.failed() && !away) {
                        log.warn(
                                "lanes cannot be read for the event streams: {}",
                                read.cause().toString());
                    }
                    away = read.failed();
                    if (read.succeeded()) {
                        tell(Set.of(lots), read.result());
                    }
                    then.run();
                }));
    }

    private void tell(Set<String> read, RowSet<Row> rows) {
        Map<String, JsonArray> known = new HashMap<>();
        rows.forEach(row -> known.computeIfAbsent(row.getString("lot_id"), x -> new JsonArray())
                .add(LaneListRoute.json(row)));
        watchers.stream()
                .filter(watcher -> read.contains(watcher.lotId()))
                .forEach(watcher -> watcher.take(new JsonObject()
                        .put("items", known.getOrDefault(watcher.lotId(), new JsonArray()))
                        .encode()));
    }

    /** Ends the streams that were opened with one of these keys. Who may still watch comes back. */
    void closeStreamsOf(Set<String> keyIds) {
        context.runOnContext(x -> List.copyOf(watchers).stream()
                .filter(watcher -> keyIds.contains(watcher.keyId()))
                .forEach(LaneWatcher::close));
    }

    /** Ends all and takes no more. */
    void close() {
        closed = true;
        context.runOnContext(x -> List.copyOf(watchers).forEach(LaneWatcher::close));
    }
}
