package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.api.LaneLink;
import parkgate.gatesim.api.Patience;
import parkgate.gatesim.api.Reply;
import parkgate.gatesim.ledger.Ledger;
import parkgate.gatesim.scenario.Plan.Mishap;

/** Sends one scan over a network that loses answers and repeats requests, and holds the service to its first grant. */
final class Sending {
    private final Ledger ledger;
    private final Latency latency;
    private final ExecutorService second;

    /** Sends, with {@code second} for whatever is sent beside. */
    Sending(Ledger ledger, Latency latency, ExecutorService second) {
        this.ledger = ledger;
        this.latency = latency;
        this.second = second;
    }

    /**
     * The answer that the gate acted on.
     *
     * @param certain it was sent once and answered at once
     */
    record Sent(Answer answer, boolean certain) {}

    Sent send(LaneLink link, ObjectNode scan, Mishap mishap) {
        return switch (mishap) {
            case LOST_ANSWER -> {
                Answer lost = once(link, scan).answer();
                yield new Sent(same(scan, lost, once(link, scan).answer(), false), false);
            }
            case SENT_TWICE -> {
                CompletableFuture<Sent> other = CompletableFuture.supplyAsync(() -> once(link, scan), second);
                Answer first = once(link, scan).answer();
                yield new Sent(same(scan, first, joined(other).answer(), true), false);
            }
            case NONE, BARRIER_STAYS_SHUT -> once(link, scan);
        };
    }

    private Sent once(LaneLink link, ObjectNode scan) {
        Reply reply = link.send(scan, Patience.GATE);
        latency.took(reply.tookNanos());
        return new Sent(LaneLink.read(reply), reply.attempts() == 1);
    }

    private static Sent joined(CompletableFuture<Sent> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException trouble ? trouble : e;
        }
    }

    /** A grant stays the same grant under its scanId; a denial may be decided again. */
    private Answer same(ObjectNode scan, Answer one, Answer other, boolean atOnce) {
        if (!one.granted() || !other.granted()) {
            if (one.granted() && !atOnce) {
                ledger.differs(where(scan), "the grant again", other.word());
            }
            return one.granted() ? one : other;
        }
        if (!one.decisionId().equals(other.decisionId()) || !one.sessionId().equals(other.sessionId())) {
            ledger.differs(
                    where(scan),
                    "decision " + one.decisionId() + " and session " + one.sessionId() + " again",
                    "decision " + other.decisionId() + " and session " + other.sessionId());
        }
        if (!one.replayed() && !other.replayed()) {
            ledger.differs(where(scan), "replayed: true in one of two answers", "false in both");
        }
        return one;
    }

    private static String where(ObjectNode scan) {
        return "scan " + scan.path("scanId").asText() + " sent twice";
    }
}
