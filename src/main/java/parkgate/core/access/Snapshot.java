package parkgate.core.access;

import java.util.List;
import java.util.Map;

/**
 * What PostgreSQL knows of a lot, read in one piece, to be installed under a new epoch.
 *
 * @param lastSeq the last recorded number
 * @param adj cars without a session
 * @param atMs when the count last changed, unix milliseconds
 * @param stays of each root credential, oldest first
 */
public record Snapshot(long epoch, long lastSeq, int adj, long atMs, Map<String, List<Stay>> stays) {
    public Snapshot {
        stays = Map.copyOf(stays);
    }

    /** A lot that was never used. */
    public static Snapshot empty(long epoch) {
        return new Snapshot(epoch, 0, 0, 0, Map.of());
    }

    /** What a lot holds after these recorded events, the first of which has number 1. */
    public static Snapshot of(long epoch, List<LotEvent> recorded) {
        LotState lot = new LotState("");
        recorded.forEach(lot::apply);
        return new Snapshot(epoch, recorded.size(), lot.adj, lot.atMs, lot.stays);
    }

    LotState state(String lotId, long nowMs) {
        LotState lot = new LotState(lotId);
        lot.epoch = epoch;
        lot.sinceMs = nowMs;
        lot.seq = lastSeq;
        lot.mark = lastSeq;
        lot.done = lastSeq;
        lot.adj = adj;
        lot.atMs = atMs;
        stays.forEach((root, all) -> {
            lot.stays.put(root, all);
            all.forEach(stay -> count(lot, root, stay));
        });
        return lot;
    }

    private static void count(LotState lot, String root, Stay stay) {
        if (stay.open()) {
            lot.open++;
            lot.countPool(stay.poolId(), 1);
        }
        if (stay.awaitsPassage()) {
            lot.pending.put(stay.decisionId(), root);
        }
    }
}
