package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OccupancyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @Test
    void a_lot_holds_its_sessions_and_the_cars_without_one() {
        Occupancy lot = of(lot("a", 220), new LotCount(100, 31, 5));
        assertEquals(131, lot.currentCount());
        assertEquals(31, lot.adjustment());
        assertEquals(89, lot.available());
        assertEquals(Occupancy.Calculation.DERIVED, lot.calculation());
        assertEquals(Instant.ofEpochMilli(5), lot.updatedAt());
    }

    @Test
    void a_count_is_never_below_zero_and_neither_is_what_is_left() {
        assertEquals(0, of(lot("a", 10), new LotCount(2, -3, 0)).currentCount());
        assertEquals(10, of(lot("a", 10), new LotCount(2, -3, 0)).available());
        assertEquals(0, of(lot("a", 10), new LotCount(11, 0, 0)).available());
    }

    @Test
    void a_lot_without_a_limit_has_no_number_of_spaces_left() {
        Occupancy lot = of(lot("a", null), new LotCount(4, 0, 0));
        assertNull(lot.capacity());
        assertNull(lot.available());
        assertEquals(4, lot.currentCount());
        assertEquals(Occupancy.Calculation.COUNTED, lot.calculation());
    }

    @Test
    void a_parent_is_the_sum_of_its_lots_in_every_number() {
        Occupancy over = of(lot("a", 10), new LotCount(12, 0, 7));
        Occupancy half = Occupancy.of(lot("b", 20), new LotCount(5, 5, 9), Hearing.SILENT);
        Occupancy sum = Occupancy.sum("district", List.of(over, half), NOW);
        assertEquals(
                new Occupancy(
                        "district", 30L, 22, 5, 10L, Occupancy.Calculation.DERIVED, Instant.ofEpochMilli(9), 2, 1, 0),
                sum);
    }

    @Test
    void a_parent_of_a_lot_without_a_limit_has_none() {
        Occupancy sum = Occupancy.sum(
                "district",
                List.of(of(lot("a", 10), new LotCount(1, 0, 0)), of(lot("b", null), new LotCount(2, 0, 0))),
                NOW);
        assertNull(sum.capacity());
        assertNull(sum.available());
        assertEquals(3, sum.currentCount());
    }

    @Test
    void a_place_without_lots_is_empty() {
        assertEquals(
                new Occupancy("district", 0L, 0, 0, 0L, Occupancy.Calculation.COUNTED, NOW, 0, 0, 0),
                Occupancy.sum("district", List.of(), NOW));
    }

    private static Occupancy of(Lot lot, LotCount count) {
        return Occupancy.of(lot, count, Hearing.HEARD);
    }

    private static Lot lot(String id, Integer capacity) {
        return new Lot(id, id, capacity, "OPEN", true, null, List.of());
    }
}
