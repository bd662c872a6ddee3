package parkgate;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import parkgate.redis.Redis;
import parkgate.scan.LotLibrary;

/**
 * The two connections to Redis, with our functions in it.
 *
 * @param scans for all that gates wait for
 * @param marks for what waits for replicas, and so holds up whatever is behind it
 */
record Connections(Redis scans, Redis marks) {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** To be called on the service's event loop. Fails with {@link StartException}. */
    static Future<Connections> open(Vertx vertx, ServerAddresses servers, MeterRegistry metrics) {
        return connect(vertx, servers, "scans", metrics).compose(scans -> connect(vertx, servers, "marks", metrics)
                .map(marks -> new Connections(scans, marks))
                .recover(failure -> scans.close().transform(closed -> Future.failedFuture(failure))));
    }

    private static Future<Redis> connect(Vertx vertx, ServerAddresses servers, String name, MeterRegistry metrics) {
        return Redis.connect(vertx, servers.redis().text(), TIMEOUT, LotLibrary.load(), name, metrics)
                .recover(e -> Future.failedFuture(
                        new StartException("Redis cannot be used (REDIS_URI): " + Start.firstLine(e), e)));
    }
}
