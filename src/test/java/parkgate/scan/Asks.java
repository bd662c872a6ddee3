package parkgate.scan;

import java.util.UUID;
import parkgate.core.CredentialId;
import parkgate.core.access.AccessRequest;
import parkgate.core.access.NameUuid;

/** The same request with something else known. */
final class Asks {
    private Asks() {}

    static AccessRequest withRoot(AccessRequest a, CredentialId root) {
        return copy(a, a.nowMs(), a.deadlineMs(), root, true, a.fresh());
    }

    static AccessRequest fresh(AccessRequest a) {
        return copy(a, a.nowMs(), a.deadlineMs(), a.root(), a.rootCertain(), true);
    }

    /** Sent once more, later. */
    static AccessRequest again(AccessRequest a, long nowMs) {
        return copy(a, nowMs, nowMs + a.deadlineMs() - a.nowMs(), a.root(), a.rootCertain(), false);
    }

    /** The same code at the same lane under a new scanId. */
    static AccessRequest anew(AccessRequest a, long nowMs, UUID scan) {
        return copy(
                a,
                scan.toString(),
                NameUuid.sessionId(a.lane().lotId(), scan).toString(),
                NameUuid.decisionId(a.lane().lotId(), scan).toString(),
                nowMs,
                nowMs + a.deadlineMs() - a.nowMs(),
                a.root(),
                a.rootCertain(),
                false);
    }

    private static AccessRequest copy(
            AccessRequest a, long nowMs, long deadlineMs, CredentialId root, boolean rootCertain, boolean fresh) {
        return copy(a, a.scanId(), a.sessionId(), a.decisionId(), nowMs, deadlineMs, root, rootCertain, fresh);
    }

    private static AccessRequest copy(
            AccessRequest a,
            String scanId,
            String sessionId,
            String decisionId,
            long nowMs,
            long deadlineMs,
            CredentialId root,
            boolean rootCertain,
            boolean fresh) {
        return new AccessRequest(
                nowMs,
                scanId,
                a.lane(),
                a.credential(),
                root,
                rootCertain,
                a.codeClass(),
                a.step(),
                a.faults(),
                a.rules(),
                a.leastRightVersion(),
                a.moment(),
                fresh,
                sessionId,
                decisionId,
                a.extra(),
                deadlineMs,
                a.answersLiveMs(),
                a.outboxBound(),
                a.claimed(),
                a.claimedDecisionId());
    }
}
