package parkgate.occupancy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads the counts of many lots, a bounded number of them at once. */
final class CountReading {
    /** Reads in flight of one call: enough to keep a connection busy, few enough to leave room for scans. */
    static final int AT_ONCE = 64;

    private final LotCounts counts;

    CountReading(LotCounts counts) {
        this.counts = counts;
    }

    /**
     * What could be read.
     *
     * @param counts by lot; those that failed are not in it
     * @param failure of one that failed; null when none did
     */
    record Read(Map<String, LotCount> counts, @Nullable Throwable failure) {}

    /** The counts of all these lots; fails when one cannot be read. */
    Future<Map<String, LotCount>> all(Collection<String> lotIds) {
        return each(lotIds)
                .compose(read -> read.failure() == null
                        ? Future.succeededFuture(read.counts())
                        : Future.failedFuture(read.failure()));
    }

    /** The counts of those of these lots that can be read. Never fails. */
    Future<Read> each(Collection<String> lotIds) {
        Call call = new Call(new ConcurrentLinkedQueue<>(lotIds));
        int lanes = Math.min(AT_ONCE, lotIds.size());
        if (lanes == 0) {
            return Future.succeededFuture(new Read(Map.of(), null));
        }
        call.lanes.set(lanes);
        for (int lane = 0; lane < lanes; lane++) {
            call.next();
        }
        return call.done.future();
    }

    private final class Call {
        private final Queue<String> waiting;
        private final Map<String, LotCount> found = new ConcurrentHashMap<>();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final AtomicInteger lanes = new AtomicInteger();
        private final Promise<Read> done = Promise.promise();

        Call(Queue<String> waiting) {
            this.waiting = waiting;
        }

        /** Goes on in a loop while answers are there at once, so that they do not pile up on the stack. */
        void next() {
            for (String lotId = waiting.poll(); lotId != null; lotId = waiting.poll()) {
                String asked = lotId;
                Future<Void> kept = Future.succeededFuture()
                        .compose(x -> counts.read(asked))
                        .transform(answer -> keep(asked, answer));
                if (!kept.isComplete()) {
                    kept.onComplete(x -> next());
                    return;
                }
            }
            if (lanes.decrementAndGet() == 0) {
                done.complete(new Read(found, failure.get()));
            }
        }

        private Future<Void> keep(String lotId, AsyncResult<LotCount> answer) {
            if (answer.succeeded()) {
                found.put(lotId, answer.result());
            } else {
                failure.set(answer.cause());
            }
            return Future.succeededFuture();
        }
    }
}
