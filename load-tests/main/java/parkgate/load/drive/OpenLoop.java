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
 * have been sent; what finds no free connection waits for one, and what still waits at the end was not started.
 */
public final class OpenLoop {
    private static final long TURN_MS = 1;

    /** So much longer than its time a run waits for answers that are under way. */
    private static final long LAST_ANSWERS_NANOS = 3_000_000_000L;

    private final Vertx vertx;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final Traffic traffic;
    private final Arrivals arrivals;
    private final Tally tally = new Tally();
    private final Promise<Tally> end = Promise.promise();
    /** When those that wait for a connection should have been sent. */
    private final ArrayDeque<Long> due = new ArrayDeque<>();

    private long beganAt;
    private long lasts;
    private long nextArrival;
    private int underWay;

    private OpenLoop(Vertx vertx, List<Connection> connections, Traffic traffic, Arrivals arrivals) {
        this.vertx = vertx;
        this.free.addAll(connections);
        this.traffic = traffic;
        this.arrivals = arrivals;
    }

    /** Runs for so long; to be called on the connections' context. */
    public static Future<Tally> run(
            Vertx vertx, List<Connection> connections, Traffic traffic, Arrivals arrivals, Duration time) {
        OpenLoop loop = new OpenLoop(vertx, connections, traffic, arrivals);
        loop.begin(time);
        return loop.end.future();
    }

    private void begin(Duration time) {
        beganAt = System.nanoTime();
        lasts = time.toNanos();
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
        if (elapsed >= lasts && (underWay == 0 || elapsed >= lasts + LAST_ANSWERS_NANOS)) {
            vertx.cancelTimer(timer);
            tally.notStarted(due.size() + (long) underWay);
            tally.took(lasts);
            end.tryComplete(tally);
        }
    }

    private void send() {
        while (!due.isEmpty() && !free.isEmpty() && System.nanoTime() - beganAt < lasts) {
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
