package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.IN_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.OUT;
import static parkgate.core.access.LotScene.assertFlags;
import static parkgate.core.access.LotScene.granted;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.access.LotScene.Car;

/** What a vehicle does after a grant, and what happens without one. */
class PassageTest {
    private final LotScene lot = new LotScene();

    @Test
    void a_confirmed_entry_is_inside() {
        LotEvent in = granted(lot.scan(lot.paper(1), IN));
        granted(lot.report(in, EventKind.CONFIRMED));
        assertEquals(Stay.State.I, lot.view().stays().get(in.rootId()).get(0).state());
        assertEquals(Map.of(), lot.view().pending());
        assertEquals(1, lot.open());
    }

    @Test
    void an_entry_that_was_not_made_puts_everything_back() {
        Car car = lot.withRights(LotScene.car(1, CodeClass.S), LotScene.permitOf("firm"));
        LotEvent in = granted(lot.scan(car, IN));
        granted(lot.report(in, EventKind.NO_ENTRY));
        assertEquals(0, lot.open());
        assertEquals(Map.of(), lot.view().pools());
        assertEquals(Map.of(), lot.view().stays());
    }

    @Test
    void an_entry_nobody_reports_expires_at_its_deadline_and_not_before() {
        LotEvent in = granted(lot.scan(lot.paper(1), IN));
        lot.now = in.deadlineMs() - 1;
        assertEquals(new Answer.NotDue(), lot.report(in, EventKind.EXPIRED));
        lot.now++;
        assertEquals(
                List.of("PASSAGE_EXPIRED"),
                granted(lot.report(in, EventKind.EXPIRED)).flags());
        assertEquals(0, lot.open());
    }

    @Test
    void an_exit_nobody_reports_expires_as_made() {
        Car car = lot.paper(1);
        lot.drivenIn(car);
        LotEvent out = granted(lot.scan(car, OUT));
        lot.now = out.deadlineMs();
        granted(lot.report(out, EventKind.EXPIRED));
        assertEquals(Map.of(), lot.view().stays());
        assertEquals(0, lot.open());
    }

    @Test
    void an_exit_that_was_not_made_leaves_the_car_inside() {
        Car car = lot.withRights(LotScene.car(1, CodeClass.S), LotScene.permitOf("firm"));
        lot.drivenIn(car);
        LotEvent out = granted(lot.scan(car, OUT));
        granted(lot.report(out, EventKind.NO_ENTRY));
        assertEquals(1, lot.open());
        assertEquals(Map.of("firm", 1), lot.view().pools());
        assertEquals(out.sessionId(), granted(lot.scan(car, OUT)).sessionId());
    }

    @Test
    void an_exit_without_a_session_that_was_not_made_gives_back_the_unknown_car() {
        lot.byHand(EventKind.SET, 3);
        LotEvent out = granted(lot.scan(lot.paper(1), OUT));
        assertEquals(2, lot.adj());
        granted(lot.report(out, EventKind.NO_ENTRY));
        assertEquals(3, lot.adj());
        assertEquals(Map.of(), lot.view().stays());
    }

    @Test
    void leaving_confirms_an_entry_that_nobody_reported() {
        Car car = lot.paper(1);
        LotEvent in = granted(lot.scan(car, IN));
        granted(lot.scan(car, OUT));
        assertEquals(new Answer.NotPending(), lot.report(in, EventKind.NO_ENTRY));
    }

    @Test
    void the_first_outcome_stands() {
        LotEvent in = granted(lot.scan(lot.paper(1), IN));
        LotEvent confirmed = granted(lot.report(in, EventKind.CONFIRMED));
        assertEquals(new Answer.Answered(Answer.Standing.OPEN, confirmed), lot.report(in, EventKind.CONFIRMED));
        assertEquals(new Answer.NotPending(), lot.report(in, EventKind.NO_ENTRY));
        assertEquals(1, lot.open());
    }

    @Test
    void without_a_loop_the_grant_is_the_passage() {
        LotEvent in = granted(lot.scan(lot.paper(1), IN_WITHOUT_LOOP));
        assertEquals(0, in.deadlineMs());
        assertEquals(new Answer.NotPending(), lot.report(in, EventKind.CONFIRMED));
    }

    // ── What has happened without a grant ───────────────────────────────────────────────────────────────────────────

    @Test
    void a_passage_confirmed_after_it_expired_restores_the_entry_and_says_what_it_goes_over() {
        lot.capacity = 1;
        LotEvent in = granted(lot.scan(lot.paper(1), IN));
        lot.now = in.deadlineMs();
        granted(lot.report(in, EventKind.EXPIRED));
        granted(lot.scan(lot.paper(2), IN));
        LotEvent restored = granted(lot.of(EventKind.RESTORED, in));
        assertFlags(restored, Reason.LOT_FULL);
        assertEquals(2, lot.open());
        assertEquals(in.sessionId(), granted(lot.scan(lot.paper(1), OUT)).sessionId());
    }

    @Test
    void setting_the_count_leaves_sessions_untouched() {
        lot.drivenIn(lot.paper(1));
        lot.drivenIn(lot.paper(2));
        granted(lot.byHand(EventKind.SET, 120));
        assertEquals(2, lot.open());
        assertEquals(118, lot.adj());
        granted(lot.byHand(EventKind.SET, 1));
        assertEquals(1, lot.view().currentCount());
        assertEquals(-1, lot.adj());
    }

    @Test
    void a_reset_closes_all_sessions_and_names_them() {
        LotEvent in = lot.drivenIn(lot.paper(1));
        lot.byHand(EventKind.SET, 10);
        LotEvent reset = granted(lot.byHand(EventKind.RESET, 0));
        assertEquals(Map.of("closed", in.sessionId()), Extra.parse(reset.extra()));
        assertEquals(0, lot.view().currentCount());
        assertEquals(Map.of(), lot.view().stays());
    }

    @Test
    void closing_one_session_frees_its_space_once() {
        LotEvent in = lot.drivenIn(lot.paper(1));
        granted(lot.of(EventKind.CLOSE, in));
        assertEquals(0, lot.open());
        LotEvent never = granted(lot.scan(lot.paper(2), IN));
        lot.report(never, EventKind.NO_ENTRY);
        assertEquals(new Answer.NotOpen(), lot.of(EventKind.CLOSE, never));
    }

    @Test
    void passages_that_nobody_granted_are_counted_never_below_zero() {
        granted(lot.byHand(EventKind.PASSED, Direction.ENTRY, 0));
        assertEquals(1, lot.adj());
        granted(lot.byHand(EventKind.PASSED, Direction.EXIT, 0));
        granted(lot.byHand(EventKind.PASSED, Direction.EXIT, 0));
        assertEquals(0, lot.adj());
    }
}
