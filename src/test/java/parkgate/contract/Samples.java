package parkgate.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Values made from schemas by dice, good ones and spoilt ones. The same dice make the same values.
 *
 * <pre>
 * good     fits the schema; ids that are known under the field's name are mostly taken
 * spoilt   a good object with one thing wrong: a type, a size, a sign, a field too many, one too few
 * </pre>
 */
public final class Samples {
    private static final int MAX_DEPTH = 6;

    /** Where a field may be anything, and what none should be. */
    private static final List<Object> ODD = Arrays.asList(
            null,
            0,
            1,
            -1,
            1.5,
            1e308,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Integer.MAX_VALUE,
            "",
            " ",
            "\u0000",
            "a\nb",
            "\ud800",
            "\u202e\ufeff🚗",
            "x".repeat(5_000),
            "%00",
            "' or 1=1 --",
            "../../etc/passwd",
            "${jndi:ldap://127.0.0.1/a}",
            true,
            new JsonArray(),
            new JsonArray().add(new JsonArray()),
            new JsonObject(),
            new JsonObject().put("a", 1),
            "9999-99-99T99:99:99Z",
            "0000-01-01T00:00:00Z",
            "2026-01-01T00:00:00+99:99",
            "2026-02-31T00:00:00.123456789Z",
            "2016-12-31T23:59:60Z");

    private static final List<Character> BEYOND_ASCII = List.of('é', 'ß', '沪', '\u00a0', '\u200f', '\uff0e');

    private final Document document;
    private final RandomGenerator dice;
    private final Map<String, List<String>> known;

    /** @param known ids that exist, by the name of a field or parameter */
    public Samples(Document document, RandomGenerator dice, Map<String, List<String>> known) {
        this.document = document;
        this.dice = dice;
        this.known = known;
    }

    /** A value that fits. */
    public @Nullable Object good(String name, JsonObject schema) {
        return good(name, schema, 0);
    }

    private @Nullable Object good(String name, JsonObject part, int depth) {
        JsonObject schema = document.schema(part);
        if (schema.containsKey("const")) {
            return schema.getValue("const");
        }
        if (schema.containsKey("enum")) {
            return oneOf(schema.getJsonArray("enum").stream().toList());
        }
        String type = type(schema);
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(name, schema, depth);
            case "integer" -> between(schema);
            case "number" -> dice.nextDouble();
            case "boolean" -> dice.nextBoolean();
            case "null" -> null;
            default -> text(name, schema);
        };
    }

    private String type(JsonObject schema) {
        Object type = schema.getValue("type");
        if (type instanceof JsonArray many) {
            return (String) oneOf(many.stream().toList());
        }
        return type == null ? schema.containsKey("properties") ? "object" : "string" : (String) type;
    }

    private JsonObject object(JsonObject schema, int depth) {
        JsonObject object = new JsonObject();
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        for (Map.Entry<String, Object> field : schema.getJsonObject("properties", new JsonObject())) {
            if (required.contains(field.getKey()) || (depth < MAX_DEPTH && dice.nextInt(3) == 0)) {
                object.put(field.getKey(), good(field.getKey(), (JsonObject) field.getValue(), depth + 1));
            }
        }
        return object;
    }

    private JsonArray array(String name, JsonObject schema, int depth) {
        int least = schema.getInteger("minItems", 0);
        int most = Math.min(schema.getInteger("maxItems", 3), least + 3);
        JsonArray array = new JsonArray();
        for (int i = depth < MAX_DEPTH ? least + dice.nextInt(most - least + 1) : least; i > 0; i--) {
            Object item = good(name, schema.getJsonObject("items", new JsonObject()), depth + 1);
            if (!schema.getBoolean("uniqueItems", false) || !array.contains(item)) {
                array.add(item);
            }
        }
        return array;
    }

    private long between(JsonObject schema) {
        long least = schema.getLong("minimum", 0L);
        long most = schema.getLong("maximum", least + 1_000_000);
        return switch (dice.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + (long) (dice.nextDouble() * (most - least));
        };
    }

    /** A text for a field or parameter of this name. */
    public String text(String name, JsonObject part) {
        JsonObject schema = document.schema(part);
        if ("integer".equals(schema.getValue("type"))) {
            return Long.toString(between(schema));
        }
        List<String> ids = known.get(name);
        if (ids != null && !ids.isEmpty() && dice.nextInt(4) > 0) {
            return oneOf(ids);
        }
        if ("date-time".equals(schema.getString("format"))) {
            return String.format(
                    "20%02d-%02d-%02dT%02d:%02d:%02dZ",
                    20 + dice.nextInt(20),
                    1 + dice.nextInt(12),
                    1 + dice.nextInt(28),
                    dice.nextInt(24),
                    dice.nextInt(60),
                    dice.nextInt(60));
        }
        if (schema.containsKey("pattern")) {
            return new PatternText(schema.getString("pattern"), dice).text();
        }
        int least = schema.getInteger("minLength", 0);
        int most = Math.min(schema.getInteger("maxLength", 200), least + 40);
        StringBuilder text = new StringBuilder();
        for (int i = least + dice.nextInt(most - least + 1); i > 0; i--) {
            char c = dice.nextInt(12) == 0 ? oneOf(BEYOND_ASCII) : (char) (' ' + dice.nextInt(95));
            text.append(c);
        }
        return text.toString();
    }

    /** The same as it stands in a path. */
    public String escapedText(String name, JsonObject part) {
        return URLEncoder.encode(text(name, part), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The object with one thing wrong or odd. */
    public JsonObject spoilt(JsonObject good) {
        JsonObject spoilt = good.copy();
        List<String> fields = new ArrayList<>(spoilt.fieldNames());
        if (fields.isEmpty() || dice.nextInt(8) == 0) {
            return spoilt.put("field" + dice.nextInt(10), oneOf(ODD));
        }
        String field = oneOf(fields);
        Object value = spoilt.getValue(field);
        if (value instanceof JsonObject inner && dice.nextInt(3) > 0) {
            return spoilt.put(field, spoilt(inner));
        }
        switch (dice.nextInt(6)) {
            case 0 -> spoilt.remove(field);
            case 1 -> spoilt.put(field + "x", spoilt.remove(field));
            case 2 -> spoilt.put(field, new JsonArray().add(value));
            default -> spoilt.put(field, oneOf(ODD));
        }
        return spoilt;
    }

    /** A text that no parameter expects. */
    public String oddText() {
        Object odd = oneOf(ODD);
        return odd instanceof String text ? text : String.valueOf(odd);
    }

    /** One of these. */
    public <T> T oneOf(List<T> of) {
        return of.get(dice.nextInt(of.size()));
    }
}
