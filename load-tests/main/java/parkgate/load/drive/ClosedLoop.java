package parkgate.load.drive;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import parkgate.load.wire.Connection;
import parkgate.load.wire.Reply;

/**
 * Saturation: each connection sends its next request when it has its answer. Says what can be carried, and nothing about
 * how long anybody waits; for that there is {@link OpenLoop}. What has no answer some time after the end counts as
 * {@link Tally#NO_ANSWER}.
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
    private long givingUp;

    private ClosedLoop(Vertx vertx, List<Connection> connections, Traffic traffic) {
        this.vertx = vertx;
        this.connections = connections;
        this.traffic = traffic;
    }

    /**
     * Runs for so long, or until every connection ended; to be called on the connections' context.
     *
     * @param patience how much longer it waits for answers that are under way
     */
    public static Future<Tally> run(
            Vertx vertx, List<Connection> connections, Traffic traffic, Duration time, Duration patience) {
        ClosedLoop loop = new ClosedLoop(vertx, connections, traffic);
        loop.begin(time, patience);
        return loop.end.future();
    }

    private void begin(Duration time, Duration patience) {
        beganAt = System.nanoTime();
        endsAt = beganAt + time.toNanos();
        running = connections.size();
        givingUp = vertx.setTimer(time.plus(patience).toMillis(), x -> connections.forEach(Connection::giveUp));
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

    private void answered(Connection connection, Shot shot, long sentAt, Reply reply) {
        tally.answered(shot.answered(reply), sentAt, sentAt, System.nanoTime());
        next(connection);
    }

    private void stop(long now) {
        running--;
        if (running == 0) {
            vertx.cancelTimer(givingUp);
            tally.took(now - beganAt);
            end.complete(tally);
        }
    }
}
