package parkgate.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void the_same_seed_brings_the_same_arrivals() {
        Arrivals one = new Arrivals(new Random(7), 100);
        Arrivals other = new Arrivals(new Random(7), 100);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(one.next(), other.next());
        }
    }

    @Test
    void arrivals_come_in_order_and_at_their_rate() {
        Arrivals arrivals = new Arrivals(new Random(1), 1_000);
        long last = 0;
        for (int i = 0; i < 100_000; i++) {
            long next = arrivals.next();
            assertTrue(next >= last);
            last = next;
        }
        assertEquals(100, last / 1e9, 1.0, "100,000 arrivals at 1,000 a second, in seconds");
    }

    @Test
    void no_rate_is_no_load() {
        assertThrows(IllegalArgumentException.class, () -> new Arrivals(new Random(1), 0));
        assertThrows(IllegalArgumentException.class, () -> new Arrivals(new Random(1), Double.NaN));
    }
}
