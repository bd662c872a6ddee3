package parkgate;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.embedded.EmbeddedServers;

/**
 * The one way out, for SIGTERM, Ctrl-C and a start that fails: no new scans, what is in flight answered and recorded,
 * connections closed, our servers stopped, exit. It is the only shutdown hook, since hooks run side by side: nothing may
 * stop a server while an answer still waits for it.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** For a start to notice that it is to be given up. */
    private static final Duration START_BOUND = Duration.ofSeconds(30);

    private static final Duration DRAIN_BOUND = Duration.ofSeconds(15);
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    private final Thread starter = Thread.currentThread();
    private final CountDownLatch startOver = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile int exitCode;
    private volatile @Nullable EmbeddedServers servers;
    private volatile @Nullable Running running;

    private Shutdown() {}

    /** To be called by the thread that starts the service, before it starts anything. */
    static Shutdown install() {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
        return shutdown;
    }

    void stopLater(EmbeddedServers started) {
        servers = started;
    }

    void stopLater(Running started) {
        running = started;
    }

    /** True from the moment on at which the service was told to end. */
    boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Returns when the service is told to end. */
    void awaitBegin() {
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The starting thread starts nothing more. */
    void startIsOver() {
        startOver.countDown();
    }

    /** Ends the process from within. Does not return. */
    void exit(int code) {
        exitCode = code;
        startIsOver();
        System.exit(code);
    }

    private void run() {
        begun.countDown();
        if (startOver.getCount() > 0) {
            starter.interrupt();
        }
        try {
            if (!startOver.await(START_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                LOG.error("the start did not end in time");
                exitCode = 1;
            }
            Running service = running;
            if (service != null) {
                await("answering what is in flight", service.drain(), DRAIN_BOUND);
                close(service);
            }
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("the service did not end cleanly", e);
            exitCode = 1;
        }
        stopServers();
        if (running != null) {
            System.out.println(
                    exitCode == 0 ? "Parkgate has ended; all that it answered is recorded." : "Parkgate has ended.");
        }
        // The exit code of a clean end on a signal is 0, which only halt can say from within a hook.
        Runtime.getRuntime().halt(exitCode);
    }

    private void await(String what, Future<Void> end, Duration bound) throws InterruptedException {
        try {
            end.toCompletionStage().toCompletableFuture().get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("{} did not succeed", what, e);
            exitCode = 1;
        }
    }

    /** All is answered and recorded by now: a server that does not let go of its connections in time loses them with the process. */
    private static void close(Running service) throws InterruptedException {
        try {
            service.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("connections were not closed: {}", e.toString());
        }
    }

    private void stopServers() {
        EmbeddedServers ours = servers;
        if (ours == null) {
            return;
        }
        try {
            ours.close();
        } catch (RuntimeException e) {
            LOG.error("the embedded servers did not stop cleanly", e);
            exitCode = 1;
        }
    }
}
