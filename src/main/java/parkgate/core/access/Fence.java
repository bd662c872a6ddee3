package parkgate.core.access;

import java.util.List;
import java.util.Map;

/**
 * Why PostgreSQL did not take a run of a lot's events, and what to do about it. The run has consecutive numbers of one
 * epoch; what PostgreSQL holds was read after the attempt.
 */
public final class Fence {
    private Fence() {}

    public enum Verdict {
        /** All of it stands in PostgreSQL already. */
        RECORDED,
        /** The first {@link Finding#recorded()} stand already; the rest fits right behind: try it again. */
        RETRY,
        /** An earlier number is not there yet: record what the outbox holds below, then this. */
        GAP,
        /** The lot was rebuilt under another epoch, or these numbers belong to other events: rebuild, decide again. */
        REBUILD
    }

    /**
     * What was found.
     *
     * @param recorded how many events at the start of the run stand in PostgreSQL, as they are
     */
    public record Finding(int recorded, Verdict verdict) {}

    /**
     * Looks at a run against what PostgreSQL holds.
     *
     * @param run consecutive events of one lot and epoch, at least one
     * @param epoch of the lot in PostgreSQL
     * @param lastSeq the lot's last number in PostgreSQL
     * @param seqByKey the numbers under which keys of the run stand in PostgreSQL
     */
    public static Finding look(List<LotEvent> run, long epoch, long lastSeq, Map<String, Long> seqByKey) {
        int recorded = 0;
        while (recorded < run.size()) {
            LotEvent event = run.get(recorded);
            Long there = seqByKey.get(event.key());
            if (there == null || there != event.seq()) {
                break;
            }
            recorded++;
        }
        if (recorded == run.size()) {
            return new Finding(recorded, Verdict.RECORDED);
        }
        LotEvent next = run.get(recorded);
        boolean elsewhere = run.stream().skip(recorded).anyMatch(e -> seqByKey.containsKey(e.key()));
        if (elsewhere || next.seq() <= lastSeq || next.epoch() != epoch) {
            return new Finding(recorded, Verdict.REBUILD);
        }
        return new Finding(recorded, next.seq() == lastSeq + 1 ? Verdict.RETRY : Verdict.GAP);
    }
}
