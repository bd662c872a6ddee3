package parkgate.gatesim.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LotCountTest {
    @Test
    void a_watch_sees_the_bounds_of_its_own_time_only() {
        LotCount count = new LotCount(5);
        count.add(-3, 0);
        count.add(3, 0);
        LotCount.Watch watch = count.watch();
        count.add(0, 2);
        count.add(-1, -2);
        count.end(watch);
        count.add(-4, 9);

        assertEquals(4, watch.lowest());
        assertEquals(7, watch.highest());
    }
}
