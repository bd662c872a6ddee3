package parkgate.load.drive;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import parkgate.load.wire.Connection;

/**
 * Requests arrive when they arrive, whether the service keeps up or not. How long one takes is counted from when it should
 * have been sent; what finds no free connection waits for one, and what still waits at the end was not started. What was sent
 * and has no answer some time after the end counts as {@link Tally#NO_ANSWER}. So each arrival is counted once, one way or the
 * other.
 */
public final class OpenLoop {
    private static final long TURN_MS = 1;

    private final Vertx vertx;
    private final List<Connection> connections;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final Traffic traffic;
    private final Arrivals arrivals;
    private final Tally tally = new Tally();
    private final Promise<Tally> end = Promise.promise();
    /** When those that wait for a connection should have been sent. */
    private final ArrayDeque<Long> due = new ArrayDeque<>();

    private long beganAt;
    private long lasts;
    private long patience;
    private long nextArrival;
    private int underWay;
    /** When the last that could be sent was sent; negative: not yet. */
    private long overAt = -1;

    private OpenLoop(Vertx vertx, List<Connection> connections, Traffic traffic, Arrivals arrivals) {
        this.vertx = vertx;
        this.connections = List.copyOf(connections);
        this.free.addAll(connections);
        this.traffic = traffic;
        this.arrivals = arrivals;
    }

    /**
     * Runs for so long; to be called on the connections' context.
     *
     * @param patience how much longer it waits for answers that are under way
     */
    public static Future<Tally> run(
            Vertx vertx,
            List<Connection> connections,
            Traffic traffic,
            Arrivals arrivals,
            Duration time,
            Duration patience) {
        OpenLoop loop = new OpenLoop(vertx, connections, traffic, arrivals);
        loop.begin(time, patience);
        return loop.end.future();
    }

    private void begin(Duration time, Duration patience) {
        beganAt = System.nanoTime();
        lasts = time.toNanos();
        this.patience = patience.toNanos();
        nextArrival = arrivals.next();
        vertx.setPeriodic(TURN_MS, this::turn);
    }

    private void turn(long timer) {
        long elapsed = System.nanoTime() - beganAt;
        while (nextArrival <= elapsed && nextArrival < lasts) {
            due.add(nextArrival);
            nextArrival = arrivals.next();
        }
        send();
        if (overAt < 0 && elapsed >= lasts) {
            overAt = System.nanoTime() - beganAt;
        }
        if (overAt >= 0 && (underWay == 0 || elapsed >= overAt + patience)) {
            vertx.cancelTimer(timer);
            connections.forEach(Connection::giveUp);
            tally.notStarted(due.size());
            tally.took(lasts);
            end.complete(tally);
        }
    }

    private void send() {
        while (overAt < 0 && !due.isEmpty() && !free.isEmpty()) {
            Shot shot = traffic.next();
            if (shot == null) {
                return;
            }
            Connection connection = free.remove();
            long intended = beganAt + due.remove();
            long sentAt = System.nanoTime();
            underWay++;
            connection.send(shot.request(), reply -> {
                underWay--;
                tally.answered(shot.answered(reply), intended, sentAt, System.nanoTime());
                if (connection.isOpen()) {
                    free.add(connection);
                    send();
                }
            });
        }
    }
}
