package parkgate.privacy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.postgres.PgFailure;

/**
 * Erases what was kept long enough, about once an hour, one instance at a time. A round is many short batches; what it does
 * not finish the next one does, soon. A round that fails changed what its batches committed and nothing else, and the next
 * comes at its time.
 */
public final class Retention {
    static final long EVERY_MS = 3_600_000;

    /** After a round that left something, and after the start. */
    static final long SOON_MS = 60_000;

    /** Batches of a round: with {@link PgRetention#ROWS} rows of each kind. */
    static final int MAX_BATCHES = 100;

    /** Between two batches, for others to have their turn. */
    private static final long PAUSE_MS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Vertx vertx;
    private final Timers timers;
    private final PgRetention stored;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Counts.Kind, Counter> erased = new EnumMap<>(Counts.Kind.class);
    private final Counter failures;
    private double lastSeconds;
    private long timer = -1;
    private boolean stopped;

    /**
     * Not yet started.
     *
     * @param random spreads the instances' rounds
     */
    public Retention(
            Vertx vertx,
            Pool pool,
            Kept kept,
            InstantSource clock,
            RandomGenerator random,
            Supplier<UUID> ids,
            MeterRegistry metrics) {
        this(vertx, timersOf(vertx), pool, kept, clock, random, ids, metrics);
    }

    /** What rings once, later. */
    interface Timers {
        /** Its number, to call it off by. */
        long in(long ms, Runnable ringing);

        void callOff(long number);
    }

    private static Timers timersOf(Vertx vertx) {
        return new Timers() {
            @Override
            public long in(long ms, Runnable ringing) {
                return vertx.setTimer(ms, x -> ringing.run());
            }

            @Override
            public void callOff(long number) {
                vertx.cancelTimer(number);
            }
        };
    }

    /** The same with timers that somebody else rings. */
    Retention(
            Vertx vertx,
            Timers timers,
            Pool pool,
            Kept kept,
            InstantSource clock,
            RandomGenerator random,
            Supplier<UUID> ids,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.timers = timers;
        this.stored = new PgRetention(pool, kept, ids);
        this.clock = clock;
        this.random = random;
        for (Counts.Kind kind : Counts.Kind.values()) {
            erased.put(
                    kind,
                    Counter.builder("parkgate_retention_erased")
                            .description("Rows that the hourly round has erased or freed of whom they concern")
                            .tag("kind", kind.word())
                            .register(metrics));
        }
        this.failures = Counter.builder("parkgate_retention_failures")
                .description("Rounds that failed; the next one goes on")
                .register(metrics);
        Gauge.builder("parkgate_retention_last_seconds", this, retention -> retention.lastSeconds)
                .description("When a round last ended well here or was another instance's, unix seconds; 0: not yet")
                .register(metrics);
    }

    /** Begins; the first round comes soon. On one event loop, as everything else here. */
    public void start() {
        later(SOON_MS);
    }

    /** No more rounds; a batch under way ends. */
    public void stop() {
        stopped = true;
        timers.callOff(timer);
    }

    private void later(long ms) {
        if (!stopped) {
            timer = timers.in(ms + random.nextLong(ms / 4), () -> round().onComplete(
                            more -> later(Boolean.TRUE.equals(more.result()) ? SOON_MS : EVERY_MS)));
        }
    }

    /** One round. True: it left something. Never fails. */
    public Future<Boolean> round() {
        Counts counts = new Counts();
        return batches(counts, MAX_BATCHES)
                .onSuccess(more -> lastSeconds = clock.instant().getEpochSecond())
                .recover(failure -> {
                    failures.increment();
                    // Its class and PostgreSQL's code, since a message may quote a row.
                    LOG.warn("what was kept long enough is not all erased yet: {}", PgFailure.named(failure));
                    return Future.succeededFuture(false);
                })
                .onComplete(more -> told(counts));
    }

    private Future<Boolean> batches(Counts counts, int left) {
        return stored.batch(clock.instant()).compose(batch -> {
            if (batch.isEmpty()) {
                return Future.succeededFuture(false);
            }
            counts.addAll(batch.get());
            if (!batch.get().reached(PgRetention.ROWS)) {
                return Future.succeededFuture(false);
            }
            return left == 1 || stopped
                    ? Future.succeededFuture(true)
                    : vertx.timer(PAUSE_MS).compose(x -> batches(counts, left - 1));
        });
    }

    private void told(Counts counts) {
        if (counts.all() > 0) {
            erased.forEach((kind, counter) -> counter.increment(counts.of(kind)));
            LOG.atInfo().addKeyValue("rows", counts.json().encode()).log("erased what was kept long enough");
        }
    }
}
