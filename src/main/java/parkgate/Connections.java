package parkgate;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.redis.Redis;
import parkgate.scan.LotLibrary;

/**
 * The two connections to Redis, with our functions in it.
 *
 * @param scans for all that gates wait for
 * @param marks for what waits for replicas, and so holds up whatever is behind it
 */
record Connections(Redis scans, Redis marks) {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /**
     * A loop that reads its classes for the first time, on a machine that does much else, may be busy for longer than a connection may
     * take to be made.
     */
    static final int TRIES = 3;

    /** Before the second try, milliseconds; twice as long before each one after it. */
    private static final long PAUSE_MS = 500;

    /** To be called on the service's event loop. Fails with {@link StartException}. */
    static Future<Connections> open(Vertx vertx, ServerAddresses servers, MeterRegistry metrics) {
        return connect(vertx, servers, "scans", metrics, 1)
                .compose(scans -> connect(vertx, servers, "marks", metrics, 1)
                        .map(marks -> new Connections(scans, marks))
                        .recover(failure -> scans.close().transform(closed -> Future.failedFuture(failure))));
    }

    private static Future<Redis> connect(
            Vertx vertx, ServerAddresses servers, String name, MeterRegistry metrics, int attempt) {
        return Redis.connect(vertx, servers.redis().text(), TIMEOUT, LotLibrary.load(), name, metrics)
                .recover(e -> {
                    if (attempt == TRIES) {
                        return Future.failedFuture(
                                new StartException("Redis cannot be used (REDIS_URI): " + Start.firstLine(e), e));
                    }
                    log.warn("Redis does not answer yet, trying again: {}", Start.firstLine(e));
                    return vertx.timer(PAUSE_MS << (attempt - 1), TimeUnit.MILLISECONDS)
                            .compose(x -> connect(vertx, servers, name, metrics, attempt + 1));
                });
    }
}
