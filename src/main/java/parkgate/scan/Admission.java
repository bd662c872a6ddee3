package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem;

/**
 * How many scans are under way at a time. Beyond that they wait, for a short while, and beyond that they are answered 503 at
 * once: an instance that is asked ten times what it can do answers a tenth as fast as ever, and tells the others to come
 * again. Where it must choose, cars that want out come first, and no lane is served twice while another one waits.
 *
 * <pre>
 * under way   {@code most}; an eighth of them for exits alone
 * waiting     as many again, {@value #PATIENCE_MS} ms at most; from a full queue the lane with most gives way
 * shed        503 not-decided: the lane sends the same scanId again
 * </pre>
 *
 * On one event loop; without locks.
 */
final class Admission {
    /** A scan that waited longer is shed: its lane would soon ask again anyway. */
    static final long PATIENCE_MS = 250;

    private static final long LOOK_MS = 25;

    private final Vertx vertx;
    private final int most;
    private final int mostEntries;
    private final LaneQueues exits;
    private final LaneQueues entries;
    private final Counter full;
    private final Counter late;
    private int underWay;
    private long timer = -1;

    /**
     * Lets none wait yet.
     *
     * @param most scans under way, 8 or more
     */
    Admission(Vertx vertx, int most, MeterRegistry metrics) {
        this.vertx = vertx;
        this.most = most;
        this.mostEntries = most - most / 8;
        this.exits = new LaneQueues(most);
        this.entries = new LaneQueues(most);
        this.full = shed(metrics, "full");
        this.late = shed(metrics, "late");
        Gauge.builder("parkgate_scans_under_way", this, a -> a.underWay)
                .description("Scans and passages that are being decided or recorded")
                .register(metrics);
        Gauge.builder("parkgate_scans_under_way_bound", () -> most)
                .description("Scans and passages that may be under way")
                .register(metrics);
        Gauge.builder("parkgate_scans_waiting", this, a -> a.exits.size() + a.entries.size())
                .description("Scans and passages that wait for their turn")
                .register(metrics);
    }

    private static Counter shed(MeterRegistry metrics, String why) {
        return Counter.builder("parkgate_scans_shed")
                .description("Scans and passages answered 503 since there were more than this instance takes")
                .tag("why", why)
                .register(metrics);
    }

    /** What a scan of this lane is told before its body is read; null: it may come. */
    @Nullable
    Problem refusal(String laneId, boolean exit) {
        LaneQueues queues = exit ? exits : entries;
        if (hasRoom(exit) || queues.takes(laneId)) {
            return null;
        }
        full.increment();
        return shedProblem();
    }

    /** Does the work when it is its turn; fails with a 503 when that does not come. */
    <T> Future<T> run(String laneId, boolean exit, Supplier<Future<T>> work) {
        if (hasRoom(exit)) {
            return start(work);
        }
        LaneQueues queues = exit ? exits : entries;
        Promise<Void> turn = Promise.promise();
        LaneQueues.Waiting gaveWay = queues.add(laneId, turn, System.nanoTime() + PATIENCE_MS * 1_000_000);
        if (gaveWay != null) {
            full.increment();
            gaveWay.turn().fail(shedProblem());
        }
        watch();
        return turn.future().compose(x -> startTaken(work));
    }

    private boolean hasRoom(boolean exit) {
        return underWay < (exit ? most : mostEntries);
    }

    private <T> Future<T> start(Supplier<Future<T>> work) {
        underWay++;
        return startTaken(work);
    }

    /** Its place is taken already. */
    private <T> Future<T> startTaken(Supplier<Future<T>> work) {
        return Future.<Void>succeededFuture().compose(x -> work.get()).onComplete(x -> {
            underWay--;
            next();
        });
    }

    private void next() {
        while (hasRoom(true) && exits.size() > 0) {
            underWay++;
            exits.next().turn().complete();
        }
        while (hasRoom(false) && entries.size() > 0) {
            underWay++;
            entries.next().turn().complete();
        }
    }

    private void watch() {
        if (timer < 0) {
            timer = vertx.setPeriodic(LOOK_MS, x -> look());
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (LaneQueues queues : new LaneQueues[] {exits, entries}) {
            ArrayDeque<LaneQueues.Waiting> over = queues.removeOver(now);
            late.increment(over.size());
            over.forEach(one -> one.turn().fail(shedProblem()));
        }
        if (exits.size() + entries.size() == 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private static Problem shedProblem() {
        return Unavailable.notDecided("More scans came than are taken at a time; send the same scanId again.");
    }
}
