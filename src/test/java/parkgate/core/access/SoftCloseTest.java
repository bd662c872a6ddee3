package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parkgate.core.access.LotScene.BOTH;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.OUT;
import static parkgate.core.access.LotScene.OUT_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.granted;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.access.LotScene.Car;

/** A session that was closed by hand, perhaps while its car is still inside. */
class SoftCloseTest {
    private LotScene lot;
    private Car car;
    private LotEvent in;
    private LotEvent close;

    @BeforeEach
    void a_car_whose_session_was_closed_softly() {
        lot = new LotScene();
        car = lot.withRights(LotScene.car(1, CodeClass.S), LotScene.permitOf("firm"));
        in = lot.drivenIn(car);
        close = granted(softly(in));
    }

    private Answer softly(LotEvent entry) {
        return lot.book.happened(new Happening(
                lot.now,
                EventKind.CLOSE,
                "close-" + entry.decisionId(),
                null,
                "",
                "",
                entry.rootId(),
                entry.sessionId(),
                "",
                "",
                "",
                0,
                0,
                List.of("SOFT_CLOSED"),
                "who=ops"));
    }

    private SessionState session(LotEvent... events) {
        return SessionState.after("lot", List.of(events)).stream()
                .filter(session -> session.sessionId().equals(in.sessionId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_takes_the_car_off_the_counts() {
        assertEquals(0, lot.open());
        assertEquals(Map.of(), lot.view().pools());
        assertTrue(session(in, close).reopens());
        assertEquals(SessionState.Status.COMPLETED, session(in, close).status());
        assertEquals(new Answer.NotOpen(), lot.of(EventKind.CLOSE, in));
    }

    @Test
    void the_next_use_is_a_plain_entry() {
        LotEvent again = granted(lot.scan(car, IN));
        assertNotEquals(in.sessionId(), again.sessionId());
        assertEquals(List.of(), again.flags());
        assertEquals(1, lot.open());
        assertEquals(Map.of("over", in.sessionId()), Extra.parse(again.extra()));
        SessionState first = session(in, close, again);
        assertFalse(first.reopens());
        assertEquals(List.of("SOFT_CLOSED", "CLOSED_BY_HAND"), first.flags());

        granted(lot.scan(car, OUT_WITHOUT_LOOP));
        lot.now += 60_000;
        LotEvent second = granted(lot.scan(car, OUT_WITHOUT_LOOP));
        assertNotEquals(in.sessionId(), second.sessionId(), "its soft close is over");
    }

    @Test
    void at_a_lane_for_both_ways_it_is_an_entry() {
        assertEquals(Direction.ENTRY, granted(lot.scan(car, BOTH)).direction());
    }

    @Test
    void an_exit_reopens_it_and_lowers_no_count_again() {
        lot.byHand(EventKind.SET, 5);
        LotEvent out = granted(lot.scan(car, OUT_WITHOUT_LOOP));
        assertEquals(in.sessionId(), out.sessionId());
        assertEquals(List.of("REOPENED"), out.flags());
        assertEquals(0, lot.open());
        assertEquals(5, lot.adj());
        SessionState after = session(in, close, out);
        assertEquals(SessionState.Status.COMPLETED, after.status());
        assertEquals(out.laneId(), after.exitLane());
        assertFalse(after.reopens());
        assertEquals(Map.of(), lot.view().stays());
    }

    @Test
    void an_exit_that_was_not_made_leaves_the_car_inside_and_counted() {
        LotEvent out = granted(lot.scan(car, OUT));
        assertEquals(0, lot.open());
        LotEvent stayed = granted(lot.report(out, EventKind.NO_ENTRY));
        assertEquals(1, lot.open());
        assertEquals(Map.of("firm", 1), lot.view().pools());
        SessionState after = session(in, close, out, stayed);
        assertEquals(SessionState.Status.ACTIVE, after.status());
        assertNull(after.exitLane());
        assertEquals(in.sessionId(), granted(lot.scan(car, OUT)).sessionId());
        assertEquals(0, lot.open());
    }

    @Test
    void an_exit_needs_no_leave_for_cars_without_a_session() {
        lot.noOpenSession = LotRules.NoOpenSession.REFUSE;
        granted(lot.scan(car, OUT_WITHOUT_LOOP));
        lot.now += 60_000;
        LotScene.assertDenied(Reason.NO_OPEN_SESSION, lot.scan(car, OUT_WITHOUT_LOOP));
    }

    @Test
    void a_hard_close_is_final() {
        granted(lot.scan(car, OUT));
        LotEvent second = lot.drivenIn(car);
        granted(lot.of(EventKind.CLOSE, second));
        LotEvent out = granted(lot.scan(car, OUT_WITHOUT_LOOP));
        assertNotEquals(second.sessionId(), out.sessionId());
        assertEquals(List.of("NO_OPEN_SESSION"), out.flags());
    }

    @Test
    void a_reset_ends_it() {
        LotEvent reset = granted(lot.byHand(EventKind.RESET, 0));
        assertEquals(Map.of("over", in.sessionId()), Extra.parse(reset.extra()));
        assertFalse(session(in, close, reset).reopens());
        assertEquals(List.of("NO_OPEN_SESSION"), granted(lot.scan(car, OUT)).flags());
    }
}
