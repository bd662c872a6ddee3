package parkgate.scan;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.LotEvent;
import parkgate.core.access.OfflineScan;

/** Tells the lot of the scans of a batch, one Redis call each, in order, up to the first that cannot be taken now. */
final class OfflineApplying {
    private static final int MAX_ASKS = 4;

    private final OfflineBatch batch;
    private final OfflineJudging judging;
    private final OfflineScans scans;
    private final OfflineKnown inAlready;
    private final OfflineKeptBack keptBack;

    OfflineApplying(OfflineBatch batch, OfflineJudging judging, OfflineKeptBack keptBack) {
        this.batch = batch;
        this.judging = judging;
        this.scans = new OfflineScans(batch, judging);
        this.inAlready = new OfflineKnown(batch);
        this.keptBack = keptBack;
    }

    /** What the lot has of them now; refusals are none of its business. */
    Future<List<OfflineApplied>> applied(List<OfflineItem> open, Map<String, LotEvent> known) {
        List<OfflineApplied> all = new ArrayList<>();
        return from(List.copyOf(open), 0, known, all).map(all);
    }

    private Future<Void> from(List<OfflineItem> open, int at, Map<String, LotEvent> known, List<OfflineApplied> all) {
        if (at == open.size() || keptBack.isAny()) {
            return Future.succeededFuture();
        }
        OfflineItem item = open.get(at);
        return one(item, known.get(item.key().toString()), all)
                .recover(failure -> {
                    keptBack.by(failure);
                    return Future.succeededFuture();
                })
                .compose(x -> from(open, at + 1, known, all));
    }

    private Future<Void> one(OfflineItem item, @Nullable LotEvent known, List<OfflineApplied> all) {
        if (known != null) {
            return known(item, known, Standing.DONE, all);
        } else if (!item.told().granted()) {
            return Future.succeededFuture();
        } else if (item.factsIfRead() == null) {
            return Future.failedFuture(new NotDecided("a typed number cannot be read now"));
        }
        return scans.of(item).compose(scan -> ask(item, scan, MAX_ASKS, all));
    }

    private Future<Void> ask(OfflineItem item, OfflineScan scan, int asks, List<OfflineApplied> all) {
        if (asks == 0) {
            return Future.failedFuture(new NotDecided("the lot did not come to an answer"));
        }
        return batch.parts().functions().offline(scan).compose(answer -> {
            if (answer instanceof Answer.Granted granted) {
                all.add(new OfflineApplied(item, granted.event(), Standing.OPEN, true));
                return Future.succeededFuture();
            } else if (answer instanceof Answer.Again again) {
                return known(item, again.event(), again.standing(), all);
            } else if (answer instanceof Answer.Cold) {
                return batch.parts().rebuild().cold(batch.lotId()).compose(x -> ask(item, scan, asks - 1, all));
            } else if (answer instanceof Answer.Full) {
                return Future.failedFuture(new NotDecided("too much of the lot waits for PostgreSQL"));
            }
            throw new IllegalStateException("offline does not answer " + answer);
        });
    }

    private Future<Void> known(OfflineItem item, LotEvent event, Standing standing, List<OfflineApplied> all) {
        if (inAlready.isSame(item, event)) {
            return inAlready.taken(item, event, standing).map(applied -> {
                all.add(applied);
                return null;
            });
        }
        return another(item, all);
    }

    /** Another scan has had this scanId; a refusal is written down under an id of its own anyway. */
    private Future<Void> another(OfflineItem item, List<OfflineApplied> all) {
        if (!item.told().granted()) {
            return Future.succeededFuture();
        }
        if (item.isReused()) {
            return Future.failedFuture(new NotDecided("a scanId is in use twice over"));
        }
        item.takeAnotherKey(batch.lane());
        return batch.parts()
                .records()
                .byKey(batch.lotId(), item.key().toString())
                .otherwise((LotEvent) null)
                .compose(event -> event != null
                        ? known(item, event, Standing.DONE, all)
                        : judging.judged(List.of(item), Map.of()).compose(x -> one(item, null, all)));
    }
}
