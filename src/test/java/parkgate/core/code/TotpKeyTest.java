package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpKeyTest {
    /** RFC 6238 appendix B: the SHA-1 key, and its period of 30 s. */
    private static final TotpKey RFC = new TotpKey("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    private static final int RFC_PERIOD_SECONDS = 30;

    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void gives_the_values_of_rfc_6238(long seconds, String value) {
        long step = seconds / RFC_PERIOD_SECONDS;
        assertEquals(value, RFC.value(step));
        assertTrue(RFC.gives(step, value));
    }

    @ParameterizedTest
    @CsvSource({"0, 84755224", "1, 94287082", "2, 37359152", "9, 45520489"})
    void gives_the_values_of_rfc_4226_to_eight_digits(long counter, String value) {
        assertEquals(value, RFC.value(counter));
    }

    @Test
    void does_not_give_another_value_nor_a_part_of_its_own() {
        String value = RFC.value(7);
        assertFalse(RFC.gives(8, value));
        for (int at = 0; at < value.length(); at++) {
            char other = value.charAt(at) == '9' ? '0' : (char) (value.charAt(at) + 1);
            assertFalse(RFC.gives(7, value.substring(0, at) + other + value.substring(at + 1)));
            assertFalse(RFC.gives(7, value.substring(0, at)));
        }
    }

    @Test
    void shows_its_secret_to_nobody_who_prints_it() {
        assertFalse(RFC.toString().contains(RFC.hex()));
    }

    @Test
    void has_twenty_bytes() {
        assertThrows(IllegalArgumentException.class, () -> new TotpKey(new byte[19]));
        assertThrows(IllegalArgumentException.class, () -> new TotpKey(new byte[21]));
    }
}
