package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.OTHER_IN;
import static parkgate.core.access.LotScene.assertDenied;
import static parkgate.core.access.LotScene.assertFlags;
import static parkgate.core.access.LotScene.granted;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.LotScene.Car;

class EntryRulesTest {
    private final LotScene lot = new LotScene();

    @Test
    void a_permit_opens_and_its_car_is_counted() {
        Car car = lot.paper(1);
        LotEvent entry = granted(lot.scan(car, IN));
        assertEquals(EventKind.ENTRY, entry.kind());
        assertEquals(1, entry.seq());
        assertEquals(1, entry.open());
        assertEquals(LotScene.permit().id().toString(), entry.rightId());
        assertEquals(lot.now + 60_000, entry.deadlineMs());
        assertEquals(Map.of(entry.decisionId(), car.root().text()), lot.view().pending());
    }

    @Test
    void the_first_fault_of_the_code_refuses() {
        lot.faults = List.of(Reason.REVOKED, Reason.EXPIRED);
        assertDenied(Reason.REVOKED, lot.scan(lot.paper(1), IN));
        assertEquals(0, lot.view().seq());
    }

    // ── Rights ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void rights_that_are_not_here_are_fetched_first() {
        assertEquals(new Answer.Miss(), lot.scan(LotScene.car(1, CodeClass.S), IN));
    }

    @Test
    void rights_older_than_demanded_are_fetched_first() {
        Car car = lot.paper(1);
        lot.leastRightVersion = 2;
        assertEquals(new Answer.Miss(), lot.scan(car, IN));
        lot.leastRightVersion = 1;
        granted(lot.scan(car, IN));
    }

    @Test
    void rights_put_before_a_rebuild_are_fetched_again() {
        Car car = lot.paper(1);
        lot.book.install(lot.now - LotScene.ANSWERS_LIVE_MS, Snapshot.empty(2), Set.of());
        assertEquals(new Answer.Miss(), lot.scan(car, IN));
    }

    @Test
    void a_slow_reader_does_not_put_old_rights_over_new_ones() {
        Car car = LotScene.car(1, CodeClass.S);
        lot.book.putRight(car.credential(), new RightsAtLot(5, true, car.root(), List.of()));
        lot.withRights(car, LotScene.permit());
        assertDenied(Reason.NO_RIGHT_HERE, lot.scan(car, IN));
    }

    @Test
    void a_credential_that_was_never_issued_is_unknown() {
        Car car = LotScene.car(1, CodeClass.S);
        lot.book.putRight(car.credential(), new RightsAtLot(1, false, car.root(), List.of()));
        assertDenied(Reason.UNKNOWN_CREDENTIAL, lot.scan(car, IN));
    }

    @Test
    void a_reissued_credential_is_asked_again_by_its_root() {
        Car old = lot.paper(1);
        Car reissued = LotScene.car(2, CodeClass.S);
        lot.book.putRight(reissued.credential(), new RightsAtLot(1, true, old.root(), List.of(LotScene.permit())));
        assertEquals(new Answer.Root(old.root().text()), lot.scan(reissued, IN));
        granted(lot.scan(new Car(reissued.credential(), CodeClass.S, old.root()), IN));
    }

    @Test
    void admits_from_the_first_millisecond_of_the_permit_to_the_last() {
        Right today = LotScene.right(Right.Type.PERMIT, lot.now, lot.now + 10, "", List.of());
        for (int n = 0; n < 4; n++) {
            Car car = lot.withRights(LotScene.car(n, CodeClass.S), today);
            long start = lot.now;
            lot.now += List.of(-1, 0, 9, 10).get(n);
            Answer answer = lot.scan(car, IN);
            lot.now = start;
            if (n == 1 || n == 2) {
                granted(answer);
            } else {
                assertDenied(Reason.OUT_OF_TIME_RANGE, answer);
            }
        }
    }

    @Test
    void a_right_outside_its_windows_does_not_count() {
        Right nights =
                LotScene.right(Right.Type.PERMIT, 0, Long.MAX_VALUE, "", List.of(new Right.Window(127, 1080, 480)));
        Car car = lot.withRights(LotScene.car(1, CodeClass.S), nights);
        assertDenied(Reason.OUT_OF_TIME_RANGE, lot.scan(car, IN));
        lot.moment = new LocalMoment(1, 1080);
        granted(lot.scan(car, IN));
    }

    @Test
    void the_first_right_that_covers_the_moment_counts() {
        Right ended = LotScene.right(Right.Type.PERMIT, 0, 1, "ended", List.of());
        Car car = lot.withRights(LotScene.car(1, CodeClass.S), ended, LotScene.permitOf("now"), LotScene.permit());
        assertEquals("now", granted(lot.scan(car, IN)).poolId());
    }

    @Test
    void a_transient_enters_only_where_transients_are_admitted() {
        assertDenied(Reason.NO_RIGHT_HERE, lot.scan(lot.stranger(1), IN));
        lot.admitTransients = true;
        assertEquals("", granted(lot.scan(lot.stranger(1), IN)).rightId());
    }

    // ── Status, passback, capacity, pools ───────────────────────────────────────────────────────────────────────────

    @Test
    void a_lot_set_full_refuses_transients_and_admits_rights() {
        lot.admitTransients = true;
        lot.status = LotRules.Status.FULL;
        assertDenied(Reason.LOT_FULL, lot.scan(lot.stranger(1), IN));
        granted(lot.scan(lot.paper(2), IN));
    }

    @Test
    void a_closed_lot_admits_staff_alone_and_closed_to_all_not_even_them() {
        Car staff = lot.withRights(
                LotScene.car(1, CodeClass.S), LotScene.right(Right.Type.STAFF, 0, Long.MAX_VALUE, "", List.of()));
        lot.status = LotRules.Status.CLOSED_TO_ALL;
        assertDenied(Reason.LOT_CLOSED, lot.scan(staff, IN));
        lot.status = LotRules.Status.CLOSED;
        assertDenied(Reason.LOT_CLOSED, lot.scan(lot.paper(2), IN));
        granted(lot.scan(staff, IN));
    }

    @Test
    void a_phone_inside_is_refused_flagged_or_admitted_as_passback_says() {
        Car phone = lot.phone(1);
        lot.drivenIn(phone);
        assertDenied(Reason.PASSBACK, lot.scan(phone, IN));
        lot.passback = LotRules.Passback.SOFT;
        assertFlags(lot.drivenIn(phone), Reason.PASSBACK);
        lot.passback = LotRules.Passback.OFF;
        assertFlags(lot.drivenIn(phone));
        assertEquals(3, lot.open());
    }

    @Test
    void a_paper_has_one_open_session_whatever_passback_says() {
        lot.passback = LotRules.Passback.OFF;
        Car paper = lot.paper(1);
        lot.drivenIn(paper);
        assertDenied(Reason.PASSBACK, lot.scan(paper, IN));
        assertDenied(Reason.PASSBACK, lot.scan(paper, OTHER_IN));
    }

    @Test
    void the_last_space_is_given_once() {
        lot.capacity = 2;
        granted(lot.scan(lot.paper(1), IN));
        granted(lot.scan(lot.paper(2), IN));
        assertDenied(Reason.LOT_FULL, lot.scan(lot.paper(3), IN));
    }

    @Test
    void cars_without_a_session_take_spaces_too() {
        lot.capacity = 2;
        lot.byHand(EventKind.SET, 2);
        assertDenied(Reason.LOT_FULL, lot.scan(lot.paper(1), IN));
    }

    @Test
    void a_soft_full_lot_admits_rights_flagged_and_no_transient() {
        lot.capacity = 0;
        lot.admitTransients = true;
        lot.fullPolicy = LotRules.FullPolicy.SOFT;
        assertFlags(granted(lot.scan(lot.paper(1), IN)), Reason.LOT_FULL);
        assertDenied(Reason.LOT_FULL, lot.scan(lot.stranger(2), IN));
    }

    @Test
    void a_full_pool_refuses_flags_or_charges() {
        Car first = lot.withRights(LotScene.car(1, CodeClass.S), LotScene.permitOf("firm"));
        Car second = lot.withRights(LotScene.car(2, CodeClass.S), LotScene.permitOf("firm"));
        Car third = lot.withRights(LotScene.car(3, CodeClass.S), LotScene.permitOf("firm"));
        lot.pool("firm", 1, LotRules.Pool.Policy.HARD);
        granted(lot.scan(first, IN));
        assertEquals(
                new Answer.Denied(Reason.POOL_FULL, Direction.ENTRY, new PoolCount("firm", 1, 1)),
                lot.scan(second, IN));
        lot.pool("firm", 1, LotRules.Pool.Policy.SOFT);
        assertFlags(granted(lot.scan(second, IN)), Reason.POOL_FULL);
        lot.pool("firm", 1, LotRules.Pool.Policy.CHARGE);
        LotEvent charged = granted(lot.scan(third, IN));
        assertFlags(charged, Reason.POOL_FULL);
        assertEquals("", charged.rightId() + charged.poolId());
        assertEquals(Map.of("firm", 2), lot.view().pools());
    }

    @Test
    void a_pool_that_the_lot_does_not_have_limits_nobody() {
        Car car = lot.withRights(LotScene.car(1, CodeClass.S), LotScene.permitOf("gone"));
        granted(lot.scan(car, IN));
    }

    // ── What only the whole lot can say ─────────────────────────────────────────────────────────────────────────────

    @Test
    void an_outbox_at_its_bound_refuses_entries_and_keeps_room_for_exits() {
        Car inside = lot.paper(1);
        lot.drivenIn(inside);
        lot.outboxBound = 2;
        assertDenied(Reason.NOT_RECORDABLE, lot.scan(lot.paper(2), IN));
        granted(lot.scan(inside, LotScene.OUT));
        lot.book.done(1, 3);
        granted(lot.scan(lot.paper(2), IN));
    }

    @Test
    void older_rules_do_not_replace_newer_ones() {
        lot.rulesVersion = 10;
        lot.capacity = 0;
        assertDenied(Reason.LOT_FULL, lot.scan(lot.paper(1), IN));
        lot.rulesVersion = 5;
        lot.capacity = 10;
        assertDenied(Reason.LOT_FULL, lot.scan(lot.paper(1), IN));
        lot.rulesVersion = 20;
        granted(lot.scan(lot.paper(1), IN));
    }

    @Test
    void a_young_head_is_not_sure_of_a_refusal_but_of_a_grant() {
        lot.book.install(lot.now, Snapshot.empty(2), Set.of());
        Car stranger = lot.stranger(1);
        assertEquals(new Answer.Unsure(), lot.scan(stranger, IN));
        lot.fresh = true;
        assertDenied(Reason.NO_RIGHT_HERE, lot.scan(stranger, IN));
        lot.fresh = false;
        granted(lot.scan(lot.paper(2), IN));
        lot.now += LotScene.ANSWERS_LIVE_MS;
        assertDenied(Reason.NO_RIGHT_HERE, lot.scan(stranger, IN));
    }

    @Test
    void a_cold_lot_decides_nothing() {
        lot.book.restart();
        assertEquals(new Answer.Cold(), lot.scan(lot.paper(1), IN));
        lot.book.loseAll();
        assertEquals(new Answer.Cold(), lot.scan(LotScene.car(1, CodeClass.S), IN));
        assertEquals(Map.<CredentialId, Guard>of(), lot.guards);
    }
}
