package parkgate.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What breaks between two versions of a schema. What is sent must still be taken, so its schema may only become wider; what
 * is answered must still be understood, so its schema may only become narrower. A new word of an answer's enum and a new
 * field of an answer are no breaks: a client must bear both.
 */
final class SchemaBreaks {
    private static final int MAX_DEPTH = 20;
    private static final List<String> LOWER = List.of("minimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER = List.of("maximum", "maxLength", "maxItems", "maxProperties");

    /** Which side must not be surprised. */
    enum Way {
        SENT,
        ANSWERED
    }

    private final Document before;
    private final Document after;
    private final Way way;
    private final List<String> breaks = new ArrayList<>();

    SchemaBreaks(Document before, Document after, Way way) {
        this.before = before;
        this.after = after;
        this.way = way;
    }

    List<String> between(String where, JsonObject was, JsonObject is) {
        compare(where, was, is, 0);
        return breaks;
    }

    private void compare(String where, JsonObject refWas, JsonObject refIs, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        JsonObject was = before.schema(refWas);
        JsonObject is = after.schema(refIs);
        // The stricter of the two must not be the one that the other side does not know.
        JsonObject wide = way == Way.SENT ? is : was;
        JsonObject narrow = way == Way.SENT ? was : is;
        if (!types(wide).containsAll(types(narrow))) {
            add(where, "type is " + is.getValue("type") + ", was " + was.getValue("type"));
        }
        words(where, was, is);
        for (String keyword : List.of("pattern", "format")) {
            if (wide.containsKey(keyword) && !wide.getValue(keyword).equals(narrow.getValue(keyword))) {
                add(where, keyword + " is " + is.getValue(keyword) + ", was " + was.getValue(keyword));
            }
        }
        LOWER.forEach(keyword -> bound(where, keyword, wide, narrow, 1));
        UPPER.forEach(keyword -> bound(where, keyword, wide, narrow, -1));
        if (wide.getBoolean("uniqueItems", false) && !narrow.getBoolean("uniqueItems", false)) {
            add(where, "uniqueItems differs");
        }
        if (way == Way.SENT && !Objects.equals(was.getValue("default"), is.getValue("default"))) {
            add(where, "default is " + is.getValue("default") + ", was " + was.getValue("default"));
        }
        fields(where, was, is, depth);
        items(where, was, is, depth);
    }

    /** No type means any of them. */
    private static Set<String> types(JsonObject schema) {
        Object type = schema.getValue("type");
        if (type == null) {
            return Set.of("string", "number", "integer", "boolean", "object", "array", "null");
        }
        Set<String> types = new HashSet<>();
        (type instanceof JsonArray many ? many.stream() : List.of(type).stream()).forEach(t -> types.add((String) t));
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private void words(String where, JsonObject was, JsonObject is) {
        Set<Object> known = words(was);
        Set<Object> present = words(is);
        if (known == null && present == null) {
            return;
        }
        if (known == null || present == null) {
            if ((known == null) == (way == Way.SENT)) {
                add(where, "may be any word " + (known == null ? "no longer" : "now"));
            }
            return;
        }
        for (Object word : known) {
            if (!present.contains(word)) {
                add(where, "no longer has the word " + word);
            }
        }
    }

    private static @Nullable Set<Object> words(JsonObject schema) {
        if (schema.containsKey("const")) {
            return Set.of(schema.getValue("const"));
        }
        JsonArray listed = schema.getJsonArray("enum");
        if (listed == null) {
            return null;
        }
        Set<Object> words = new LinkedHashSet<>();
        listed.forEach(words::add);
        return words;
    }

    private void bound(String where, String keyword, JsonObject wide, JsonObject narrow, int sign) {
        Number limit = wide.getNumber(keyword);
        Number other = narrow.getNumber(keyword);
        if (limit != null && (other == null || sign * Double.compare(limit.doubleValue(), other.doubleValue()) > 0)) {
            add(where, keyword + " changed");
        }
    }

    private void fields(String where, JsonObject was, JsonObject is, int depth) {
        Set<String> mustWas = required(was);
        Set<String> mustIs = required(is);
        Set<String> surprising = new LinkedHashSet<>(way == Way.SENT ? mustIs : mustWas);
        surprising.removeAll(way == Way.SENT ? mustWas : mustIs);
        surprising.forEach(field -> add(where + "/" + field, way == Way.SENT ? "is needed now" : "may be missing now"));
        JsonObject present = is.getJsonObject("properties", new JsonObject());
        for (Map.Entry<String, Object> field : was.getJsonObject("properties", new JsonObject())) {
            JsonObject now = present.getJsonObject(field.getKey());
            if (now == null) {
                add(where + "/" + field.getKey(), "is gone");
            } else {
                compare(where + "/" + field.getKey(), (JsonObject) field.getValue(), now, depth + 1);
            }
        }
        boolean closed = Boolean.FALSE.equals(is.getValue("additionalProperties"));
        if (way == Way.SENT && closed && !Boolean.FALSE.equals(was.getValue("additionalProperties"))) {
            add(where, "takes no other fields now");
        }
    }

    private static Set<String> required(JsonObject schema) {
        Set<String> fields = new LinkedHashSet<>();
        schema.getJsonArray("required", new JsonArray()).forEach(field -> fields.add((String) field));
        return fields;
    }

    private void items(String where, JsonObject was, JsonObject is, int depth) {
        JsonObject any = new JsonObject();
        if (was.containsKey("items") || is.containsKey("items")) {
            compare(where + "/*", was.getJsonObject("items", any), is.getJsonObject("items", any), depth + 1);
        }
    }

    private void add(String where, String what) {
        breaks.add(where + ": " + what);
    }
}
