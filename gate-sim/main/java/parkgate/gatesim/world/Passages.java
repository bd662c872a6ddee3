package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.api.Outcome;
import parkgate.gatesim.ledger.Ledger;
import parkgate.gatesim.ledger.LotCount;

/** Reports what the loops saw after a grant, as often as it takes, and checks what the service makes of it. */
final class Passages {
    private final Ledger ledger;
    private final Latency latency;

    Passages(Ledger ledger, Latency latency) {
        this.ledger = ledger;
        this.latency = latency;
    }

    void entered(Lane lane, Answer granted) {
        if (lane.confirmsPassage) {
            report(lane, granted, Outcome.CONFIRMED, () -> {}, "ACTIVE");
        }
    }

    /** Where a lane cut off let the car in, the service may hear of its entry after its exit. */
    void left(Lane lane, Answer granted) {
        if (lane.confirmsPassage && lane.computer.decidesAlone()) {
            report(lane, granted, Outcome.CONFIRMED, () -> {}, "COMPLETED", "INVALID");
        } else if (lane.confirmsPassage) {
            report(lane, granted, Outcome.CONFIRMED, () -> {}, "COMPLETED");
        }
    }

    /** A car without an entry has left: what the service makes of half a stay is its own choice, but it is over. */
    void leftWithoutEntry(Lane lane, Answer granted) {
        if (lane.confirmsPassage) {
            report(lane, granted, Outcome.CONFIRMED, () -> {}, "COMPLETED", "INVALID");
        }
    }

    /** The car is outside as before: its space is free again, from some moment on that only the service knows. */
    void backedOutOfEntry(Lane lane, Answer granted) {
        LotCount count = ledger.count(lane.lotId);
        count.add(-1, 0);
        report(lane, granted, Outcome.NO_ENTRY, () -> count.add(0, -1), "INVALID");
    }

    /** The car is inside as before. */
    void stayedInside(Lane lane, Answer granted) {
        LotCount count = ledger.count(lane.lotId);
        count.add(0, 1);
        report(lane, granted, Outcome.NO_ENTRY, () -> count.add(1, 0), "ACTIVE");
    }

    /** Ends when the service has answered, and {@code then} has run; where lanes may be cut off, nobody waits for that. */
    private void report(Lane lane, Answer granted, Outcome outcome, Runnable then, String... statuses) {
        boolean here = lane.computer.wasDecidedHere(granted.decisionId());
        long start = System.nanoTime();
        CompletableFuture<Void> done = lane.computer
                .passed(granted.decisionId(), outcome)
                .thenAccept(session -> {
                    then.run();
                    if (!here) {
                        latency.took(System.nanoTime() - start);
                        check(lane, granted, outcome, session, List.of(statuses));
                    }
                });
        if (lane.computer.decidesAlone()) {
            lane.computer.follow(done);
        } else {
            LaneComputer.await(done, "POST /v1/passages at " + lane.id);
        }
    }

    private void check(Lane lane, Answer granted, Outcome outcome, JsonNode session, List<String> statuses) {
        String where = "passage " + outcome + " of decision " + granted.decisionId() + " at " + lane.id;
        if (!session.path("sessionId").asText().equals(granted.sessionId())) {
            ledger.differs(
                    where,
                    "session " + granted.sessionId(),
                    session.path("sessionId").asText());
        }
        String status = session.path("status").asText();
        if (!statuses.contains(status)) {
            ledger.differs(where, "status " + String.join(" or ", statuses), "'" + status + "'");
        }
    }
}
