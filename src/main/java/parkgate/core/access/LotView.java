package parkgate.core.access;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a lot holds, as values: what a test compares with Redis.
 *
 * @param stays of each root credential, oldest first
 * @param pending decision id to root, of grants whose passage is not reported
 * @param outbox events that are perhaps not yet in PostgreSQL, in their order
 * @param answers by key
 */
public record LotView(
        long epoch,
        long seq,
        long mark,
        long done,
        long sinceMs,
        boolean sure,
        int open,
        int adj,
        long atMs,
        @Nullable LotRules rules,
        Map<String, Integer> pools,
        Map<String, List<Stay>> stays,
        Map<String, String> pending,
        List<LotEvent> outbox,
        Map<String, LotEvent> answers) {

    static LotView of(LotState lot, Map<String, LotEvent> answers) {
        return new LotView(
                lot.epoch,
                lot.seq,
                lot.mark,
                lot.done,
                lot.sinceMs,
                lot.sure,
                lot.open,
                lot.adj,
                lot.atMs,
                lot.rules,
                new TreeMap<>(lot.pools),
                new TreeMap<>(lot.stays),
                new TreeMap<>(lot.pending),
                List.copyOf(lot.outbox.values()),
                new TreeMap<>(answers));
    }

    /** What is published: cars inside, never below zero. */
    public int currentCount() {
        return Math.max(0, open + adj);
    }
}
