package parkgate.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waiting from a test's thread. The bounds are only there so that a broken program ends its test. */
public final class Await {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MS = 5;
    private static final long LONGEST_PAUSE_MS = 50;

    private Await() {}

    /** The result of a future; its failure is thrown as it is. */
    public static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("no result", e);
        }
    }

    /** Returns once the condition holds. Asked ever less often: mostly it is a question to a service that has work to do. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        long pauseMs = FIRST_PAUSE_MS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it never became so");
            }
            try {
                Thread.sleep(pauseMs);
                pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
