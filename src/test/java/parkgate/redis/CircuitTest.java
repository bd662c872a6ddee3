package parkgate.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may run over
    private final Circuit circuit = new Circuit(nanos::incrementAndGet);

    @Test
    void opens_when_nothing_was_heard_since_the_call_was_sent() {
        long sent = circuit.sent();
        assertTrue(circuit.timedOut(sent));
        assertTrue(circuit.isOpen());
        assertFalse(circuit.timedOut(sent), "it opens once");
    }

    @Test
    void stays_closed_when_another_call_was_answered_meanwhile() {
        long sent = circuit.sent();
        circuit.heard();
        assertFalse(circuit.timedOut(sent));
        assertFalse(circuit.isOpen());
    }

    @Test
    void closes_when_the_server_says_something() {
        circuit.heard();
        assertTrue(circuit.timedOut(circuit.sent()));
        circuit.heard();
        assertFalse(circuit.isOpen());
        assertTrue(circuit.timedOut(circuit.sent()), "and opens again");
    }
}
