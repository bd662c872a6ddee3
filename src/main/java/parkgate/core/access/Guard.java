package parkgate.core.access;

import org.jspecify.annotations.Nullable;

/**
 * The last accepted step of a credential of class T or D, at whatever lot: a code that rotates opens once. As text: these
 * fields joined by {@code |}.
 *
 * @param step that was accepted; -1 for none
 * @param lotId where, and {@code laneId} at which lane; both empty once it was given back
 * @param atMs when, unix milliseconds
 * @param scanId of the scan that it was accepted for, so that deciding it again meets no guard
 * @param decisionId of the grant
 * @param stepBefore what it replaced, to be given back when the grant is undone
 */
public record Guard(
        long step, String lotId, String laneId, long atMs, String scanId, String decisionId, long stepBefore) {

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
        /** The guard could not be asked: the grant stands, flagged. */
        AWAY
    }

    static Verdict verdict(@Nullable Guard last, long step, String lotId, String laneId, long nowMs, String scanId) {
        if (last == null || last.scanId.equals(scanId) || step > last.step) {
            return Verdict.NEW;
        } else if (step < last.step) {
            return Verdict.STALE;
        } else if (!last.lotId.equals(lotId) || !last.laneId.equals(laneId)) {
            return Verdict.REPLAYED;
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
        long before = last == null ? -1 : last.scanId.equals(scanId) ? last.stepBefore : last.step;
        return new Guard(step, lotId, laneId, nowMs, scanId, decisionId, before);
    }

    /** What stands after the grant was refused or undone; null for nothing. */
    @Nullable
    Guard givenBack() {
        return stepBefore == -1 ? null : new Guard(stepBefore, "", "", 0, "", "", -1);
    }

    /** As it stands in Redis. */
    public String format() {
        return String.join(
                "|",
                Long.toString(step),
                lotId,
                laneId,
                Long.toString(atMs),
                scanId,
                decisionId,
                Long.toString(stepBefore));
    }
}
