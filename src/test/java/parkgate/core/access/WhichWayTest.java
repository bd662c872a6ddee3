package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parkgate.core.access.LotScene.BOTH;
import static parkgate.core.access.LotScene.BOTH_WITHOUT_LOOP;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.assertDenied;
import static parkgate.core.access.LotScene.granted;
import static parkgate.core.access.LotScene.repeated;

import java.util.List;
import org.junit.jupiter.api.Test;
import parkgate.core.Reason;
import parkgate.core.access.LotScene.Car;

/** At a lane that goes both ways. */
class WhichWayTest {
    private final LotScene lot = new LotScene();

    @Test
    void who_is_outside_comes_and_who_is_inside_goes() {
        Car car = lot.paper(1);
        LotEvent in = granted(lot.scan(car, BOTH));
        assertEquals(EventKind.ENTRY, in.kind());
        lot.report(in, EventKind.CONFIRMED);
        lot.now += 10_001;
        assertEquals(EventKind.EXIT, granted(lot.scan(car, BOTH)).kind());
    }

    @Test
    void who_came_in_elsewhere_goes_at_once() {
        Car car = lot.paper(1);
        granted(lot.scan(car, IN));
        assertEquals(EventKind.EXIT, granted(lot.scan(car, BOTH)).kind());
    }

    @Test
    void who_still_waits_at_the_barrier_comes() {
        Car car = lot.paper(1);
        LotEvent in = granted(lot.scan(car, BOTH));
        lot.now += 59_000;
        assertEquals(in, repeated(lot.scan(car, BOTH)));
    }

    @Test
    void who_has_just_come_in_here_is_not_sent_out() {
        Car car = lot.paper(1);
        LotEvent in = granted(lot.scan(car, BOTH_WITHOUT_LOOP));
        lot.now += 10_000;
        assertEquals(in, repeated(lot.scan(car, BOTH_WITHOUT_LOOP)));
    }

    @Test
    void who_has_just_gone_out_here_is_not_let_in() {
        Car car = lot.paper(1);
        lot.drivenIn(car);
        LotEvent out = granted(lot.scan(car, BOTH_WITHOUT_LOOP));
        lot.now += 10_000;
        assertEquals(out, repeated(lot.scan(car, BOTH_WITHOUT_LOOP)));
        lot.now += 1;
        assertEquals(EventKind.ENTRY, granted(lot.scan(car, BOTH_WITHOUT_LOOP)).kind());
    }

    @Test
    void who_waits_at_the_barrier_to_leave_leaves() {
        Car car = lot.paper(1);
        lot.drivenIn(car);
        LotEvent out = granted(lot.scan(car, BOTH));
        lot.now += 50_000;
        assertEquals(out, repeated(lot.scan(car, BOTH)));
    }

    @Test
    void who_did_not_leave_after_all_may_leave_at_once() {
        Car car = lot.paper(1);
        lot.drivenIn(car);
        LotEvent out = granted(lot.scan(car, BOTH));
        granted(lot.report(out, EventKind.NO_ENTRY));
        assertEquals(EventKind.EXIT, granted(lot.scan(car, BOTH)).kind());
    }

    @Test
    void a_fault_refuses_who_comes_and_flags_who_goes() {
        Car car = lot.paper(1);
        lot.faults = List.of(Reason.EXPIRED);
        assertDenied(Reason.EXPIRED, lot.scan(car, BOTH));
        lot.faults = List.of();
        lot.drivenIn(car);
        lot.faults = List.of(Reason.EXPIRED);
        LotScene.assertFlags(granted(lot.scan(car, BOTH)), Reason.EXPIRED);
    }
}
