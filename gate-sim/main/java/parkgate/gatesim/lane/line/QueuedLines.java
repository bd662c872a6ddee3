package parkgate.gatesim.lane.line;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Puts a stream's lines into a bounded queue, and asks for the next one when there is room for it. */
final class QueuedLines implements Flow.Subscriber<String> {
    private final BlockingQueue<String> into;
    private volatile Flow.@Nullable Subscription subscription;

    QueuedLines(BlockingQueue<String> into) {
        this.into = into;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        to.request(1);
    }

    @Override
    public void onNext(String line) {
        put(line);
        Flow.Subscription open = subscription;
        if (open != null) {
            open.request(1);
        }
    }

    @Override
    public void onError(Throwable trouble) {
        put(Line.END);
    }

    @Override
    public void onComplete() {
        put(Line.END);
    }

    void cancel() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    private void put(String line) {
        try {
            into.put(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
        }
    }
}
