package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.api.Outcome;
import parkgate.gatesim.api.Patience;
import parkgate.gatesim.api.Reply;
import parkgate.gatesim.api.ServerClock;
import parkgate.gatesim.ledger.Ledger;
import parkgate.gatesim.ledger.LotCount;

/** Reports what the loops saw after a grant, as often as it takes, and checks what the service makes of it. */
final class Passages {
    private final Ledger ledger;
    private final ServerClock clock;
    private final Latency latency;

    Passages(Ledger ledger, ServerClock clock, Latency latency) {
        this.ledger = ledger;
        this.clock = clock;
        this.latency = latency;
    }

    void entered(Lane lane, Answer granted) {
        if (lane.confirmsPassage) {
            report(lane, granted, Outcome.CONFIRMED, "ACTIVE");
        }
    }

    void left(Lane lane, Answer granted) {
        if (lane.confirmsPassage) {
            report(lane, granted, Outcome.CONFIRMED, "COMPLETED");
        }
    }

    /** A car without an entry has left: what the service makes of half a stay is its own choice, but it is over. */
    void leftWithoutEntry(Lane lane, Answer granted) {
        if (lane.confirmsPassage) {
            report(lane, granted, Outcome.CONFIRMED, "COMPLETED", "INVALID");
        }
    }

    /** The car is outside as before: its space is free again, from some moment on that only the service knows. */
    void backedOutOfEntry(Lane lane, Answer granted) {
        LotCount count = ledger.count(lane.lotId);
        count.add(-1, 0);
        report(lane, granted, Outcome.NO_ENTRY, "INVALID");
        count.add(0, -1);
    }

    /** The car is inside as before. */
    void stayedInside(Lane lane, Answer granted) {
        LotCount count = ledger.count(lane.lotId);
        count.add(0, 1);
        report(lane, granted, Outcome.NO_ENTRY, "ACTIVE");
        count.add(1, 0);
    }

    private void report(Lane lane, Answer granted, Outcome outcome, String... statuses) {
        Reply reply = lane.link.passage(granted.decisionId(), outcome, clock.instant(), Patience.GATE);
        latency.took(reply.tookNanos());
        JsonNode session = reply.body();
        String where = "passage " + outcome + " of decision " + granted.decisionId() + " at " + lane.id;
        if (!session.path("sessionId").asText().equals(granted.sessionId())) {
            ledger.differs(
                    where,
                    "session " + granted.sessionId(),
                    session.path("sessionId").asText());
        }
        String status = session.path("status").asText();
        if (!List.of(statuses).contains(status)) {
            ledger.differs(where, "status " + String.join(" or ", statuses), "'" + status + "'");
        }
    }
}
