package parkgate.scan;

import java.util.UUID;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;

/**
 * A scan that the lot has to decide: everything that the instance knows of it.
 *
 * @param nowMs the instance's clock, unix milliseconds: the one clock of this decision
 * @param root the credential that heads the chain of re-issues, as far as this instance knows
 * @param rootCertain false when a re-issue at another instance could still be on its way
 * @param faults of the code, that refuse at an entry and flag at an exit, joined by {@code +}
 * @param extra what travels with the event
 * @param minRightVersion the lowest version that a cached right must carry
 * @param fresh PostgreSQL has said that it does not know this scanId
 */
record Question(
        long nowMs,
        UUID scanId,
        Lane lane,
        LotRules rules,
        CredentialId credential,
        CredentialId root,
        boolean rootCertain,
        CodeClass codeClass,
        long step,
        String faults,
        String extra,
        long minRightVersion,
        boolean fresh) {

    Question withRoot(CredentialId certain) {
        return new Question(
                nowMs,
                scanId,
                lane,
                rules,
                credential,
                certain,
                true,
                codeClass,
                step,
                faults,
                extra,
                minRightVersion,
                fresh);
    }

    /** {@code fresh} holds for one picture of the lot: whoever saw it rebuilt has to ask again. */
    Question asked(boolean fresh) {
        return new Question(
                nowMs,
                scanId,
                lane,
                rules,
                credential,
                root,
                rootCertain,
                codeClass,
                step,
                faults,
                extra,
                minRightVersion,
                fresh);
    }
}
