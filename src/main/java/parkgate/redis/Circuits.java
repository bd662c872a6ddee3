package parkgate.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Circuit} for each server, so that one that stalls makes nobody wait who asks another, and the first callers
 * alone wait for it. A server whose circuit is open is pinged until it answers, or is none of ours any more.
 */
final class Circuits {
    /** So long after a ping that failed the next one is sent, milliseconds. */
    static final long PROBE_MS = 200;

    private static final Logger log = LoggerFactory.getLogger(Circuits.class);

    private final Vertx vertx;
    private final Function<String, Future<?>> ping;
    private final Supplier<? extends Iterable<String>> servers;
    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
    private final Counter refused;
    private volatile boolean closed;

    /**
     * All closed at first.
     *
     * @param ping asks a server, not through its circuit; fails when there is no answer
     * @param servers those that there are now; whatever else had a circuit is forgotten
     */
    Circuits(
            Vertx vertx,
            String name,
            Function<String, Future<?>> ping,
            Supplier<? extends Iterable<String>> servers,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.ping = ping;
        this.servers = servers;
        this.refused = Counter.builder("parkgate_redis_not_asked")
                .tag("connection", name)
                .description("Calls that failed at once, since their Redis server had stalled")
                .register(metrics);
        Gauge.builder("parkgate_redis_stalled", this, Circuits::open)
                .tag("connection", name)
                .description("Redis servers that accept calls and answer none")
                .register(metrics);
    }

    private static int open(Circuits all) {
        return (int) all.circuits.values().stream().filter(Circuit::isOpen).count();
    }

    /** Calls a server, or fails at once with {@link StalledException}. */
    <T> Future<T> through(String server, Supplier<Future<T>> call) {
        Circuit circuit = circuits.computeIfAbsent(server, id -> new Circuit(System::nanoTime));
        if (circuit.isOpen()) {
            refused.increment();
            return Future.failedFuture(new StalledException());
        }
        long sent = circuit.sent();
        return call.get().onComplete(done -> {
            Throwable failure = done.cause();
            if (failure == null
                    || failure instanceof RedisCommandExecutionException
                    || failure instanceof NotReplicatedException) {
                circuit.heard();
            } else if (failure instanceof RedisCommandTimeoutException && circuit.timedOut(sent)) {
                log.warn("Redis does not answer; nothing is sent to it until it does");
                probe(server, circuit);
            }
        });
    }

    private void probe(String server, Circuit circuit) {
        ping.apply(server).onComplete(answered -> {
            if (answered.succeeded()) {
                log.info("Redis answers again");
                circuit.heard();
            } else if (closed || !isThere(server)) {
                circuits.remove(server, circuit);
            } else {
                vertx.setTimer(PROBE_MS, x -> probe(server, circuit));
            }
        });
    }

    private boolean isThere(String server) {
        for (String each : servers.get()) {
            if (each.equals(server)) {
                return true;
            }
        }
        return false;
    }

    /** Ends the pinging. */
    void close() {
        closed = true;
    }
}
