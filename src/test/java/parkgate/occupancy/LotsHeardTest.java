package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LotsHeardTest {
    private static final long SILENT_MS = LotsHeard.SILENT_AFTER.toMillis();

    private final LotsHeard lots = new LotsHeard();

    @Test
    void a_lot_that_was_never_heard_is_quiet() {
        assertEquals(Hearing.QUIET, lots.of("a", 1_000));
    }

    @Test
    void a_lot_without_heartbeats_is_quiet_after_five_minutes_without_a_car() {
        lots.heard("a", 1_000);
        assertEquals(Hearing.HEARD, lots.of("a", 1_000 + SILENT_MS));
        assertEquals(Hearing.QUIET, lots.of("a", 1_001 + SILENT_MS));
        lots.heard("a", 1_002 + SILENT_MS);
        assertEquals(Hearing.HEARD, lots.of("a", 1_002 + SILENT_MS));
    }

    @Test
    void a_lot_whose_heartbeats_stop_is_silent() {
        lots.beat("a", 1_000);
        lots.heard("a", 2_000);
        assertEquals(Hearing.HEARD, lots.of("a", 2_000 + SILENT_MS));
        assertEquals(Hearing.SILENT, lots.of("a", 2_001 + SILENT_MS));
    }

    @Test
    void a_lot_that_went_on_without_heartbeats_is_one_that_sends_none() {
        lots.beat("a", 1_000);
        lots.heard("a", 1_001 + LotsHeard.BEATS_WITHIN.toMillis());
        assertEquals(Hearing.QUIET, lots.of("a", 9_000_000));
    }

    @Test
    void an_older_word_does_not_undo_a_newer_one() {
        lots.beat("a", 9_000);
        lots.heard("a", 1_000);
        lots.shared("a", new LotsHeard.Word(2_000, 0));
        assertEquals(Hearing.HEARD, lots.of("a", 9_000 + SILENT_MS));
        assertEquals(Hearing.SILENT, lots.of("a", 9_001 + SILENT_MS));
    }

    @Test
    void only_what_others_do_not_know_is_shared_and_so_much_at_once() {
        lots.heard("a", 1_000);
        lots.beat("b", 2_000);
        assertEquals(Map.of("a", word(1_000, 0), "b", word(2_000, 2_000)), lots.unshared(10));
        assertEquals(1, lots.unshared(1).size());
        lots.shared("a", word(1_000, 0));
        lots.shared("b", word(2_000, 0));
        assertEquals(Map.of("b", word(2_000, 2_000)), lots.unshared(10), "its heartbeat is not known to others");
        lots.heard("a", 1_001);
        lots.shared("b", word(5_000, 5_000));
        assertEquals(Map.of("a", word(1_001, 0)), lots.unshared(10));
    }

    @Test
    void what_another_instance_heard_counts() {
        lots.shared("a", word(1_000, 1_000));
        assertEquals(Hearing.HEARD, lots.of("a", 2_000));
        assertEquals(Hearing.SILENT, lots.of("a", 1_001 + SILENT_MS));
        assertTrue(lots.unshared(10).isEmpty());
    }

    private static LotsHeard.Word word(long atMs, long beatMs) {
        return new LotsHeard.Word(atMs, beatMs);
    }
}
