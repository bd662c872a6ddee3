package parkgate.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrongPasswordsTest {
    private long nanos;
    private final WrongPasswords wrong = new WrongPasswords(() -> nanos);

    private void count(String address, int times) {
        for (int i = 0; i < times; i++) {
            wrong.count(address);
        }
    }

    @Test
    void an_address_waits_from_the_bound_on_and_no_other_does() {
        count("192.0.2.1", WrongPasswords.MAX - 1);
        assertEquals(Duration.ZERO, wrong.wait("192.0.2.1"));
        count("192.0.2.1", 1);
        assertEquals(WrongPasswords.WINDOW, wrong.wait("192.0.2.1"));
        assertEquals(Duration.ZERO, wrong.wait("192.0.2.2"));
    }

    @Test
    void it_waits_until_the_window_is_over_and_not_longer() {
        count("192.0.2.1", WrongPasswords.MAX);
        nanos += WrongPasswords.WINDOW.toNanos() - 1;
        assertTrue(wrong.wait("192.0.2.1").toNanos() > 0);
        nanos += 2;
        assertEquals(Duration.ZERO, wrong.wait("192.0.2.1"));
    }
}
