package parkgate.load.drive;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.load.wire.Connection;
import parkgate.load.wire.Reply;

/**
 * Saturation: each connection sends its next request when it has its answer. Says what can be carried, and nothing about
 * how long anybody waits; for that there is {@link OpenLoop}.
 */
public final class ClosedLoop {
    private static final long EMPTY_PAUSE_MS = 1;

    private final Vertx vertx;
    private final List<Connection> connections;
    private final Traffic traffic;
    private final Tally tally = new Tally();
    private final Promise<Tally> end = Promise.promise();
    private long beganAt;
    private long endsAt;
    private int running;

    private ClosedLoop(Vertx vertx, List<Connection> connections, Traffic traffic) {
        this.vertx = vertx;
        this.connections = connections;
        this.traffic = traffic;
    }

    /** Runs for so long, or until the traffic is exhausted with nothing under way; to be called on the connections' context. */
    public static Future<Tally> run(Vertx vertx, List<Connection> connections, Traffic traffic, Duration time) {
        ClosedLoop loop = new ClosedLoop(vertx, connections, traffic);
        loop.begin(time);
        return loop.end.future();
    }

    private void begin(Duration time) {
        beganAt = System.nanoTime();
        endsAt = beganAt + time.toNanos();
        running = connections.size();
        connections.forEach(this::next);
    }

    private void next(Connection connection) {
        long now = System.nanoTime();
        if (now - endsAt >= 0 || !connection.isOpen()) {
            stop(now);
            return;
        }
        Shot shot = traffic.next();
        if (shot == null) {
            vertx.setTimer(EMPTY_PAUSE_MS, x -> next(connection));
        } else {
            connection.send(shot.request(), reply -> answered(connection, shot, now, reply));
        }
    }

    private void answered(Connection connection, Shot shot, long sentAt, @Nullable Reply reply) {
        if (reply != null) {
            tally.answered(shot.answered(reply), sentAt, sentAt, System.nanoTime());
        }
        next(connection);
    }

    private void stop(long now) {
        running--;
        if (running == 0) {
            tally.took(now - beganAt);
            end.complete(tally);
        }
    }
}
