package parkgate.http;

import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parkgate.http.Problem.FieldError;

/** What the schema validator found, said in the words of a problem document: one line for each bad field. */
final class SchemaErrors {
    /** More than these are not listed. */
    static final int MAX_ERRORS = 20;

    /** Keywords that only say that something below them is wrong. */
    private static final Set<String> FRAMES = Set.of(
            "properties", "patternProperties", "items", "prefixItems", "$ref", "allOf", "anyOf", "oneOf", "if", "else");

    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"", Pattern.DOTALL);
    private static final Pattern EXPECTED = Pattern.compile("Expected (.*)$", Pattern.DOTALL);
    private static final Pattern LISTED = Pattern.compile("any of (\\[.*])$", Pattern.DOTALL);
    private static final Pattern BOUND = Pattern.compile("(?:than|than or equal to|multiple of) (-?[0-9.E]+)$");

    private SchemaErrors() {}

    /**
     * The bad fields.
     *
     * @param root what stands before each pointer: nothing for a body, the name for a parameter
     */
    static List<FieldError> of(String root, OutputUnit found) {
        Map<String, String> messages = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        List<OutputUnit> errors = found.getErrors() == null ? List.of() : found.getErrors();
        for (OutputUnit error : errors) {
            String keyword = lastOf(error.getKeywordLocation());
            String field = root + error.getInstanceLocation().substring(1);
            if (keyword.equals("additionalProperties")) {
                unknown.add(field);
            } else if (keyword.equals("required")) {
                messages.putIfAbsent(field + "/" + group(QUOTED, error.getError()), "is required");
            } else if (!FRAMES.contains(keyword)) {
                messages.putIfAbsent(field, message(keyword, error.getError()));
            }
        }
        // The validator counts a known field with a bad value as an unknown one too.
        unknown.stream()
                .filter(field ->
                        messages.keySet().stream().noneMatch(bad -> bad.equals(field) || bad.startsWith(field + "/")))
                .forEach(field -> messages.put(field, "is not a known field"));
        if (messages.isEmpty()) {
            messages.put(root, "does not have the form that the contract asks for");
        }
        return messages.entrySet().stream()
                .limit(MAX_ERRORS)
                .map(entry -> new FieldError(FieldName.shown(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static String message(String keyword, String found) {
        return switch (keyword) {
            case "type" -> "must be of type " + group(EXPECTED, found);
            case "enum", "const" -> "must be one of " + group(LISTED, found);
            case "pattern" -> "must match " + group(QUOTED, found);
            case "format" -> "must be a " + group(QUOTED, found);
            case "minLength", "minItems", "minProperties" -> "is too short";
            case "maxLength", "maxItems", "maxProperties" -> "is too long";
            case "minimum", "exclusiveMinimum" -> "must not be less than " + group(BOUND, found);
            case "maximum", "exclusiveMaximum" -> "must not be greater than " + group(BOUND, found);
            case "uniqueItems" -> "has the same item twice";
            default -> "does not have the form that the contract asks for";
        };
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "what the contract says";
    }

    private static String lastOf(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
