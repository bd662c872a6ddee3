package parkgate.gatesim.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.lane.Decided;
import parkgate.gatesim.lane.line.LineReply;
import parkgate.gatesim.ledger.Ledger;
import parkgate.gatesim.scenario.Plan.Mishap;

/** One scan by the lane's own program, over a network that loses and repeats; holds the service to its first grant. */
final class Sending {
    private final Ledger ledger;
    private final Latency latency;

    Sending(Ledger ledger, Latency latency) {
        this.ledger = ledger;
        this.latency = latency;
    }

    /**
     * The answer that the gate acted on.
     *
     * @param certain the service was asked once and answered at once, or not at all
     * @param alone the lane decided it
     */
    record Sent(Answer answer, boolean certain, boolean alone) {}

    Sent send(Lane lane, UUID scanId, String code, Mishap mishap) {
        Decided decided = lane.computer.scan(scanId, code, mishap);
        List<Answer> heard = answers(lane.computer.line().heard());
        hold(scanId, heard, mishap == Mishap.SENT_TWICE);
        if (decided.offline()) {
            return new Sent(alone(decided), heard.isEmpty(), true);
        }
        latency.took(decided.tookNanos());
        return new Sent(Answer.of(decided.answer()), decided.attempts() == 1 && heard.size() == 1, false);
    }

    /** The session is the service's to name, when it hears of it. */
    private static Answer alone(Decided decided) {
        boolean again = !decided.decisionId().equals(decided.scanId().toString());
        return new Answer(
                decided.granted(),
                decided.reason(),
                decided.decisionId(),
                again,
                decided.direction(),
                "",
                "",
                decided.passageExpected(),
                -1);
    }

    private static List<Answer> answers(List<LineReply> replies) {
        List<Answer> answers = new ArrayList<>();
        for (LineReply reply : replies) {
            try {
                answers.add(Answer.of(reply.json()));
            } catch (IOException e) {
                throw new IllegalStateException("a 200 that is not JSON", e);
            }
        }
        return answers;
    }

    /** A grant stays the same grant under its scanId; a denial may be decided again. */
    private void hold(UUID scanId, List<Answer> heard, boolean atOnce) {
        for (int i = 1; i < heard.size(); i++) {
            Answer one = heard.get(i - 1);
            Answer other = heard.get(i);
            if (one.granted() && other.granted()) {
                same(scanId, one, other);
            } else if (one.granted() && !atOnce) {
                ledger.differs(where(scanId), "the grant again", other.word());
            }
        }
    }

    private void same(UUID scanId, Answer one, Answer other) {
        if (!one.decisionId().equals(other.decisionId()) || !one.sessionId().equals(other.sessionId())) {
            ledger.differs(
                    where(scanId),
                    "decision " + one.decisionId() + " and session " + one.sessionId() + " again",
                    "decision " + other.decisionId() + " and session " + other.sessionId());
        }
        if (!one.replayed() && !other.replayed()) {
            ledger.differs(where(scanId), "replayed: true in one of two answers", "false in both");
        }
    }

    private static String where(UUID scanId) {
        return "scan " + scanId + " sent twice";
    }
}
