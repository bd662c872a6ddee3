package parkgate.offline;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Lets a few do their work at a time; the others wait in line, and of a line that is too long the last are sent away. */
final class Turns {
    private final int atOnce;
    private final int mostWaiting;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    Turns(int atOnce, int mostWaiting) {
        this.atOnce = atOnce;
        this.mostWaiting = mostWaiting;
    }

    /** The line was too long. */
    static final class TooMany extends RuntimeException {
        TooMany() {
            super("too many packs are being made", null, false, false);
        }
    }

    /** Does the work when its turn has come; fails with {@link TooMany}. Any thread may call. */
    <T> Future<T> take(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        synchronized (this) {
            if (running >= atOnce) {
                if (waiting.size() >= mostWaiting) {
                    return Future.failedFuture(new TooMany());
                }
                waiting.add(() -> run(work, done));
                return done.future();
            }
            running++;
        }
        run(work, done);
        return done.future();
    }

    private <T> void run(Supplier<Future<T>> work, Promise<T> done) {
        Future.succeededFuture().compose(x -> work.get()).onComplete(result -> {
            next();
            done.handle(result);
        });
    }

    private void next() {
        Runnable turn;
        synchronized (this) {
            turn = waiting.poll();
            if (turn == null) {
                running--;
                return;
            }
        }
        turn.run();
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
