package parkgate.staff;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem;
import parkgate.telemetry.Gauges;

/**
 * Looks at passwords beside the event loop: {@value #AT_ONCE} at a time, and at most {@value #MAX_WAITING} wait. So a flood of
 * tries takes neither the service's memory nor the gates' processor time.
 */
final class Hashing {
    static final int AT_ONCE = 2;
    static final int MAX_WAITING = 16;
    private static final long MOST_SECONDS = 10;

    private final WorkerExecutor worker;
    private final PasswordHash.Cost cost;
    private final RandomGenerator random;
    private final PasswordHash nobodys;
    private int underWay;

    /** To be used on one event loop. */
    Hashing(Vertx vertx, PasswordHash.Cost cost, RandomGenerator random, MeterRegistry metrics) {
        this.worker = vertx.createSharedWorkerExecutor("passwords", AT_ONCE, MOST_SECONDS, TimeUnit.SECONDS);
        this.cost = cost;
        this.random = random;
        this.nobodys = PasswordHash.nobodys(cost, random);
        Gauges.queue(metrics, "passwords", () -> underWay, AT_ONCE + MAX_WAITING);
    }

    /** The hash of a new password. */
    Future<String> hash(String password) {
        return run(() -> PasswordHash.of(password, cost, random).text());
    }

    /**
     * Whether a password is the one.
     *
     * @param hash as it is kept; null where nobody has one: that takes as long, and it is not
     */
    Future<Boolean> fits(String password, @Nullable String hash) {
        return run(() -> {
            boolean fits = (hash == null ? nobodys : PasswordHash.parse(hash)).fits(password);
            return fits && hash != null;
        });
    }

    private <T> Future<T> run(Callable<T> work) {
        if (underWay >= AT_ONCE + MAX_WAITING) {
            return Future.failedFuture(
                    Problem.unavailable("sign-in-busy", "As many passwords are being looked at as may", 1));
        }
        underWay++;
        return worker.executeBlocking(work, false).onComplete(done -> underWay--);
    }
}
