package parkgate.gatesim.lane.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final Circuit circuit = new Circuit();

    @Test
    void asks_nobody_before_the_first_answer_and_nobody_after_one_that_did_not_come() {
        assertFalse(circuit.asks());
        assertTrue(circuit.isTrying(0));
        circuit.close();
        assertTrue(circuit.asks());
        circuit.answered();
        circuit.failed(10_000);
        assertFalse(circuit.asks());
        assertFalse(circuit.isTrying(10_999));
        assertTrue(circuit.isTrying(11_000));
    }

    @Test
    void tries_less_and_less_often_up_to_half_a_minute() {
        long now = 0;
        long waited = 0;
        circuit.close();
        circuit.answered();
        for (int i = 0; i < 12; i++) {
            circuit.failed(now);
            long at = now;
            while (!circuit.isTrying(now)) {
                now += 100;
            }
            waited = now - at;
        }
        assertEquals(Circuit.LONGEST_MS, waited);
        circuit.close();
        circuit.answered();
        circuit.failed(now);
        assertTrue(circuit.isTrying(now + Circuit.FIRST_MS));
    }

    @Test
    void a_service_that_greets_and_does_not_decide_is_left_alone_for_longer_and_longer() {
        circuit.close();
        circuit.answered();
        circuit.failed(0);
        circuit.close();
        circuit.failed(0);
        assertFalse(circuit.isTrying(Circuit.FIRST_MS));
        circuit.close();
        circuit.failed(0);
        assertFalse(circuit.isTrying(3 * Circuit.FIRST_MS));
        assertTrue(circuit.isTrying(4 * Circuit.FIRST_MS));
    }

    @Test
    void a_wrong_clock_is_set_right_within_five_minutes_and_said_to_be_wrong_beyond() {
        Instant own = Instant.parse("2026-11-22T12:00:00Z");
        LaneClock clock = new LaneClock(() -> own, Duration.ZERO);
        clock.heard(own.plusSeconds(200), own.minusMillis(10), own.plusMillis(10));
        assertEquals(own.plusSeconds(200), clock.instant());
        assertFalse(clock.isWrong());
        clock.heard(own.minusSeconds(3_600), own, own);
        assertEquals(own.minus(LaneClock.BOUND), clock.instant());
        assertEquals(own.minusSeconds(3_600), clock.eventTime());
        assertTrue(clock.isWrong());
    }

    @Test
    void events_are_made_of_lines_comments_are_none_and_too_much_is_left_out() {
        SseEvents events = new SseEvents();
        assertNull(events.line(": still here"));
        assertNull(events.line(""));
        assertNull(events.line("event: open"));
        assertNull(events.line("id: 7"));
        assertNull(events.line("data: {\"a\":"));
        assertNull(events.line("data:1}"));
        assertEquals(new SseEvents.Event("open", "{\"a\":\n1}"), events.line(""));
        for (int i = 0; i < 100; i++) {
            assertNull(events.line("data: " + "x".repeat(1_000)));
        }
        assertNull(events.line(""));
        assertNull(events.line("data: y"));
        assertEquals(new SseEvents.Event("", "y"), events.line(""));
    }
}
