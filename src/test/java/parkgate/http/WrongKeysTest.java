package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WrongKeysTest {
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final WrongKeys wrongKeys = new WrongKeys(nanos::get, metrics);

    private int last(int many, String address) {
        int status = 0;
        for (int i = 0; i < many; i++) {
            status = wrongKeys.refusal(address).status();
        }
        return status;
    }

    private double counted(String answer) {
        return metrics.counter("parkgate_wrong_keys", "answer", answer).count();
    }

    @Test
    void too_many_from_one_address_are_slowed_until_the_window_ends() {
        assertEquals(401, last(WrongKeys.MAX, "10.0.0.1"));
        nanos.addAndGet(WrongKeys.WINDOW.toNanos() / 3);
        Problem slowed = wrongKeys.refusal("10.0.0.1");
        assertEquals(429, slowed.status());
        assertEquals("40", slowed.headers().get("Retry-After"));
        nanos.addAndGet(WrongKeys.WINDOW.toNanos());
        assertEquals(401, last(1, "10.0.0.1"));
    }

    @Test
    void whoever_keeps_trying_is_told_again_in_the_next_window() {
        assertEquals(429, last(WrongKeys.MAX + 1, "10.0.0.1"));
        nanos.addAndGet(WrongKeys.WINDOW.toNanos() - 1);
        assertEquals(429, last(1, "10.0.0.1"));
        nanos.addAndGet(2);
        assertEquals(401, last(1, "10.0.0.1"));
    }

    @Test
    void another_address_is_not_slowed_with_it() {
        assertEquals(429, last(WrongKeys.MAX + 5, "10.0.0.1"));
        assertEquals(401, last(1, "10.0.0.2"));
        assertEquals(WrongKeys.MAX + 1.0, counted("401"));
        assertEquals(5.0, counted("429"));
    }

    @Test
    void a_flood_of_addresses_takes_no_more_room() {
        for (int i = 0; i < 3 * WrongKeys.MAX_ADDRESSES; i++) {
            wrongKeys.refusal("10.0.0." + i);
        }
        assertTrue(wrongKeys.addresses() <= WrongKeys.MAX_ADDRESSES, () -> wrongKeys.addresses() + " are kept");
    }
}
