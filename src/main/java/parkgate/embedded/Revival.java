package parkgate.embedded;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts servers of ours again that ended by themselves (out of memory, killed by hand), on the port they had: clients
 * only have to connect again. After {@value #MAX_FAILURES} starts in a row that failed it leaves the server alone.
 */
final class Revival implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
    private static final int LOOK_MS = 500;
    private static final int STOP_S = 60;
    static final int MAX_FAILURES = 5;

    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "embedded servers");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Looks after one server from now on.
     *
     * @param name for the log
     * @param restart returns when it runs, or throws {@link EmbeddedServerException}
     */
    void watch(String name, BooleanSupplier alive, Runnable restart) {
        var unused =
                looks.scheduleWithFixedDelay(new Look(name, alive, restart), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** Looks no more; a restart under way is given up. To be called before the servers are stopped. */
    @Override
    public void close() {
        looks.shutdownNow();
        try {
            if (!looks.awaitTermination(STOP_S, TimeUnit.SECONDS)) {
                LOG.error("a restart of an embedded server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Look implements Runnable {
        private final String name;
        private final BooleanSupplier alive;
        private final Runnable restart;
        private int failures;

        Look(String name, BooleanSupplier alive, Runnable restart) {
            this.name = name;
            this.alive = alive;
            this.restart = restart;
        }

        @Override
        public void run() {
            if (failures == MAX_FAILURES || alive.getAsBoolean()) {
                return;
            }
            LOG.atError().addKeyValue("server", name).log("an embedded server ended by itself; starting it again");
            try {
                restart.run();
                failures = 0;
            } catch (RuntimeException e) {
                failures++;
                LOG.atError()
                        .addKeyValue("server", name)
                        .addKeyValue("failures", failures)
                        .setCause(e)
                        .log("an embedded server could not be started again");
            }
        }
    }
}
