package parkgate.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import parkgate.http.KeyKind;

class KeyTextTest {
    private static final String GOOD = "pg_ops_0123456789abcdef_" + "0f".repeat(32);

    @Property
    void a_key_that_was_made_is_read_again(@ForAll KeyKind kind, @ForAll long seed) {
        KeyText made = KeyText.make(kind, new Random(seed));
        KeyText read = KeyText.parse(made.reveal()).orElseThrow();
        assertEquals(kind, read.kind());
        assertEquals(made.id(), read.id());
        assertArrayEquals(made.secretSha256(), read.secretSha256());
        assertTrue(made.reveal().matches("pg_(lane|ops|api|admin)_[0-9a-f]{16}_[0-9a-f]{64}"), "form");
    }

    @Property
    void any_text_is_a_key_or_is_not(@ForAll String text) {
        KeyText.parse(text).ifPresent(key -> assertEquals(text, key.reveal()));
        KeyText.parse("pg_" + text);
        KeyText.parse("pg_lane_" + text);
    }

    @Property
    void one_character_of_another_kind_makes_it_none_or_another_key(@ForAll int position, @ForAll char c) {
        StringBuilder text = new StringBuilder(GOOD);
        text.setCharAt(Math.floorMod(position, GOOD.length()), c);
        KeyText.parse(text.toString()).ifPresent(key -> assertEquals(text.toString(), key.reveal()));
    }

    @Example
    void reads_only_its_own_form() {
        assertTrue(KeyText.parse(GOOD).isPresent());
        for (String bad : List.of(
                "",
                "pg_",
                "pg_ops",
                GOOD + "0",
                GOOD.substring(0, GOOD.length() - 1),
                GOOD.toUpperCase(java.util.Locale.ROOT),
                GOOD.replace("ops", "root"),
                GOOD.replace("ops", "OPS"),
                GOOD.replace("pg_", "pq_"),
                " " + GOOD,
                GOOD.replace("0f", "0g"))) {
            assertEquals(Optional.empty(), KeyText.parse(bad), bad);
        }
    }

    @Example
    void does_not_show_its_secret_by_accident() {
        assertFalse(KeyText.parse(GOOD).orElseThrow().toString().contains("0f0f"));
    }
}
