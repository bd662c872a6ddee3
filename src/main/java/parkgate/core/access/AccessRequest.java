package parkgate.core.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;

/**
 * One scan as the rules see it: the code is read and verified, the rest is the lot's to say.
 *
 * @param nowMs the instance's clock, unix milliseconds
 * @param root the credential that heads the chain of re-issues, as far as the instance knows
 * @param rootCertain true when PostgreSQL or the cached right has named it
 * @param step of a class T or D code; -1 for class S
 * @param faults of the code, which refuse at an entry and flag at an exit; REVOKED or REPLACED first
 * @param rules as the instance knows them
 * @param leastRightVersion a cached right that is older is a miss
 * @param moment on the lot's wall clock
 * @param fresh PostgreSQL has said that it does not know this scanId
 * @param sessionId of the session that a grant would begin
 * @param decisionId of a grant
 * @param extra of the event, see {@link Extra}
 * @param deadlineMs until when a passage could be reported, unix milliseconds
 * @param answersLiveMs how long answers are kept at least
 * @param outboxBound most events that may wait for PostgreSQL before entries are refused
 * @param claimed the verdict of a guard that was asked before, on another slot; null: it is asked here
 * @param claimedDecisionId the grant that {@link Guard.Verdict#SAME} speaks of; else empty
 */
public record AccessRequest(
        long nowMs,
        String scanId,
        Lane lane,
        CredentialId credential,
        CredentialId root,
        boolean rootCertain,
        CodeClass codeClass,
        long step,
        List<Reason> faults,
        LotRules rules,
        long leastRightVersion,
        LocalMoment moment,
        boolean fresh,
        String sessionId,
        String decisionId,
        String extra,
        long deadlineMs,
        long answersLiveMs,
        long outboxBound,
        Guard.@Nullable Verdict claimed,
        String claimedDecisionId) {

    public AccessRequest {
        faults = List.copyOf(faults);
    }

    /** How long a second reading at one lane counts as the first, milliseconds. */
    long echoMs() {
        return codeClass == CodeClass.S ? EntryRules.STATIC_ECHO_MS : Guard.STEP_ECHO_MS;
    }

    /** What a grant's event says of its passage: a lane without a loop awaits none. */
    long grantDeadlineMs() {
        return lane.confirmPassage() ? deadlineMs : 0;
    }
}
