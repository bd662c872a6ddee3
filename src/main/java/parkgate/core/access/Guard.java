package parkgate.core.access;

import org.jspecify.annotations.Nullable;

/**
 * The last accepted step of a credential of class T or D, at whatever lot: a code that rotates opens once. As text: these
 * fields joined by {@code |}, with an empty token before the last (on a cluster it is what a refused scan gives back by),
 * and the fields of what stood before joined by {@code ,}.
 *
 * @param step that was accepted
 * @param lotId where, and {@code laneId} at which lane
 * @param atMs when, unix milliseconds
 * @param scanId of the scan that it was accepted for, so that deciding it again meets no guard
 * @param decisionId of the grant
 * @param before what it replaced, to be restored when the grant is undone; null for nothing
 */
public record Guard(
        long step,
        String lotId,
        String laneId,
        long atMs,
        String scanId,
        String decisionId,
        @Nullable Guard before) {

    /** The same step at the same lane for this long: the camera read one code twice. */
    static final long STEP_ECHO_MS = 30_000;

    /** What a step means to the guard. */
    public enum Verdict {
        /** Not seen before, or seen for this very scan. */
        NEW,
        /** Seen at this lane within the echo time. */
        SAME,
        /** Seen at this lane, longer ago. */
        LATE,
        /** Seen at another lane or lot: a copy. */
        REPLAYED,
        /** A newer one was accepted since. */
        STALE,
        /** Only of what a lane accepted by itself: a newer one was accepted later, as is right. */
        LATER,
        /** The guard could not be asked: the grant stands, flagged. */
        AWAY
    }

    static Verdict verdict(@Nullable Guard last, long step, String lotId, String laneId, long nowMs, String scanId) {
        if (last == null || step > last.step) {
            return Verdict.NEW;
        } else if (step < last.step) {
            return Verdict.STALE;
        } else if (!last.lotId.equals(lotId) || !last.laneId.equals(laneId)) {
            return Verdict.REPLAYED;
        } else if (last.scanId.equals(scanId)) {
            return Verdict.NEW;
        }
        return nowMs - last.atMs <= STEP_ECHO_MS ? Verdict.SAME : Verdict.LATE;
    }

    static Guard taken(
            @Nullable Guard last,
            long step,
            String lotId,
            String laneId,
            long nowMs,
            String scanId,
            String decisionId) {
        Guard before = last == null ? null : last.step == step ? last.before : last.alone();
        return new Guard(step, lotId, laneId, nowMs, scanId, decisionId, before);
    }

    /** What stands after the grant was undone: all of what it replaced. Null for nothing. */
    @Nullable
    Guard givenBack() {
        return before;
    }

    private Guard alone() {
        return new Guard(step, lotId, laneId, atMs, scanId, decisionId, null);
    }

    /** As it stands in Redis. */
    public String format() {
        return joined("|") + "||" + (before == null ? "" : before.joined(","));
    }

    private String joined(String separator) {
        return String.join(separator, Long.toString(step), lotId, laneId, Long.toString(atMs), scanId, decisionId);
    }
}
