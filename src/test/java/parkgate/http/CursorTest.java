package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class CursorTest {
    @Property
    void comes_back_as_it_went_out(
            @ForAll @LongRange(min = 0, max = 253_402_300_799_999_999L) long micros,
            @ForAll @AlphaChars @NumericChars @Chars({'.', '_', '-'}) @StringLength(min = 1, max = 64) String id) {
        Cursor cursor = new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id);
        assertEquals(Optional.of(cursor), Cursor.parse(cursor.text()));
        assertTrue(cursor.text().length() <= Cursor.MAX_LENGTH);
    }

    @Property
    void any_text_is_a_cursor_or_is_not(@ForAll String text) {
        Cursor.parse(text).ifPresent(cursor -> assertEquals(text, cursor.text()));
    }

    @Example
    void only_our_own_writing_is_a_cursor() {
        for (String plain : List.of("", ":", "1:", ":a", "-1:a", "01:a", "1:a b", "1:a:b", "9999999999999999999:a")) {
            String text =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
            assertEquals(Optional.empty(), Cursor.parse(text), plain);
        }
        assertEquals(Optional.empty(), Cursor.parse(new Cursor(Instant.EPOCH, "a").text() + "="));
    }

    @Example
    void a_page_names_the_next_one_only_when_there_is_more() {
        Page page = new Page(2, null);
        assertEquals(3, page.rows());
        assertEquals(
                new Cursor(Instant.EPOCH, "b").text(),
                answer(page, List.of("a", "b", "c")).getString("nextCursor"));
        JsonObject last = answer(page, List.of("a", "b"));
        assertTrue(last.containsKey("nextCursor"));
        assertEquals(null, last.getString("nextCursor"));
        assertEquals(2, last.getJsonArray("items").size());
    }

    private static JsonObject answer(Page page, List<String> rows) {
        return new JsonObject(
                page.reply(rows, row -> new JsonObject().put("id", row), row -> new Cursor(Instant.EPOCH, row))
                        .body());
    }
}
