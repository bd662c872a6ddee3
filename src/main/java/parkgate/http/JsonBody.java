package parkgate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a request's JSON, strictly. What is no JSON in UTF-8 is a 400; JSON that nobody should send is a 422 that
 * names the field: duplicate names, control characters and lone surrogates in texts, numbers that fit neither
 * {@code long} nor {@code double}, nesting beyond {@value #MAX_DEPTH}.
 *
 * <p>Whole numbers come as {@link Integer} or {@link Long}, all others as {@link Double}.
 */
public final class JsonBody {
    /** Objects and arrays within one another, at most. */
    public static final int MAX_DEPTH = 32;

    private static final int FIELD_OF_BODY = 2;
    private static final int MAX_NAME_CHARACTERS = 128;
    private static final int MAX_NUMBER_CHARACTERS = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2 * MAX_DEPTH)
                    .maxNameLength(MAX_NAME_CHARACTERS)
                    .maxNumberLength(MAX_NUMBER_CHARACTERS)
                    .maxStringLength(RequestBody.MAX_BYTES)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Set<String> anyText;
    private final int anyTextDepth;

    private JsonBody(JsonParser parser, Set<String> anyText, int anyTextDepth) {
        this.parser = parser;
        this.anyText = anyText;
        this.anyTextDepth = anyTextDepth;
    }

    /**
     * The object that a body is.
     *
     * @throws Problem 400 or 422
     */
    public static JsonObject parse(Buffer body) {
        return parse(body, Set.of());
    }

    /**
     * The object that a body is, where some fields may hold any text.
     *
     * @param anyText top-level fields whose text may have any character: a camera reads what it reads
     * @throws Problem 400 or 422
     */
    public static JsonObject parse(Buffer body, Set<String> anyText) {
        return parse(body, anyText, FIELD_OF_BODY);
    }

    /**
     * The same where such fields stand deeper.
     *
     * @param anyTextDepth 2 for a field of the body itself, 4 for a field of an object in a list that is one
     */
    public static JsonObject parse(Buffer body, Set<String> anyText, int anyTextDepth) {
        if (body.length() == 0) {
            throw Problem.badRequest("A JSON body is needed.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Problem.badRequest("The body is not UTF-8.");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonBody(parser, anyText, anyTextDepth).document();
        } catch (StreamConstraintsException beyond) {
            throw Problem.invalid("", "has a name or a number that is too long, or is nested too deeply");
        } catch (IOException notJson) {
            throw Problem.badRequest("The body is not JSON.");
        }
    }

    private JsonObject document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw Problem.badRequest("A JSON body is needed.");
        }
        Object value = value(first, 1);
        if (parser.nextToken() != null) {
            throw Problem.badRequest("The body goes on after its JSON.");
        }
        if (!(value instanceof JsonObject object)) {
            throw Problem.invalid("", "must be an object");
        }
        return object;
    }

    private Object value(JsonToken token, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> text(depth);
            case VALUE_NUMBER_INT -> wholeNumber();
            case VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw Problem.badRequest("The body is not JSON.");
        };
    }

    private JsonObject object(int depth) throws IOException {
        checkDepth(depth);
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!isPlain(name)) {
                throw Problem.invalid(parentField(), "has a field whose name has control characters");
            }
            if (fields.containsKey(name)) {
                throw Problem.invalid(field(), "stands there twice");
            }
            fields.put(name, nextValue(depth));
        }
        return new JsonObject(fields);
    }

    private JsonArray array(int depth) throws IOException {
        checkDepth(depth);
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(orNull(token, depth));
        }
        return new JsonArray(items);
    }

    @SuppressWarnings("NullAway") // JSON's null is a value of its maps and lists
    private Object nextValue(int depth) throws IOException {
        return orNull(parser.nextToken(), depth);
    }

    @SuppressWarnings("NullAway") // JSON's null is a value of its maps and lists
    private Object orNull(JsonToken token, int depth) throws IOException {
        return token == JsonToken.VALUE_NULL ? null : value(token, depth + 1);
    }

    private String text(int depth) throws IOException {
        String text = parser.getText();
        String name = parser.currentName(); // null: an item of an array
        boolean mayBeAny = depth == anyTextDepth && name != null && anyText.contains(name);
        if (!mayBeAny && !isPlain(text)) {
            throw Problem.invalid(field(), "has control characters");
        }
        return text;
    }

    private Number wholeNumber() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> parser.getIntValue();
            case LONG -> parser.getLongValue();
            default -> throw Problem.invalid(field(), "is a number out of range");
        };
    }

    private Double number() throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw Problem.invalid(field(), "is a number out of range");
        }
        return value;
    }

    private void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw Problem.invalid("", "is nested too deeply");
        }
    }

    private String field() {
        return FieldName.shown(parser.getParsingContext().pathAsPointer().toString());
    }

    private String parentField() {
        return FieldName.shown(
                parser.getParsingContext().pathAsPointer().head() == null
                        ? ""
                        : parser.getParsingContext().pathAsPointer().head().toString());
    }

    /** True when a text has no control character and no half of a surrogate pair. */
    public static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
