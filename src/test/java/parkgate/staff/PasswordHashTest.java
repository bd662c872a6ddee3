package parkgate.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    /** Little work, for tests that are not about it. */
    static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(64, 1, 1);

    /** From the tests of the reference implementation. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @Test
    void is_what_the_reference_implementation_makes() {
        PasswordHash hash = PasswordHash.parse(REFERENCE);
        assertTrue(hash.fits("password"));
        assertFalse(hash.fits("differentpassword"));
        assertEquals(REFERENCE, hash.text());
    }

    @Test
    void a_kept_hash_fits_its_password_and_no_other() {
        String kept = PasswordHash.of("停车场 attendant", CHEAP, new Random(7)).text();
        assertTrue(PasswordHash.parse(kept).fits("停车场 attendant"));
        assertFalse(PasswordHash.parse(kept).fits("停车场 Attendant"));
        assertFalse(PasswordHash.parse(kept).fits(""));
    }

    @Test
    void the_same_characters_fit_however_they_are_composed() {
        String kept = PasswordHash.of("caf\u00e9 au lait", CHEAP, new Random(7)).text();
        assertTrue(PasswordHash.parse(kept).fits("cafe\u0301 au lait"));
    }

    @Test
    void two_people_with_one_password_have_two_hashes() {
        Random dice = new Random(7);
        assertNotEquals(
                PasswordHash.of("the same", CHEAP, dice).text(),
                PasswordHash.of("the same", CHEAP, dice).text());
    }

    @Test
    void costs_what_owasp_asks_for_at_least() {
        assertTrue(PasswordHash.USUAL.kib() >= 19 * 1024 && PasswordHash.USUAL.passes() >= 2);
    }

    @Test
    void says_nothing_of_itself_and_reads_nothing_else() {
        assertFalse(PasswordHash.parse(REFERENCE).toString().contains("$"));
        for (String text : new String[] {"", "plain", REFERENCE.replace("argon2id", "argon2i"), REFERENCE + "!"}) {
            assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(text), text);
        }
    }
}
