package parkgate.core.access;

import java.util.List;
import parkgate.core.CodeClass;

/**
 * What a lane did by itself while nobody could be asked: applied, never refused. Missing texts are empty.
 *
 * @param scanId its event's key, so that what was granted to that scan meanwhile stands
 * @param credentialId empty where the code named none
 * @param codeClass a class S code has one open session whatever passback is
 * @param eventMs when the lane did it, unix milliseconds, 1 to {@code nowMs}
 * @param sessionId that an entry begins, or that an exit without one gets; of {@link Manner#LEFT} the exit's
 * @param rightId by which it came in, as far as that is known
 * @param adjDelta of {@link Manner#LEFT}: 1 when its exit was taken off the cars without a session, else 0
 * @param flags what a rule would have refused that looks at no lot; OFFLINE first
 * @param rules as the instance knows them
 * @param outboxBound most events that may wait for PostgreSQL before the lane is asked to keep it for now
 */
public record OfflineScan(
        long nowMs,
        String scanId,
        Manner manner,
        Direction direction,
        String laneId,
        String credentialId,
        String rootId,
        CodeClass codeClass,
        long eventMs,
        String sessionId,
        String decisionId,
        String rightId,
        String poolId,
        int adjDelta,
        List<String> flags,
        String extra,
        LotRules rules,
        long outboxBound) {

    /** What the car did. */
    public enum Manner {
        /** It passed. */
        THROUGH,
        /** It passed, by a code that is nobody's. */
        UNMATCHED,
        /** It did not pass: recorded, not counted. */
        BACKED_OUT,
        /** It came in, and its exit is recorded already, by another lane that told sooner. */
        LEFT
    }

    public OfflineScan {
        flags = List.copyOf(flags);
    }
}
