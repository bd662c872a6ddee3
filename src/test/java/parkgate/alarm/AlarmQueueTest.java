package parkgate.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-22T19:00:00Z");

    private static AlarmChange raise(String lane) {
        return new AlarmChange(new AlarmChange.Key(AlarmKind.LANE_SILENT, "lot", lane), NOW, "nothing heard");
    }

    private static AlarmChange clear(String lane) {
        return new AlarmChange(new AlarmChange.Key(AlarmKind.LANE_SILENT, "lot", lane), NOW, null);
    }

    @Test
    void what_the_last_change_said_already_does_not_wait_again() {
        AlarmQueue queue = new AlarmQueue(10);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(queue.add(raise("a")));
        }
        assertEquals(1, queue.length());
        assertEquals(List.of(raise("a")), queue.first(10));
    }

    @Test
    void an_alarm_that_comes_goes_and_comes_again_is_written_in_that_order() {
        AlarmQueue queue = new AlarmQueue(10);
        queue.add(raise("a"));
        queue.add(raise("b"));
        queue.add(clear("a"));
        queue.add(raise("a"));
        List<AlarmChange> first = queue.first(10);
        assertEquals(List.of(raise("a"), raise("b")), first, "each alarm once in a batch");
        queue.written(first);
        assertEquals(List.of(clear("a")), queue.first(10));
        queue.written(queue.first(10));
        assertEquals(List.of(raise("a")), queue.first(10));
        queue.written(queue.first(10));
        assertEquals(0, queue.length());
    }

    @Test
    void after_it_was_written_the_same_may_be_said_anew() {
        AlarmQueue queue = new AlarmQueue(10);
        queue.add(raise("a"));
        queue.written(queue.first(10));
        queue.add(raise("a"));
        assertEquals(1, queue.length(), "the table knows whether it is open still");
    }

    @Test
    void beyond_its_bound_nothing_is_taken_in() {
        AlarmQueue queue = new AlarmQueue(2);
        assertTrue(queue.add(raise("a")));
        assertTrue(queue.add(raise("b")));
        assertFalse(queue.add(raise("c")));
        assertTrue(queue.add(raise("a")), "that one waits already");
        assertEquals(1, queue.first(1).size());
    }
}
