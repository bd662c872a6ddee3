package parkgate.scan;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;

/**
 * One batch of a lane on its way into the lot's history, in the order of the lane's own counter.
 *
 * <pre>
 * known     PostgreSQL: which scans are in already         ALREADY_KNOWN
 * judge     codes, rights, steps: flags, never refusals
 * apply     one Redis call each, in order                  the lot's next number
 * settle    all of them together: recorded, or marked      RECORDED, FLAGGED
 * again     what a rebuild dropped, from "known" on        NOT_TAKEN after {@value #MAX_ROUNDS} times
 * </pre>
 *
 * What cannot be taken now keeps back all that the lane did after it, so that no exit is told before its entry.
 */
final class OfflineUpload {
    static final int MAX_ROUNDS = 4;

    private final List<OfflineItem> items;
    private final OfflineJudging judging;
    private final OfflineApplying applying;
    private final OfflineSettling settling;
    private final OfflineRefusals refusals;
    private final OfflineKeptBack keptBack;

    /** {@code items} in the order in which they were sent. */
    OfflineUpload(OfflineUploads.Parts parts, Lane lane, LotRules rules, long nowMs, List<OfflineItem> items) {
        OfflineBatch batch = new OfflineBatch(parts, lane, rules, nowMs);
        this.items = items;
        this.keptBack = new OfflineKeptBack(batch.lotId());
        this.judging = new OfflineJudging(batch);
        this.applying = new OfflineApplying(batch, judging, keptBack);
        this.settling = new OfflineSettling(batch, keptBack);
        this.refusals = new OfflineRefusals(batch, keptBack);
    }

    /**
     * Takes in what can be taken in.
     *
     * @return a result for each scan, in the order in which they were sent; fails with what was away when that kept back all
     */
    Future<List<OfflineResult>> record() {
        List<OfflineItem> inOrder = items.stream()
                .sorted(Comparator.comparingLong(item -> item.told().deviceSeq()))
                .toList();
        return round(inOrder, MAX_ROUNDS).compose(x -> refusals.write(inOrder)).map(x -> {
            if (items.stream().allMatch(item -> item.result() == null)) {
                keptBack.rethrow();
            }
            return items.stream().map(OfflineUpload::result).toList();
        });
    }

    private Future<Void> round(List<OfflineItem> open, int rounds) {
        if (open.isEmpty() || rounds == 0) {
            return Future.succeededFuture();
        }
        return judging.known(open)
                .compose(known -> judging.judged(open, known).compose(x -> applying.applied(open, known)))
                .compose(settling::settled)
                .compose(again -> round(again, rounds - 1));
    }

    private static OfflineResult result(OfflineItem item) {
        OfflineResult result = item.result();
        return result == null ? OfflineResult.notTaken(item.told()) : result;
    }
}
