package parkgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Document CONTRACT = Document.current();

    private static Samples samples(long seed) {
        return new Samples(CONTRACT, new Random(seed), Map.of());
    }

    @Test
    void a_pattern_of_the_contract_matches_what_is_made_from_it() {
        Random dice = new Random(1);
        for (String pattern : List.of(
                "^[A-Za-z0-9._-]{1,64}$",
                "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
                "^[0-9]{4}-[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2})$",
                "^[a-z-]{1,32}\\.[a-z]{1,4}$",
                "^a*b+c?$")) {
            for (int i = 0; i < 200; i++) {
                String text = new PatternText(pattern, dice).text();
                assertTrue(text.matches(pattern), () -> text + " is not " + pattern);
            }
        }
    }

    @Test
    void the_same_seed_makes_the_same_values_and_a_good_one_has_what_is_required() {
        JsonObject place = new JsonObject().put("$ref", "#/components/schemas/RightPost");
        for (long seed = 0; seed < 100; seed++) {
            JsonObject right = (JsonObject) samples(seed).good("", place);
            assertEquals(right, samples(seed).good("", place));
            assertTrue(right.containsKey("credentialId") && right.containsKey("placeId") && right.containsKey("type"));
        }
    }

    @Test
    void a_spoilt_object_differs_from_the_good_one() {
        JsonObject good = new JsonObject().put("a", "b").put("c", 7.25);
        int same = 0;
        for (long seed = 0; seed < 200; seed++) {
            same += samples(seed).spoilt(good).equals(good) ? 1 : 0;
        }
        assertEquals(0, same);
    }
}
