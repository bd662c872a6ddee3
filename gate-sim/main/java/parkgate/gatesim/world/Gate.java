package parkgate.gatesim.world;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.api.ServerClock;
import parkgate.gatesim.ledger.Card;
import parkgate.gatesim.ledger.Expectation;
import parkgate.gatesim.ledger.Ledger;
import parkgate.gatesim.ledger.LotCount;
import parkgate.gatesim.ledger.LotRules;
import parkgate.gatesim.ledger.Oracle;
import parkgate.gatesim.ledger.ScanRecord;
import parkgate.gatesim.ledger.Shown;
import parkgate.gatesim.ledger.Stay;
import parkgate.gatesim.scenario.Plan.Mishap;

/** What a gate does with a text that its scanner read: asks, holds the answer against the ledger, and books it. */
final class Gate {
    private final Ledger ledger;
    private final ServerClock clock;
    private final Sending sending;

    Gate(Ledger ledger, ServerClock clock, Sending sending) {
        this.ledger = ledger;
        this.clock = clock;
        this.sending = sending;
    }

    /** Asks at an entry; a new grant begins a stay. */
    Answer enter(Lane lane, Card card, Shown shown, UUID scanId, Mishap mishap) {
        LotRules lot = ledger.lot(lane.lotId);
        LotCount count = ledger.count(lane.lotId);
        count.add(0, 1);
        LotCount.Watch watch = count.watch();
        Instant sentAt = clock.instant();
        Sending.Sent sent = send(lane, shown, scanId, mishap);
        Answer answer = sent.answer();
        count.end(watch);
        Expectation expected =
                Oracle.entry(lot, lane.id, card, shown, sentAt, clock.instant(), watch.lowest(), watch.highest() - 1);
        boolean begins = answer.granted() && (sent.alone() ? !answer.replayed() : !isStay(card.lastStay(), answer));
        count.add(begins ? 1 : 0, begins ? 0 : -1);
        if (begins) {
            Stay stay = new Stay(lane.lotId, answer.sessionId(), lane.id, clock.instant());
            card.begin(stay);
            if (sent.alone()) {
                lane.computer.whenTold(answer.decisionId(), session -> told(stay, session));
            }
        }
        if (answer.granted() && isNewStep(card, shown)) {
            card.accept(shown.step(), lane.id, clock.instant());
        }
        boolean fits = sent.alone() ? fitsAlone(expected, answer) : expected.fitsEntry(answer);
        check(fits, expected, lane, card, shown, scanId, answer);
        checkShape(lane, "ENTRY", scanId, sent, expected);
        return answer;
    }

    /** Asks at an exit. */
    Answer leave(Lane lane, Card card, Shown shown, UUID scanId, Mishap mishap) {
        LotRules lot = ledger.lot(lane.lotId);
        LotCount count = ledger.count(lane.lotId);
        Expectation expected = Oracle.exit(lot, lane.id, card, shown);
        boolean closes = expected.grant() && (!expected.sessionId().isEmpty() || staysHere(card, lane));
        boolean lowers = closes || (expected.grant() && ledger.unknownLeft(lane.lotId));
        count.add(lowers ? -1 : 0, 0);
        Sending.Sent sent = send(lane, shown, scanId, mishap);
        Answer answer = sent.answer();
        count.add(lowers && !answer.granted() ? 1 : 0, lowers && answer.granted() ? -1 : 0);
        Stay stay = card.lastStay();
        if (closes && answer.granted() && stay != null) {
            stay.leavesBy(lane.id);
            if (sent.alone()) {
                lane.computer.whenTold(answer.decisionId(), session -> told(stay, session));
            } else if (stay.isUntold()) {
                told(stay, answer.sessionId());
            }
        } else if (answer.granted() && expected.sessionId().isEmpty() && !isRepeatHere(sent)) {
            withoutEntry(lane, sent);
        }
        boolean fits = sent.alone() ? fitsAlone(expected, answer) : expected.fitsExit(answer);
        check(fits, expected, lane, card, shown, scanId, answer);
        checkShape(lane, "EXIT", scanId, sent, expected);
        return answer;
    }

    /** A grant of this lane alone, again: it is in the journal once. */
    private static boolean isRepeatHere(Sending.Sent sent) {
        return sent.alone() && sent.answer().replayed();
    }

    private void withoutEntry(Lane lane, Sending.Sent sent) {
        if (sent.alone()) {
            lane.computer.whenTold(sent.answer().decisionId(), ledger::sessionWithoutEntry);
        } else {
            ledger.sessionWithoutEntry(sent.answer().sessionId());
        }
    }

    /** The session of a stay, as the service names it when it hears of what a lane decided by itself. */
    private void told(Stay stay, String session) {
        if (!stay.told(session)) {
            ledger.differs("the session of a stay at " + stay.lotId(), stay.sessionId(), session);
        }
    }

    private static boolean fitsAlone(Expectation expected, Answer answer) {
        if (!answer.granted()) {
            return expected.refusals().contains(answer.reason());
        }
        return answer.replayed() ? expected.repeat() : expected.grant();
    }

    private Sending.Sent send(Lane lane, Shown shown, UUID scanId, Mishap mishap) {
        Sending.Sent sent = sending.send(lane, scanId, shown.text(), mishap);
        ledger.answered(new ScanRecord(scanId, lane.lotId, lane.id, sent.answer(), sent.certain()));
        return sent;
    }

    private void check(
            boolean fits, Expectation expected, Lane lane, Card card, Shown shown, UUID scanId, Answer answer) {
        if (!fits) {
            ledger.differs(
                    "scan " + scanId + " at " + lane.id + " of " + shown + " credential " + card.credentialId(),
                    expected + (expected.sessionId().isEmpty() ? "" : " of session " + expected.sessionId()),
                    answer.word() + (answer.granted() ? " of session " + answer.sessionId() : ""));
        }
    }

    /** What every grant must carry. */
    private void checkShape(Lane lane, String direction, UUID scanId, Sending.Sent sent, Expectation expected) {
        Answer answer = sent.answer();
        String where = "answer to scan " + scanId + " at " + lane.id;
        if (!answer.granted()) {
            return;
        }
        if (!answer.direction().equals(direction)) {
            ledger.differs(where, "direction " + direction, "'" + answer.direction() + "'");
        }
        if (sent.alone()) {
            return;
        }
        if (answer.decisionId().isEmpty() || answer.sessionId().isEmpty()) {
            ledger.differs(where, "a decisionId and a sessionId", answer.toString());
        }
        if (!answer.durability().equals("COMMITTED") && !answer.durability().equals("QUEUED")) {
            ledger.differs(where, "durability COMMITTED or QUEUED", "'" + answer.durability() + "'");
        }
        if (sent.certain() && !answer.replayed() && answer.passageExpected() != lane.confirmsPassage) {
            ledger.differs(where, "a passage: " + lane.confirmsPassage, "" + answer.passageExpected());
        }
        if (sent.certain() && expected.repeat() != expected.grant() && answer.replayed() != expected.repeat()) {
            ledger.differs(where, "replayed: " + expected.repeat(), "" + answer.replayed());
        }
    }

    /** It came in here, and the service has not been told yet. */
    private static boolean staysHere(Card card, Lane lane) {
        Stay stay = card.lastStay();
        return stay != null && stay.open() && stay.isUntold() && stay.lotId().equals(lane.lotId);
    }

    private static boolean isNewStep(Card card, Shown shown) {
        Card.Accepted accepted = card.accepted();
        return shown.step() != Shown.NO_STEP && (accepted == null || shown.step() > accepted.step());
    }

    private static boolean isStay(@Nullable Stay stay, Answer answer) {
        return stay != null && stay.sessionId().equals(answer.sessionId());
    }
}
