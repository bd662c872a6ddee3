package parkgate.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.ClosedLoop;
import parkgate.load.drive.OpenLoop;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Timeline;
import parkgate.load.drive.Traffic;
import parkgate.load.wire.Connection;

/** The one event loop that everything is sent from; its callers wait on their own thread. */
public final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final Duration patience;

    public Load() {
        this(PATIENCE);
    }

    /** {@code patience}: how much longer than its time a run waits for answers that are under way. */
    public Load(Duration patience) {
        this.patience = patience;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Does this on the loop and waits for it. */
    public <T> T await(Supplier<Future<T>> doing) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(x -> {
            try {
                doing.get().onComplete(result -> {
                    if (result.succeeded()) {
                        done.complete(result.result());
                    } else {
                        done.completeExceptionally(result.cause());
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }

    /** Saturation with so many connections, for so long. */
    public Tally saturate(int port, int connections, Traffic traffic, Duration time) {
        return saturate(List.of(port), connections, traffic, time);
    }

    /** The same of instances that take the connections in turn. */
    public Tally saturate(List<Integer> ports, int connections, Traffic traffic, Duration time) {
        return await(
                () -> connect(ports, connections).compose(open -> ClosedLoop.run(vertx, open, traffic, time, patience)
                        .onComplete(x -> open.forEach(Connection::close))));
    }

    /** Arrivals of a seeded sequence, at most so many under way at once, for so long. */
    public Tally arrivals(int port, int connections, Traffic traffic, Arrivals arrivals, Duration time) {
        return arrivals(List.of(port), connections, traffic, arrivals, time);
    }

    /** The same of instances that take the connections in turn. */
    public Tally arrivals(List<Integer> ports, int connections, Traffic traffic, Arrivals arrivals, Duration time) {
        return await(() -> connect(ports, connections)
                .compose(open -> OpenLoop.run(vertx, open, traffic, arrivals, time, patience)
                        .onComplete(x -> open.forEach(Connection::close))));
    }

    /** The same, watched over its time; connections that the service ends are opened again. */
    public Tally arrivals(
            int port, int connections, Traffic traffic, Arrivals arrivals, Duration time, Timeline timeline) {
        SocketAddress there = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        return await(() -> connect(List.of(port), connections).compose(open -> OpenLoop.run(
                        vertx, open, traffic, arrivals, time, patience, timeline, () -> Connection.open(client, there))
                .onComplete(x -> open.forEach(Connection::close))));
    }

    private Future<List<Connection>> connect(List<Integer> ports, int count) {
        List<Future<Connection>> opening = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int port = ports.get(i % ports.size());
            opening.add(Connection.open(client, SocketAddress.inetSocketAddress(port, "127.0.0.1")));
        }
        return Future.all(opening).map(all -> all.list());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
