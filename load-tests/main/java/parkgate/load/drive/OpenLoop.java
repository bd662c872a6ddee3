package parkgate.load.drive;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.load.wire.Connection;

/**
 * Requests arrive when they arrive, whether the service keeps up or not. How long one takes is counted from when it should
 * have been sent; what finds no free connection waits for one, and what still waits at the end was not started. What was sent
 * and has no answer some time after the end counts as {@link Tally#NO_ANSWER}. So each arrival is counted once, one way or the
 * other.
 */
public final class OpenLoop {
    private static final long TURN_MS = 1;
    private static final long REOPEN_MS = 20;

    private final Vertx vertx;
    private final List<Connection> connections;
    private final @Nullable Timeline timeline;
    private final @Nullable Supplier<Future<Connection>> opener;
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

    private OpenLoop(
            Vertx vertx,
            List<Connection> connections,
            Traffic traffic,
            Arrivals arrivals,
            @Nullable Timeline timeline,
            @Nullable Supplier<Future<Connection>> opener) {
        this.vertx = vertx;
        this.timeline = timeline;
        this.opener = opener;
        this.connections = new ArrayList<>(connections);
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
        OpenLoop loop = new OpenLoop(vertx, connections, traffic, arrivals, null, null);
        loop.begin(time, patience);
        return loop.end.future();
    }

    /**
     * The same, watched over its time, and through the service's restarts: who loses their connection opens another.
     *
     * @param timeline is told of every answer
     * @param opener opens one more connection
     */
    public static Future<Tally> run(
            Vertx vertx,
            List<Connection> connections,
            Traffic traffic,
            Arrivals arrivals,
            Duration time,
            Duration patience,
            Timeline timeline,
            Supplier<Future<Connection>> opener) {
        OpenLoop loop = new OpenLoop(vertx, connections, traffic, arrivals, timeline, opener);
        loop.begin(time, patience);
        return loop.end.future();
    }

    private void begin(Duration time, Duration patience) {
        beganAt = System.nanoTime();
        lasts = time.toNanos();
        this.patience = patience.toNanos();
        nextArrival = arrivals.next();
        vertx.setPeriodic(TURN_MS, timer -> {
            try {
                turn(timer);
            } catch (RuntimeException e) { // traffic that cannot go on ends the run, not one turn of it
                vertx.cancelTimer(timer);
                end.tryFail(e);
            }
        });
    }

    private void turn(long timer) {
        long elapsed = System.nanoTime() - beganAt;
        while (nextArrival <= elapsed && nextArrival < lasts) {
            due.add(nextArrival);
            nextArrival = arrivals.next();
        }
        send();
        if (timeline != null && overAt < 0) {
            timeline.upTo(System.nanoTime());
        }
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
                String word = shot.answered(reply);
                long answeredAt = System.nanoTime();
                tally.answered(word, intended, sentAt, answeredAt);
                if (timeline != null && overAt < 0) {
                    timeline.answered(traffic.isGood(word), intended, answeredAt);
                }
                if (connection.isOpen()) {
                    free.add(connection);
                    send();
                } else {
                    reopen(connection);
                }
            });
        }
    }

    private void reopen(Connection lost) {
        if (opener == null || overAt >= 0) {
            return;
        }
        connections.remove(lost);
        opener.get()
                .onSuccess(connection -> {
                    connections.add(connection);
                    free.add(connection);
                })
                .onFailure(e -> vertx.setTimer(REOPEN_MS, x -> reopen(lost)));
    }
}
