package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.IN_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.OUT;
import static parkgate.core.access.LotScene.OUT_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.granted;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.core.access.LotScene.Car;

/** Grants that no lane was told: what the sweep says of them before it records them. */
class UntoldTest {
    private LotScene lot;
    private Car car;

    @BeforeEach
    void a_car() {
        lot = new LotScene();
        car = lot.paper(1);
    }

    private Answer untold(LotEvent grant) {
        return lot.book.untold(
                lot.now, grant.decisionId(), grant.seq(), lot.now + 60_000, grant.decisionId() + ":UNTOLD");
    }

    private static SessionState session(LotEvent... events) {
        return SessionState.after("lot", List.of(events)).get(0);
    }

    @Test
    void an_entry_without_a_loop_waits_for_its_passage() {
        LotEvent in = granted(lot.scan(car, IN_WITHOUT_LOOP));
        LotEvent said = granted(untold(in));
        assertEquals(List.of("UNTOLD"), said.flags());
        assertEquals(lot.now + 60_000, said.deadlineMs());
        assertEquals(Map.of(in.decisionId(), car.root().text()), lot.view().pending());
        assertEquals(1, lot.open());

        lot.now = said.deadlineMs();
        LotEvent expired = granted(lot.report(in, EventKind.EXPIRED));
        assertEquals(0, lot.open());
        assertEquals(SessionState.Status.INVALID, session(in, said, expired).status());
    }

    @Test
    void told_by_a_repeat_it_is_inside() {
        LotEvent in = granted(lot.scan(car, IN_WITHOUT_LOOP));
        granted(untold(in));
        Answer.Repeated again = assertInstanceOf(Answer.Repeated.class, lot.scan(car, IN_WITHOUT_LOOP));
        assertTrue(again.unconfirmed());
        assertEquals(0, again.event().deadlineMs());
        granted(lot.report(in, EventKind.CONFIRMED));
        again = assertInstanceOf(Answer.Repeated.class, lot.scan(car, IN_WITHOUT_LOOP));
        assertFalse(again.unconfirmed());
    }

    @Test
    void an_entry_that_awaits_its_passage_keeps_its_deadline() {
        LotEvent in = granted(lot.scan(car, IN));
        lot.now += 5_000;
        LotEvent said = granted(untold(in));
        assertEquals(in.deadlineMs(), said.deadlineMs());
        assertEquals(in.deadlineMs(), session(in, said).awaited().deadlineMs());
    }

    @Test
    void what_was_marked_was_told() {
        LotEvent in = granted(lot.scan(car, IN_WITHOUT_LOOP));
        lot.book.mark(in.epoch(), in.seq());
        assertEquals(new Answer.NotPending(), untold(in));
    }

    @Test
    void what_left_the_outbox_was_told() {
        LotEvent in = granted(lot.scan(car, IN_WITHOUT_LOOP));
        lot.book.done(in.epoch(), in.seq());
        assertEquals(new Answer.NotPending(), untold(in));
    }

    @Test
    void what_somebody_reported_was_told() {
        LotEvent in = granted(lot.scan(car, IN));
        LotEvent confirmed = granted(lot.report(in, EventKind.CONFIRMED));
        assertEquals(new Answer.NotPending(), untold(in));
        assertEquals(new Answer.NotPending(), untold(confirmed));
    }

    @Test
    void an_entry_that_has_left_since_was_told() {
        LotEvent in = granted(lot.scan(car, IN_WITHOUT_LOOP));
        lot.now += 60_000;
        granted(lot.scan(car, OUT));
        assertEquals(new Answer.NotPending(), untold(in));
    }

    @Test
    void an_exit_stays_made_and_is_flagged() {
        lot.drivenIn(car);
        LotEvent out = granted(lot.scan(car, OUT_WITHOUT_LOOP));
        LotEvent said = granted(untold(out));
        assertEquals(0, said.deadlineMs());
        assertEquals(0, lot.open());
        SessionState after = session(out, said);
        assertEquals(SessionState.Status.COMPLETED, after.status());
        assertEquals(List.of("UNTOLD"), after.flags());
    }

    @Test
    void an_exit_that_took_an_unknown_car_can_still_give_it_back() {
        lot.byHand(EventKind.SET, 3);
        LotEvent out = granted(lot.scan(car, OUT));
        LotEvent said = granted(untold(out));
        assertEquals(2, lot.adj());
        assertTrue(session(out, said).awaited().lowered());
        granted(lot.report(out, EventKind.NO_ENTRY));
        assertEquals(3, lot.adj());
    }
}
