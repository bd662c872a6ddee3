package parkgate.scan;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import parkgate.core.Reason;
import parkgate.core.access.EventKind;
import parkgate.core.access.LotEvent;

/** Waits until all that the lot has of a batch is recorded or marked, and says of each scan what became of it. */
final class OfflineSettling {
    private final OfflineBatch batch;
    private final OfflineKeptBack keptBack;

    OfflineSettling(OfflineBatch batch, OfflineKeptBack keptBack) {
        this.batch = batch;
        this.keptBack = keptBack;
    }

    /** Those that a rebuild dropped, and that are to be told again, in the lane's order. */
    Future<List<OfflineItem>> settled(List<OfflineApplied> all) {
        List<OfflineItem> again = new ArrayList<>();
        List<Future<?>> settling = new ArrayList<>();
        for (OfflineApplied one : all) {
            Supplier<Future<Boolean>> dropped = () -> {
                again.add(one.item());
                return Future.succeededFuture(false);
            };
            settling.add(batch.parts()
                    .settling()
                    .settle(
                            batch.lotId(),
                            one.event(),
                            one.standing(),
                            durability -> {
                                one.item().become(result(one, durability));
                                return true;
                            },
                            dropped)
                    .recover(failure -> {
                        keptBack.by(failure);
                        return Future.succeededFuture(false);
                    }));
        }
        return Future.join(settling).map(x -> {
            again.sort(Comparator.comparingLong(item -> item.told().deviceSeq()));
            return again;
        });
    }

    private OfflineResult result(OfflineApplied one, Durability durability) {
        LotEvent event = one.event();
        if (event.kind() == EventKind.ENTRY
                && event.flags().contains(OfflineFacts.OFFLINE)
                && event.flags().contains(Reason.PASSBACK.name())) {
            batch.parts().doubles().doubleAdmit(batch.lotId(), batch.lane().id(), event.sessionId());
        }
        String session = event.sessionId().isEmpty() ? null : event.sessionId();
        if (!one.fresh()) {
            return OfflineResult.known(one.item().told(), event.flags(), session, durability);
        }
        return OfflineResult.taken(one.item().told(), event.flags(), session, durability);
    }
}
