package parkgate.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {
    @Test
    void a_long_sentence_will_do_and_needs_no_signs() {
        assertNull(PasswordRules.refusal("li.wei", "the horse stands in the lane"));
        assertNull(PasswordRules.refusal("li.wei", "停车场的马站在车道上等着"));
    }

    @Test
    void a_short_one_a_long_one_a_monotonous_one_and_the_name_will_not() {
        assertNotNull(PasswordRules.refusal("li.wei", "elevenchars"));
        assertNotNull(PasswordRules.refusal("li.wei", "abcdefgh".repeat(33)));
        assertNotNull(PasswordRules.refusal("li.wei", "121212121212121212"));
        assertNotNull(PasswordRules.refusal("li.wei", "I am LI.WEI of the lane"));
    }

    @Test
    void characters_are_counted_not_bytes_or_halves() {
        assertNotNull(PasswordRules.refusal("li.wei", "🚗🚕🚙🚌🚎🏎🚓🚑🚒🚐🛻"));
        assertNull(PasswordRules.refusal("li.wei", "🚗🚕🚙🚌🚎🏎🚓🚑🚒🚐🛻🚚"));
    }

    @Test
    void a_password_that_we_make_is_one_that_we_would_take() {
        Random dice = new Random(7);
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String password = FirstPassword.make(dice);
            assertTrue(password.matches("([0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}"), password);
            assertNull(PasswordRules.refusal("demo-operator", password));
            made.add(password);
        }
        assertEquals(500, made.size());
    }
}
