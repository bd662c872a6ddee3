package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LotsHeardTest {
    private static final long SILENT_MS = LotsHeard.SILENT_AFTER.toMillis();

    private final LotsHeard lots = new LotsHeard();

    @Test
    void a_lot_that_was_never_heard_is_silent() {
        assertTrue(lots.silent("a", 1_000));
    }

    @Test
    void a_lot_falls_silent_after_five_minutes_without_a_word() {
        lots.heard("a", 1_000);
        assertFalse(lots.silent("a", 1_000 + SILENT_MS));
        assertTrue(lots.silent("a", 1_001 + SILENT_MS));
        lots.heard("a", 1_002 + SILENT_MS);
        assertFalse(lots.silent("a", 1_002 + SILENT_MS));
    }

    @Test
    void an_older_word_does_not_undo_a_newer_one() {
        lots.heard("a", 9_000);
        lots.heard("a", 1_000);
        lots.shared("a", 2_000);
        assertFalse(lots.silent("a", 9_000 + SILENT_MS));
    }

    @Test
    void only_what_others_do_not_know_is_shared_and_so_much_at_once() {
        lots.heard("a", 1_000);
        lots.heard("b", 2_000);
        assertEquals(Map.of("a", 1_000L, "b", 2_000L), lots.unshared(10));
        assertEquals(1, lots.unshared(1).size());
        lots.shared("a", 1_000);
        assertEquals(Map.of("b", 2_000L), lots.unshared(10));
        lots.heard("a", 1_001);
        lots.shared("b", 5_000);
        assertEquals(Map.of("a", 1_001L), lots.unshared(10));
    }

    @Test
    void what_another_instance_heard_counts() {
        lots.shared("a", 1_000);
        assertFalse(lots.silent("a", 2_000));
        assertTrue(lots.unshared(10).isEmpty());
    }
}
