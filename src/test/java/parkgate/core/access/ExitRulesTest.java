package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.OUT;
import static parkgate.core.access.LotScene.OUT_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.assertDenied;
import static parkgate.core.access.LotScene.assertFlags;
import static parkgate.core.access.LotScene.granted;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.access.LotScene.Car;

class ExitRulesTest {
    private final LotScene lot = new LotScene();

    @Test
    void an_exit_closes_the_session_and_frees_space_and_pool() {
        Car car = lot.withRights(LotScene.car(1, CodeClass.S), LotScene.permitOf("firm"));
        LotEvent entry = lot.drivenIn(car);
        LotEvent exit = granted(lot.scan(car, OUT));
        assertEquals(entry.sessionId(), exit.sessionId());
        assertEquals(entry.entryMs(), exit.entryMs());
        assertEquals(0, exit.open());
        assertEquals(Map.of(), lot.view().pools());
    }

    @Test
    void an_exit_closes_the_oldest_of_several() {
        lot.passback = LotRules.Passback.OFF;
        Car phone = lot.phone(1);
        LotEvent first = lot.drivenIn(phone);
        LotEvent second = lot.drivenIn(phone);
        assertEquals(
                first.sessionId(), granted(lot.scan(phone, OUT_WITHOUT_LOOP)).sessionId());
        assertEquals(second.sessionId(), granted(lot.scan(phone, OUT)).sessionId());
    }

    @Test
    void no_right_no_status_no_capacity_and_no_fault_keeps_a_car_inside() {
        Car car = lot.paper(1);
        lot.drivenIn(car);
        lot.book.putRight(car.credential(), new RightsAtLot(2, true, car.root(), List.of()));
        lot.status = LotRules.Status.CLOSED_TO_ALL;
        lot.capacity = 0;
        lot.outboxBound = 0;
        lot.faults = List.of(Reason.REPLACED, Reason.EXPIRED, Reason.STALE_CODE, Reason.ASSURANCE_TOO_LOW);
        assertFlags(
                granted(lot.scan(car, OUT)),
                Reason.REPLACED,
                Reason.EXPIRED,
                Reason.STALE_CODE,
                Reason.ASSURANCE_TOO_LOW);
    }

    @Test
    void a_revoked_code_calls_the_attendant_where_the_lot_says_so() {
        Car car = lot.paper(1);
        lot.drivenIn(car);
        lot.revokedExit = LotRules.RevokedExit.CALL_ATTENDANT;
        lot.faults = List.of(Reason.REVOKED);
        assertDenied(Reason.REVOKED, lot.scan(car, OUT));
        assertEquals(1, lot.open());
        lot.faults = List.of(Reason.EXPIRED);
        granted(lot.scan(car, OUT));
    }

    @Test
    void a_missing_session_opens_and_flags_or_is_refused() {
        lot.noOpenSession = LotRules.NoOpenSession.REFUSE;
        assertDenied(Reason.NO_OPEN_SESSION, lot.scan(lot.paper(1), OUT));
        lot.noOpenSession = LotRules.NoOpenSession.OPEN_AND_FLAG;
        lot.faults = List.of(Reason.EXPIRED);
        LotEvent exit = granted(lot.scan(lot.paper(1), OUT));
        assertFlags(exit, Reason.NO_OPEN_SESSION, Reason.EXPIRED);
        assertEquals(0, exit.entryMs());
    }

    @Test
    void an_exit_without_a_session_lowers_the_unknown_part_never_below_zero() {
        lot.byHand(EventKind.SET, 1);
        granted(lot.scan(lot.paper(1), OUT_WITHOUT_LOOP));
        assertEquals(0, lot.adj());
        granted(lot.scan(lot.paper(2), OUT_WITHOUT_LOOP));
        assertEquals(0, lot.adj());
    }

    @Test
    void an_uncertain_root_is_looked_up_before_a_session_is_called_missing() {
        lot.rootCertain = false;
        assertEquals(new Answer.Root(""), lot.scan(lot.paper(1), OUT));
        Car inside = lot.paper(2);
        lot.drivenIn(inside);
        granted(lot.scan(inside, OUT));
    }

    @Test
    void a_reissued_paper_leaves_with_the_session_of_the_one_it_replaces() {
        Car old = lot.paper(1);
        LotEvent entry = lot.drivenIn(old);
        Car reissued = new Car(LotScene.car(2, CodeClass.S).credential(), CodeClass.S, old.root());
        LotEvent exit = granted(lot.scan(reissued, OUT));
        assertEquals(entry.sessionId(), exit.sessionId());
        assertEquals(reissued.credential().text(), exit.credentialId());
    }

    @Test
    void a_young_head_is_sure_of_an_exit_with_a_session_and_not_of_one_without() {
        Car car = lot.paper(1);
        granted(lot.scan(car, IN));
        Snapshot picture = Snapshot.of(2, lot.view().outbox());
        lot.book.install(lot.now, picture, Set.of());
        granted(lot.scan(car, OUT_WITHOUT_LOOP));
        assertEquals(new Answer.Unsure(), lot.scan(lot.paper(2), OUT));
        lot.fresh = true;
        granted(lot.scan(lot.paper(2), OUT));
    }
}
