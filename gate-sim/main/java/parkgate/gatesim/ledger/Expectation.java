package parkgate.gatesim.ledger;

import java.util.Set;
import parkgate.gatesim.api.Answer;

/**
 * Which answers to one scan are right. Mostly that is one; two where the moment of the decision, which nobody outside
 * knows, makes the difference.
 *
 * @param refusals the reasons that are right
 * @param grant a new grant is right
 * @param repeat the grant of {@code sessionId} again is right
 * @param sessionId of the stay that is repeated, or that an exit closes; empty where there is none
 */
public record Expectation(Set<String> refusals, boolean grant, boolean repeat, String sessionId) {
    public Expectation {
        refusals = Set.copyOf(refusals);
    }

    /** Whether an entry's answer is right. */
    public boolean fitsEntry(Answer answer) {
        if (!answer.granted()) {
            return refusals.contains(answer.reason());
        }
        return answer.sessionId().equals(sessionId)
                ? repeat
                : grant && !answer.sessionId().isEmpty();
    }

    /** Whether an exit's answer is right. */
    public boolean fitsExit(Answer answer) {
        if (!answer.granted()) {
            return refusals.contains(answer.reason());
        }
        return (grant || repeat) && (sessionId.isEmpty() || answer.sessionId().equals(sessionId));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (grant) {
            text.append("GRANTED");
        }
        if (repeat) {
            text.append(text.isEmpty() ? "" : " or ").append("the same grant again");
        }
        for (String refusal : refusals.stream().sorted().toList()) {
            text.append(text.isEmpty() ? "" : " or ").append(refusal);
        }
        return text.toString();
    }
}
