package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LotEventTest {
    private static final String ENTRY =
            "ENTRY|ENTRY|3|17|scan-1|1700000000000|lane-1|CRED|ROOT|session|decision|right|pool|"
                    + "1700000060000|1700000000000|0|LOT_FULL+PASSBACK|12|-2|plate=ab%2F";

    @Test
    void reads_what_the_redis_function_writes() {
        LotEvent event = LotEvent.parse(ENTRY);
        assertEquals(EventKind.ENTRY, event.kind());
        assertEquals(Direction.ENTRY, event.direction());
        assertEquals(17, event.seq());
        assertEquals(List.of("LOT_FULL", "PASSBACK"), event.flags());
        assertEquals(-2, event.adj());
        assertEquals(Map.of("plate", "ab/"), Extra.parse(event.extra()));
        assertEquals(ENTRY, event.format());
    }

    @Test
    void empty_fields_come_back_empty() {
        String reset = "RESET||3|18|request-1|1700000000000||||||||0|0|-4||0|0|";
        assertEquals(reset, LotEvent.parse(reset).format());
        assertEquals(List.of(), LotEvent.parse(reset).flags());
    }

    @Test
    void refuses_any_truncation_and_any_field_too_many() {
        for (int length = 0; length < ENTRY.lastIndexOf('|'); length++) {
            String cut = ENTRY.substring(0, length);
            assertThrows(IllegalArgumentException.class, () -> LotEvent.parse(cut));
        }
        assertThrows(IllegalArgumentException.class, () -> LotEvent.parse(ENTRY + "|"));
    }

    @Test
    void refuses_words_numbers_and_sizes_that_cannot_be() {
        for (String wrong : List.of(
                ENTRY.replace("ENTRY|ENTRY", "LEAVE|ENTRY"),
                ENTRY.replace("ENTRY|ENTRY", "ENTRY|entry"),
                ENTRY.replace("|17|", "|-17|"),
                ENTRY.replace("|17|", "|99999999999999999999|"),
                ENTRY.replace("|12|", "|4294967296|"),
                ENTRY.replace("|lane-1|", "|lane,1|"),
                ENTRY.replace("|lane-1|", "|" + "l".repeat(129) + "|"),
                ENTRY.replace("LOT_FULL+PASSBACK", "LOT_FULL++PASSBACK"),
                ENTRY.replace("LOT_FULL+PASSBACK", "A+".repeat(64) + "A"),
                ENTRY.replace("plate=", "plate= "))) {
            assertThrows(IllegalArgumentException.class, () -> LotEvent.parse(wrong), wrong);
        }
    }

    @Test
    void extra_carries_any_text_and_no_separator() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("by", "ops|key, the; second+one");
        pairs.put("why", "停电 & repair = 1");
        String text = Extra.format(pairs);
        assertFalse(text.matches(".*[|;, ].*"), text);
        assertEquals(pairs, Extra.parse(text));
        assertEquals(Map.of(), Extra.parse(""));
    }

    @Test
    void refuses_extra_that_is_no_pairs() {
        for (String wrong : List.of("a", "a=%", "a=%zz", "a=b|c", "a=b&".repeat(65))) {
            assertThrows(IllegalArgumentException.class, () -> Extra.parse(wrong), wrong);
        }
    }
}
