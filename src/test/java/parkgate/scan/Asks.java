package parkgate.scan;

import parkgate.core.CredentialId;
import parkgate.core.access.AccessRequest;

/** The same request with something else known. */
final class Asks {
    private Asks() {}

    static AccessRequest withRoot(AccessRequest a, CredentialId root) {
        return copy(a, a.nowMs(), a.deadlineMs(), root, true, a.leastRightVersion(), a.fresh());
    }

    static AccessRequest fresh(AccessRequest a) {
        return copy(a, a.nowMs(), a.deadlineMs(), a.root(), a.rootCertain(), a.leastRightVersion(), true);
    }

    /** Sent once more, later. */
    static AccessRequest again(AccessRequest a, long nowMs) {
        return copy(
                a, nowMs, nowMs + a.deadlineMs() - a.nowMs(), a.root(), a.rootCertain(), a.leastRightVersion(), false);
    }

    private static AccessRequest copy(
            AccessRequest a,
            long nowMs,
            long deadlineMs,
            CredentialId root,
            boolean rootCertain,
            long leastRightVersion,
            boolean fresh) {
        return new AccessRequest(
                nowMs,
                a.scanId(),
                a.lane(),
                a.credential(),
                root,
                rootCertain,
                a.codeClass(),
                a.step(),
                a.faults(),
                a.rules(),
                leastRightVersion,
                a.moment(),
                fresh,
                a.sessionId(),
                a.decisionId(),
                a.extra(),
                deadlineMs,
                a.answersLiveMs(),
                a.outboxBound(),
                a.claimed(),
                a.claimedDecisionId());
    }
}
