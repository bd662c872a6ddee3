package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.IN_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.OTHER_IN;
import static parkgate.core.access.LotScene.OUT;
import static parkgate.core.access.LotScene.OUT_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.assertDenied;
import static parkgate.core.access.LotScene.granted;
import static parkgate.core.access.LotScene.repeated;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.access.LotScene.Car;

/** The three layers of CODE.md, Replay: the network's retry, the same code seen twice, the barrier that stayed shut. */
class ReplayRulesTest {
    private final LotScene lot = new LotScene();

    // ── The same scanId ─────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_retried_scan_gets_the_first_answer_and_takes_no_second_space() {
        AccessRequest scan = lot.ask(lot.paper(1), IN, -1);
        LotEvent grant = granted(lot.book.access(scan));
        assertEquals(new Answer.Answered(Answer.Standing.OPEN, grant), lot.book.access(scan));
        assertEquals(1, lot.open());
    }

    @Test
    void an_answer_says_where_its_event_stands() {
        AccessRequest scan = lot.ask(lot.paper(1), IN, -1);
        LotEvent grant = granted(lot.book.access(scan));
        lot.book.mark(1, 1);
        assertEquals(new Answer.Answered(Answer.Standing.MARKED, grant), lot.book.access(scan));
        lot.book.done(1, 1);
        assertEquals(new Answer.Answered(Answer.Standing.DONE, grant), lot.book.access(scan));
        assertEquals(List.of(), lot.view().outbox());
    }

    @Test
    void an_answer_of_an_older_epoch_is_for_postgresql_to_say() {
        AccessRequest scan = lot.ask(lot.paper(1), IN, -1);
        granted(lot.book.access(scan));
        lot.book.install(lot.now, Snapshot.empty(2), Set.of());
        assertEquals(new Answer.Unsure(), lot.book.access(scan));
    }

    @Test
    void a_denial_is_decided_again() {
        Car car = lot.stranger(1);
        AccessRequest scan = lot.ask(car, IN, -1);
        assertDenied(Reason.NO_RIGHT_HERE, lot.book.access(scan));
        lot.withRights(car, LotScene.permit());
        granted(lot.book.access(scan));
    }

    @Test
    void a_repeat_stays_a_grant_when_its_own_scan_is_retried_after_the_passage() {
        Car phone = lot.phone(1);
        LotEvent grant = granted(lot.scan(phone, IN));
        lot.now += 15_000;
        AccessRequest second = lot.ask(phone, IN, lot.now / 15_000);
        assertEquals(grant, repeated(lot.book.access(second)));
        lot.report(grant, EventKind.CONFIRMED);
        assertEquals(
                grant,
                assertInstanceOf(Answer.Answered.class, lot.book.access(second)).event());
    }

    // ── The same step, and older ones ───────────────────────────────────────────────────────────────────────────────

    @Test
    void the_same_step_at_the_same_lane_within_30_s_is_the_same_grant() {
        Car phone = lot.phone(1);
        LotEvent grant = granted(lot.scan(phone, IN_WITHOUT_LOOP, 100));
        lot.now += 30_000;
        assertEquals(grant, repeated(lot.scan(phone, IN_WITHOUT_LOOP, 100)));
        lot.now += 1;
        assertDenied(Reason.REPLAYED, lot.scan(phone, IN_WITHOUT_LOOP, 100));
        assertEquals(1, lot.open());
    }

    @Test
    void the_same_step_opens_a_barrier_that_stayed_shut_at_any_time() {
        Car phone = lot.phone(1);
        LotEvent grant = granted(lot.scan(phone, IN, 100));
        lot.now += 45_000;
        assertEquals(grant, repeated(lot.scan(phone, IN, 100)));
    }

    @Test
    void the_same_step_at_another_lane_is_a_copy() {
        Car phone = lot.phone(1);
        granted(lot.scan(phone, IN, 100));
        assertDenied(Reason.REPLAYED, lot.scan(phone, OTHER_IN, 100));
    }

    @Test
    void a_copy_is_refused_even_where_an_older_grant_still_waits() {
        lot.passback = LotRules.Passback.SOFT;
        Car phone = lot.phone(1);
        granted(lot.scan(phone, IN, 100));
        granted(lot.scan(phone, OTHER_IN, 101));
        assertDenied(Reason.REPLAYED, lot.scan(phone, IN, 101));
    }

    @Test
    void the_same_step_at_another_lot_is_a_copy() {
        Car phone = lot.phone(1);
        granted(lot.scan(phone, IN, 100));
        LotBook other = new LotBook("other-lot", lot.guards);
        other.install(0, Snapshot.empty(1), Set.of());
        other.putRight(phone.credential(), new RightsAtLot(1, true, phone.root(), List.of(LotScene.permit())));
        assertDenied(Reason.REPLAYED, other.access(lot.ask(phone, IN, 100)));
    }

    @Test
    void an_older_step_is_stale() {
        Car phone = lot.phone(1);
        LotEvent grant = granted(lot.scan(phone, IN, 100));
        lot.report(grant, EventKind.NO_ENTRY);
        assertDenied(Reason.STALE_CODE, lot.scan(phone, IN, 99));
        granted(lot.scan(phone, IN, 101));
    }

    @Test
    void a_refused_scan_burns_no_step() {
        Car phone = lot.phone(1);
        lot.status = LotRules.Status.CLOSED;
        assertDenied(Reason.LOT_CLOSED, lot.scan(phone, IN, 100));
        lot.status = LotRules.Status.OPEN;
        granted(lot.scan(phone, OTHER_IN, 100));
    }

    @Test
    void an_exit_burns_no_step() {
        Car phone = lot.phone(1);
        granted(lot.scan(phone, IN_WITHOUT_LOOP, 100));
        granted(lot.scan(phone, OUT_WITHOUT_LOOP, 102));
        granted(lot.scan(phone, IN, 101));
    }

    @Test
    void the_step_of_an_undone_grant_is_given_back() {
        Car phone = lot.phone(1);
        LotEvent grant = granted(lot.scan(phone, IN, 100));
        lot.report(grant, EventKind.NO_ENTRY);
        assertTrue(lot.book.giveBack(phone.credential(), grant.decisionId()));
        granted(lot.scan(phone, OTHER_IN, 100));
    }

    @Test
    void a_guard_that_could_not_be_asked_lets_in_and_flags() {
        Car phone = lot.phone(1);
        AccessRequest a = lot.ask(phone, IN, 100);
        AccessRequest unasked = new AccessRequest(
                a.nowMs(),
                a.scanId(),
                a.lane(),
                a.credential(),
                a.root(),
                a.rootCertain(),
                a.codeClass(),
                a.step(),
                a.faults(),
                a.rules(),
                a.leastRightVersion(),
                a.moment(),
                a.fresh(),
                a.sessionId(),
                a.decisionId(),
                a.extra(),
                a.deadlineMs(),
                a.answersLiveMs(),
                a.outboxBound(),
                Guard.Verdict.AWAY,
                "");
        assertEquals(List.of("GUARD_AWAY"), granted(lot.book.access(unasked)).flags());
        assertEquals(0, lot.guards.size());
    }

    // ── A newer step, or a paper, at a barrier that stayed shut ─────────────────────────────────────────────────────

    @Test
    void a_newer_step_before_the_passage_is_the_same_grant_and_is_spent() {
        Car phone = lot.phone(1);
        LotEvent grant = granted(lot.scan(phone, IN, 100));
        assertEquals(grant, repeated(lot.scan(phone, IN, 101)));
        assertEquals(1, lot.view().seq());
        assertDenied(Reason.STALE_CODE, lot.scan(phone, IN, 100));
        assertDenied(Reason.REPLAYED, lot.scan(phone, OTHER_IN, 101));
    }

    @Test
    void a_paper_read_twice_at_one_lane_within_10_s_is_one_grant() {
        Car paper = lot.paper(1);
        LotEvent grant = granted(lot.scan(paper, IN_WITHOUT_LOOP));
        lot.now += 10_000;
        assertEquals(grant, repeated(lot.scan(paper, IN_WITHOUT_LOOP)));
        lot.now += 1;
        assertDenied(Reason.PASSBACK, lot.scan(paper, IN_WITHOUT_LOOP));
    }

    @Test
    void a_paper_read_again_after_it_was_undone_is_decided_again() {
        Car paper = lot.paper(1);
        LotEvent grant = granted(lot.scan(paper, IN));
        lot.report(grant, EventKind.NO_ENTRY);
        assertEquals(2 + 1, granted(lot.scan(paper, IN)).seq());
    }

    @Test
    void a_paper_at_another_lane_is_no_repeat() {
        Car paper = lot.paper(1);
        granted(lot.scan(paper, IN));
        assertDenied(Reason.PASSBACK, lot.scan(paper, OTHER_IN));
    }

    @Test
    void a_repeat_of_a_recorded_grant_still_tells_of_it() {
        Car paper = lot.paper(1);
        LotEvent grant = granted(lot.scan(paper, IN));
        lot.book.done(1, 1);
        Answer.Repeated repeat = assertInstanceOf(Answer.Repeated.class, lot.scan(paper, IN));
        assertEquals(Answer.Standing.DONE, repeat.standing());
        assertEquals(grant.decisionId(), repeat.event().decisionId());
        assertEquals(grant.sessionId(), repeat.event().sessionId());
        assertEquals(grant.deadlineMs(), repeat.event().deadlineMs());
    }

    // ── Exits ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void an_exit_whose_barrier_stayed_shut_is_the_same_exit() {
        Car paper = lot.paper(1);
        lot.drivenIn(paper);
        LotEvent exit = granted(lot.scan(paper, OUT));
        lot.now += 50_000;
        assertEquals(exit, repeated(lot.scan(paper, OUT)));
        assertEquals(0, lot.open());
    }

    @Test
    void an_exit_without_a_loop_that_is_read_twice_is_one_exit() {
        Car paper = lot.paper(1);
        lot.drivenIn(paper);
        LotEvent exit = granted(lot.scan(paper, OUT_WITHOUT_LOOP));
        lot.now += 10_000;
        assertEquals(exit, repeated(lot.scan(paper, OUT_WITHOUT_LOOP)));
        lot.now += 1;
        LotScene.assertFlags(granted(lot.scan(paper, OUT_WITHOUT_LOOP)), Reason.NO_OPEN_SESSION);
    }

    @Test
    void a_phone_has_30_s_for_that() {
        Car phone = lot.withRights(LotScene.car(1, CodeClass.D), LotScene.permit());
        lot.drivenIn(phone);
        LotEvent exit = granted(lot.scan(phone, OUT_WITHOUT_LOOP));
        lot.now += 30_000;
        assertEquals(exit, repeated(lot.scan(phone, OUT_WITHOUT_LOOP)));
    }
}
