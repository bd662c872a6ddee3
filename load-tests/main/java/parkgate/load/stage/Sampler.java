package parkgate.load.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at everything once a second while a load runs, on a thread of its own. */
public final class Sampler implements AutoCloseable {
    private static final double MIB = 1 << 20;
    private static final long LAST_LOOK_S = 10;

    private final Metrics metrics;
    private final RedisConsole redis;
    private final PostgresConsole postgres;
    private final List<Sample> samples = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "sampler");
    private volatile @Nullable RuntimeException failed;

    /**
     * One look.
     *
     * @param atNanos when, as {@link System#nanoTime}
     * @param outbox events that wait for PostgreSQL, by the service's own count
     * @param rebuilt lots that the service has rebuilt since it was started
     */
    public record Sample(
            long atNanos,
            double heapMib,
            double redisMib,
            double outbox,
            double databaseMib,
            double walMib,
            double rebuilt) {}

    /** Begins to look. */
    public Sampler(Stage stage) {
        this.metrics = new Metrics(stage.servicePort());
        this.redis = stage.redis();
        this.postgres = stage.postgres();
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        try {
            do {
                samples.add(look());
            } while (!end.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed = e;
        }
    }

    private Sample look() {
        String text = metrics.text();
        return new Sample(
                System.nanoTime(),
                Metrics.sum(text, "jvm_memory_used_bytes", "area=\"heap\"") / MIB,
                Double.parseDouble(redis.info("memory").getOrDefault("used_memory", "NaN")) / MIB,
                Metrics.sum(text, "parkgate_outbox_events", ""),
                postgres.number("select pg_database_size(current_database())") / MIB,
                postgres.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint") / MIB,
                Metrics.sum(text, "parkgate_lot_rebuilds_total", ""));
    }

    /** Ends it, and says what it saw. */
    public List<Sample> stop() throws InterruptedException {
        end.countDown();
        thread.join(TimeUnit.SECONDS.toMillis(LAST_LOOK_S));
        RuntimeException why = failed;
        if (why != null) {
            throw new IllegalStateException("could not look at the servers", why);
        }
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        end.countDown();
        redis.close();
        postgres.close();
    }
}
