package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchedLotsTest {
    private final WatchedLots lots = new WatchedLots(250, 1, 2);

    @Test
    void no_lot_is_read_more_than_four_times_a_second_however_often_it_is_asked_for() {
        lots.watch(Set.of("a"));
        int reads = 0;
        for (long nowMs = 10_000; nowMs < 11_000; nowMs += 10) {
            lots.ask(Set.of("a"));
            reads += lots.due(nowMs).size();
        }
        assertEquals(4, reads);
    }

    @Test
    void when_there_are_too_many_for_one_round_everyone_has_its_turn() {
        lots.watch(Set.of("a", "b", "c", "d", "e"));
        Map<String, Integer> turns = new HashMap<>();
        for (long nowMs = 0; nowMs < 250 * 10; nowMs += 250) {
            List<String> due = lots.due(nowMs);
            assertEquals(2, due.size());
            due.forEach(lotId -> turns.merge(lotId, 1, Integer::sum));
        }
        assertEquals(Map.of("a", 4, "b", 4, "c", 4, "d", 4, "e", 4), turns);
    }

    @Test
    void a_turn_takes_its_part_so_that_no_moment_has_them_all() {
        WatchedLots many = new WatchedLots(250, 8, 100);
        Set<String> hundred = IntStream.range(0, 100).mapToObj(n -> "lot" + n).collect(Collectors.toSet());
        many.watch(hundred);
        Set<String> read = new HashSet<>();
        for (long nowMs = 0; nowMs < 8 * 25; nowMs += 25) {
            List<String> due = many.due(nowMs);
            assertTrue(due.size() <= 13, () -> due.size() + " at once");
            read.addAll(due);
        }
        assertEquals(hundred, read);
        assertEquals(List.of(), many.due(8 * 25));
    }

    @Test
    void who_is_asked_for_goes_first() {
        lots.watch(new LinkedHashSet<>(List.of("a", "b", "c", "d", "e")));
        for (long nowMs = 0; nowMs < 750; nowMs += 250) {
            lots.due(nowMs);
        }
        List<String> last = lots.due(750);
        lots.ask(last);
        assertEquals(new HashSet<>(last), new HashSet<>(lots.due(1_000)));
    }

    @Test
    void a_clock_that_steps_back_stops_nothing() {
        lots.watch(Set.of("a"));
        assertEquals(List.of("a"), lots.due(10_000));
        assertEquals(List.of("a"), lots.due(5_000));
    }

    @Test
    void only_another_value_is_a_change() {
        lots.watch(Set.of("a"));
        assertTrue(lots.learned(lot("a", "OPEN"), value("a", 1), 100));
        assertFalse(lots.learned(lot("a", "OPEN"), value("a", 1), 200));
        assertTrue(lots.learned(lot("a", "OPEN"), value("a", 2), 300));
        assertTrue(lots.learned(lot("a", "CLOSED"), value("a", 2), 400));
        assertFalse(lots.learned(lot("b", "OPEN"), value("b", 1), 400));
    }

    @Test
    void the_whole_is_as_old_as_its_oldest_part() {
        lots.watch(Set.of("a", "b"));
        assertNull(lots.asOfMs(Set.of("a", "b")));
        lots.learned(lot("a", "OPEN"), value("a", 1), 100);
        assertNull(lots.asOfMs(Set.of("a", "b")));
        lots.learned(lot("b", "OPEN"), value("b", 1), 300);
        assertEquals(100, lots.asOfMs(Set.of("a", "b")));
        lots.learned(lot("a", "OPEN"), value("a", 1), 400);
        assertEquals(300, lots.asOfMs(Set.of("a", "b")));
    }

    @Test
    void what_nobody_watches_is_forgotten() {
        lots.watch(Set.of("a"));
        lots.learned(lot("a", "OPEN"), value("a", 1), 100);
        lots.watch(Set.of());
        assertEquals(List.of(), lots.due(1_000));
        lots.watch(Set.of("a"));
        assertTrue(lots.learned(lot("a", "OPEN"), value("a", 1), 2_000));
    }

    static Lot lot(String id, String status) {
        return new Lot(id, id, 10, status, true, null, List.of());
    }

    static Occupancy value(String id, int open) {
        return Occupancy.of(lot(id, "OPEN"), new LotCount(open, 0, 1), Hearing.HEARD);
    }
}
