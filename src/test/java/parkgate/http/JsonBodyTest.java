package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonBodyTest {
    @Property
    void gives_back_what_was_written(@ForAll("objects") JsonObject object) {
        assertEquals(object, JsonBody.parse(object.toBuffer()));
    }

    @Property
    void any_bytes_are_read_or_refused_with_400_or_422(@ForAll byte[] bytes) {
        try {
            JsonBody.parse(Buffer.buffer(bytes));
        } catch (Problem refused) {
            assertTrue(refused.status() == 400 || refused.status() == 422, refused::getMessage);
        }
    }

    @Property
    void a_damaged_text_is_read_or_refused_with_400_or_422(
            @ForAll("objects") JsonObject object, @ForAll int position, @ForAll byte value) {
        byte[] bytes = object.toBuffer().getBytes();
        bytes[Math.floorMod(position, bytes.length)] = value;
        any_bytes_are_read_or_refused_with_400_or_422(bytes);
    }

    @Example
    void whole_numbers_keep_every_digit() {
        JsonObject body = JsonBody.parse(Buffer.buffer("{\"a\":2147483647,\"b\":9223372036854775807,\"c\":1.0}"));
        assertEquals(Integer.MAX_VALUE, body.getValue("a"));
        assertEquals(Long.MAX_VALUE, body.getValue("b"));
        assertEquals(1.0, body.getValue("c"));
    }

    @Example
    void a_field_that_may_hold_any_text_holds_any_text_and_only_at_the_top() {
        String odd = "{\"code\":\"a\\u0000\\r\\ud800b\"}";
        assertEquals(
                "a\u0000\r\ud800b",
                JsonBody.parse(Buffer.buffer(odd), Set.of("code")).getString("code"));
        assertThrows(Problem.class, () -> JsonBody.parse(Buffer.buffer(odd)));
        Problem below =
                assertThrows(Problem.class, () -> JsonBody.parse(Buffer.buffer("{\"a\":" + odd + "}"), Set.of("code")));
        assertEquals("/a/code", below.errors().get(0).field());
    }

    @Example
    void an_array_is_refused_whatever_text_is_in_it() {
        for (Set<String> anyText : List.of(Set.<String>of(), Set.of("code"))) {
            Problem refused =
                    assertThrows(Problem.class, () -> JsonBody.parse(Buffer.buffer("[\"\\u0000\"]"), anyText));
            assertEquals(422, refused.status());
        }
    }

    @Example
    void names_the_field_in_an_array() {
        Problem refused =
                assertThrows(Problem.class, () -> JsonBody.parse(Buffer.buffer("{\"a\":[{\"b\":1},{\"b\":1e999}]}")));
        assertEquals("/a/1/b", refused.errors().get(0).field());
    }

    @Example
    void takes_32_levels_and_no_more() {
        JsonBody.parse(Buffer.buffer("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}"));
        Problem refused = assertThrows(
                Problem.class, () -> JsonBody.parse(Buffer.buffer("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}")));
        assertEquals(422, refused.status());
    }

    @Provide
    static Arbitrary<JsonObject> objects() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20).filter(JsonBody::isPlain);
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                texts.asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().greaterOrEqual(1L << 40).asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        Arbitrary<Object> values = Arbitraries.lazyOf(
                () -> leaves,
                () -> leaves.list().ofMaxSize(3).map(items -> (Object) new JsonArray(List.copyOf(items))),
                () -> Arbitraries.maps(texts, leaves)
                        .ofMaxSize(3)
                        .map(JsonObject::new)
                        .asGeneric());
        return Arbitraries.maps(texts, values).ofMaxSize(5).map(JsonObject::new);
    }
}
