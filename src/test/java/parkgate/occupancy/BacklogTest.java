package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog backlog = new Backlog();

    @Test
    void the_first_value_of_each_lot_is_sent_though_nothing_changed() {
        backlog.watch(Set.of("a", "b"));
        assertTrue(backlog.incomplete());
        backlog.take(round("a", 1, false));
        assertEquals(text("a", 1), backlog.drain());
        assertTrue(backlog.incomplete());
        backlog.take(round("b", 2, false));
        assertEquals(text("b", 2), backlog.drain());
        assertFalse(backlog.incomplete());
    }

    @Test
    void then_only_changes_are() {
        backlog.watch(Set.of("a"));
        backlog.take(round("a", 1, false));
        backlog.drain();
        backlog.take(round("a", 1, false));
        assertNull(backlog.drain());
        backlog.take(round("a", 2, true));
        assertEquals(text("a", 2), backlog.drain());
        assertNull(backlog.drain());
    }

    @Test
    void a_slow_viewer_gets_the_latest_value_and_none_between() {
        backlog.watch(Set.of("a", "b"));
        for (int open = 1; open <= 1_000; open++) {
            backlog.take(round("a", open, true));
        }
        backlog.take(round("b", 7, true));
        assertEquals(text("a", 1_000) + text("b", 7), backlog.drain());
    }

    @Test
    void a_question_or_an_alarm_at_a_watched_lot_is_told_once_behind_the_numbers() {
        backlog.watch(Set.of("a"));
        backlog.notice(Notice.ALARM, Set.of("a", "b"));
        backlog.notice(Notice.MESSAGE, Set.of("a", "b"));
        backlog.notice(Notice.ALARM, Set.of("a"));
        backlog.take(round("a", 1, true));
        assertEquals(
                text("a", 1) + EventText.notice(Notice.MESSAGE, "a") + EventText.notice(Notice.ALARM, "a"),
                backlog.drain());
        assertNull(backlog.drain());
    }

    @Test
    void others_lots_are_not_its_business() {
        backlog.watch(Set.of("a"));
        backlog.take(round("b", 1, true));
        assertNull(backlog.drain());
    }

    @Test
    void a_lot_that_is_no_longer_watched_is_told_once_and_its_value_dropped() {
        backlog.watch(Set.of("a", "b"));
        backlog.take(round("b", 1, true));
        backlog.watch(Set.of("a"));
        assertEquals(EventText.gone("b"), backlog.drain());
        backlog.take(round("b", 2, true));
        assertNull(backlog.drain());
        backlog.watch(Set.of("a", "b"));
        backlog.take(round("b", 2, false));
        assertEquals(text("b", 2), backlog.drain());
    }

    private static Round round(String lotId, int open, boolean changed) {
        return new Round(Map.of(lotId, event(lotId, open, changed)), 1L);
    }

    private static Event event(String lotId, int open, boolean changed) {
        return new Event(WatchedLotsTest.lot(lotId, "OPEN"), WatchedLotsTest.value(lotId, open), 1, changed);
    }

    private static String text(String lotId, int open) {
        return event(lotId, open, true).text();
    }
}
