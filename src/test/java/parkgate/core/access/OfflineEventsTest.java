package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.IN_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.OTHER_IN;
import static parkgate.core.access.LotScene.OUT;
import static parkgate.core.access.LotScene.OUT_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.granted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import parkgate.core.access.LotScene.Car;
import parkgate.core.access.OfflineScan.Manner;

/** What lanes did by themselves, as the reference of the lot's rules takes it in. */
class OfflineEventsTest {
    private final LotScene lot = new LotScene();
    private final Car car = lot.paper(1);
    private int told;

    private Answer tell(Manner manner, Direction direction, Lane lane, Car who, String pool, int adjDelta) {
        return tell(new UUID(7, ++told), manner, direction, lane, who, pool, adjDelta);
    }

    private Answer tell(
            UUID scanId, Manner manner, Direction direction, Lane lane, Car who, String pool, int adjDelta) {
        boolean nobody = manner == Manner.UNMATCHED;
        return lot.book.offline(new OfflineScan(
                lot.now,
                scanId.toString(),
                manner,
                direction,
                lane.id(),
                nobody ? "" : who.credential().text(),
                nobody ? "" : who.root().text(),
                who.codeClass(),
                lot.now - 60_000,
                NameUuid.sessionId("lot", scanId).toString(),
                NameUuid.decisionId("lot", scanId).toString(),
                "right",
                pool,
                adjDelta,
                List.of("OFFLINE"),
                "",
                lot.rules(),
                lot.outboxBound));
    }

    private LotEvent in(Lane lane) {
        return granted(tell(Manner.THROUGH, Direction.ENTRY, lane, car, "", 0));
    }

    private LotEvent out(Lane lane) {
        return granted(tell(Manner.THROUGH, Direction.EXIT, lane, car, "", 0));
    }

    private static void assertEvent(EventKind kind, LotEvent event, String... more) {
        assertEquals(kind, event.kind());
        List<String> flags = new ArrayList<>(List.of("OFFLINE"));
        flags.addAll(List.of(more));
        assertEquals(flags, event.flags());
    }

    @Test
    void an_entry_begins_at_the_lanes_time_and_its_exit_ends_it() {
        LotEvent in = in(IN);
        assertEvent(EventKind.ENTRY, in);
        assertEquals(lot.now - 60_000, in.entryMs());
        assertEquals(0, in.deadlineMs(), "the car has passed");
        assertEquals(1, lot.open());
        LotEvent out = out(OUT);
        assertEvent(EventKind.EXIT, out);
        assertEquals(in.sessionId(), out.sessionId());
        assertEquals(0, lot.open());
    }

    @Test
    void the_same_scan_is_answered_and_not_counted_again_nor_is_one_that_the_service_granted() {
        UUID scanId = new UUID(9, 9);
        LotEvent first = granted(tell(scanId, Manner.THROUGH, Direction.ENTRY, IN, car, "", 0));
        Answer again = tell(scanId, Manner.THROUGH, Direction.ENTRY, IN, car, "", 0);
        assertEquals(
                first.seq(),
                assertInstanceOf(Answer.Answered.class, again).event().seq());
        assertEquals(1, lot.open());
    }

    @Test
    void a_second_entry_counts_flagged_with_all_that_is_against_it() {
        lot.capacity = 1;
        lot.passback = LotRules.Passback.OFF;
        in(IN);
        assertEvent(EventKind.ENTRY, in(OTHER_IN), "PASSBACK", "LOT_FULL"); // a paper has one open session
        assertEquals(2, lot.open());
    }

    @Test
    void where_passback_is_off_a_phone_may_be_inside_twice() {
        lot.passback = LotRules.Passback.OFF;
        Car phone = lot.phone(2);
        granted(tell(Manner.THROUGH, Direction.ENTRY, IN, phone, "", 0));
        assertEvent(EventKind.ENTRY, granted(tell(Manner.THROUGH, Direction.ENTRY, OTHER_IN, phone, "", 0)));
    }

    @Test
    void a_full_pool_is_flagged_and_one_that_charges_lets_in_as_a_transient() {
        lot.pool("firm", 0, LotRules.Pool.Policy.HARD);
        LotEvent hard = granted(tell(Manner.THROUGH, Direction.ENTRY, IN, lot.phone(2), "firm", 0));
        assertEvent(EventKind.ENTRY, hard, "POOL_FULL");
        assertEquals("firm", hard.poolId());
        lot.pool("firm", 0, LotRules.Pool.Policy.CHARGE);
        LotEvent charged = granted(tell(Manner.THROUGH, Direction.ENTRY, IN, lot.phone(3), "firm", 0));
        assertEvent(EventKind.ENTRY, charged, "POOL_FULL");
        assertEquals("", charged.poolId() + charged.rightId());
        assertEquals(Map.of("firm", 1), lot.view().pools());
    }

    @Test
    void an_exit_without_an_entry_lowers_what_has_no_session_and_nothing_below_that() {
        lot.byHand(EventKind.SET, 1);
        assertEvent(EventKind.EXIT, out(OUT), "NO_OPEN_SESSION");
        assertEquals(0, lot.adj());
        assertEvent(EventKind.EXIT, out(OUT), "NO_OPEN_SESSION");
        assertEquals(0, lot.adj());
    }

    @Test
    void a_car_that_waits_at_this_very_exit_is_the_same_and_counts_once() {
        granted(lot.scan(car, IN_WITHOUT_LOOP));
        lot.now += 60_000;
        granted(lot.scan(car, OUT));
        assertEvent(EventKind.PASSED, out(OUT), "REPEATED");
        assertEquals(0, lot.open());
        assertEvent(EventKind.EXIT, out(OUT_WITHOUT_LOOP), "NO_OPEN_SESSION");
    }

    @Test
    void a_session_that_was_closed_softly_is_opened_again_by_its_exit_and_over_by_the_next_entry() {
        LotEvent in = lot.drivenIn(car);
        closeSoftly(in);
        LotEvent out = out(OUT);
        assertEvent(EventKind.EXIT, out, "REOPENED");
        assertEquals(in.sessionId(), out.sessionId());

        LotEvent second = lot.drivenIn(car);
        closeSoftly(second);
        LotEvent third = in(IN);
        assertEvent(EventKind.ENTRY, third);
        assertEquals(second.sessionId(), Extra.parse(third.extra()).get(SessionState.OVER), "that stay is over now");
    }

    private void closeSoftly(LotEvent entry) {
        granted(lot.book.happened(new Happening(
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
                "")));
    }

    @Test
    void a_code_that_is_nobodys_is_a_car_without_a_session() {
        assertEvent(EventKind.PASSED, granted(tell(Manner.UNMATCHED, Direction.ENTRY, IN, car, "", 0)));
        assertEquals(1, lot.adj());
        assertEvent(EventKind.PASSED, granted(tell(Manner.UNMATCHED, Direction.EXIT, OUT, car, "", 0)));
        assertEvent(EventKind.PASSED, granted(tell(Manner.UNMATCHED, Direction.EXIT, OUT, car, "", 0)));
        assertEquals(0, lot.adj());
    }

    @Test
    void a_car_that_backed_out_changes_nothing() {
        granted(tell(Manner.BACKED_OUT, Direction.ENTRY, IN, car, "", 0));
        granted(tell(Manner.BACKED_OUT, Direction.EXIT, OUT, car, "", 0));
        assertEquals(0, lot.open());
        assertEquals(0, lot.adj());
    }

    @Test
    void an_entry_told_after_its_exit_is_over_and_gives_back_what_the_exit_had_lowered() {
        lot.byHand(EventKind.SET, 5);
        out(OUT);
        LotEvent late = granted(tell(Manner.LEFT, Direction.ENTRY, IN, car, "", 1));
        assertEvent(EventKind.PASSED, late);
        assertEquals(5, lot.adj());
        assertEquals(0, lot.open());
        granted(lot.scan(car, IN));
    }

    @Test
    void where_too_much_waits_for_postgres_the_lane_keeps_it() {
        lot.outboxBound = 0;
        assertInstanceOf(Answer.Full.class, tell(Manner.THROUGH, Direction.EXIT, OUT, car, "", 0));
    }
}
