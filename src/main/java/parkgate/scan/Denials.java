package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.PoolCount;
import parkgate.postgres.PgFailure;
import parkgate.postgres.SqlFile;

/**
 * Writes refusals down, many at a time, off the answer's way: while one batch commits and the writer rests the next one
 * gathers. Under a flood the oldest are dropped and counted; no answer ever waits for this. Used on one context only.
 *
 * <p>It rests {@value #REST} times as long as a batch took: a lane that sends rubbish without end must not keep PostgreSQL
 * busy with writing that down, while others' grants wait for their commit.
 */
final class Denials {
    /** Refusals that wait here; of more the oldest are dropped. */
    static final int MAX_WAITING = 20_000;

    private static final int MAX_BATCH = 1_000;
    private static final long BACKOFF_MS = 1_000;
    /** Between two batches, in times of what the first took. */
    static final int REST = 3;

    private static final long LONGEST_REST_MS = 500;
    private static final String DENY = SqlFile.load("scan/deny.sql");
    private static final Logger log = LoggerFactory.getLogger(Denials.class);

    /**
     * One refusal.
     *
     * @param credentialId empty when the code named none that we issued
     * @param pool which one was full; null: none was why
     * @param eventMs when the lane says it happened, unix milliseconds
     */
    record Denial(
            UUID decisionId,
            UUID scanId,
            String lotId,
            String laneId,
            Direction direction,
            String credentialId,
            Reason reason,
            @Nullable PoolCount pool,
            long eventMs,
            long receivedMs) {}

    private final Vertx vertx;
    private final Context context;
    private final Pool pool;
    private final Counter dropped;
    private final Deque<Denial> waiting = new ArrayDeque<>();
    private int most = MAX_BATCH;
    private boolean writing;
    private boolean draining;

    Denials(Vertx vertx, Context context, Pool pool, MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = context;
        this.pool = pool;
        this.dropped = Counter.builder("parkgate_denials_dropped")
                .description(
                        "Refusals that were answered but not written down: no room, or nothing that PostgreSQL can hold")
                .register(metrics);
        Gauge.builder("parkgate_denials_waiting", waiting, Deque::size)
                .description("Refusals that wait to be written down")
                .register(metrics);
    }

    void write(Denial denial) {
        if (waiting.size() >= MAX_WAITING) {
            waiting.removeFirst();
            dropped.increment();
        }
        waiting.addLast(denial);
        write();
    }

    /** Succeeds when all are written, or at the latest after {@code mostMs}. */
    Future<Void> drain(long mostMs) {
        draining = true;
        Promise<Void> drained = Promise.promise();
        long timer = vertx.setPeriodic(10, x -> {
            if (waiting.isEmpty() && !writing) {
                drained.tryComplete();
            }
        });
        vertx.setTimer(mostMs, x -> drained.tryComplete());
        return drained.future().onComplete(x -> vertx.cancelTimer(timer));
    }

    private void write() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        List<Denial> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < most) {
            batch.add(waiting.removeFirst());
        }
        long beganAt = System.nanoTime();
        pool.preparedQuery(DENY)
                .execute(withPools(batch))
                .timeout(PgRecords.PATIENCE_MS, TimeUnit.MILLISECONDS)
                .onComplete(written -> context.runOnContext(x -> {
                    if (written.succeeded()) {
                        most = Math.min(MAX_BATCH, 2 * most);
                        rest(System.nanoTime() - beganAt);
                    } else if (!PgFailure.isAway(written.cause())) {
                        takeApart(batch, written.cause());
                        writing = false;
                        write();
                    } else {
                        log.warn(
                                "refusals are not written down yet: {}",
                                written.cause().toString());
                        putBack(batch);
                        vertx.setTimer(BACKOFF_MS, y -> {
                            writing = false;
                            write();
                        });
                    }
                }));
    }

    private void rest(long tookNanos) {
        long restMs = restMs(tookNanos);
        if (draining || restMs == 0) {
            writing = false;
            write();
        } else {
            vertx.setTimer(
                    restMs,
                    x -> context.runOnContext(y -> {
                        writing = false;
                        write();
                    }));
        }
    }

    /** How long the writer rests after a batch that took so long: milliseconds, half a second at most. */
    static long restMs(long tookNanos) {
        return Math.min(LONGEST_REST_MS, TimeUnit.NANOSECONDS.toMillis(REST * tookNanos));
    }

    /** One refusal that PostgreSQL cannot hold must not keep all others from being written down. */
    private void takeApart(List<Denial> batch, Throwable why) {
        if (batch.size() > 1) {
            putBack(batch);
            most = batch.size() / 2;
        } else {
            dropped.increment();
            log.error("a refusal cannot be written down", why);
        }
    }

    private void putBack(List<Denial> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            if (waiting.size() >= MAX_WAITING) {
                dropped.increment(i + 1.0);
                return;
            }
            waiting.addFirst(batch.get(i));
        }
    }

    private static Tuple withPools(List<Denial> batch) {
        Tuple out = arguments(batch);
        new Columns<>(batch, out)
                .integers(d -> d.pool() == null ? null : d.pool().taken())
                .integers(d -> d.pool() == null ? null : d.pool().spaces());
        return out;
    }

    /** As a lane's own refusals are written down too, which tell of no pool. */
    static Tuple arguments(List<Denial> batch) {
        Tuple out = Tuple.tuple();
        new Columns<>(batch, out)
                .uuids(d -> d.decisionId().toString())
                .uuids(d -> d.scanId().toString())
                .texts(Denial::lotId)
                .texts(Denial::laneId)
                .texts(d -> d.direction().name())
                .texts(Denial::credentialId)
                .texts(d -> d.reason().name())
                .numbers(Denial::eventMs)
                .numbers(Denial::receivedMs);
        return out;
    }
}
