package parkgate.scan;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parkgate.http.FieldName;
import parkgate.http.JsonBody;
import parkgate.http.Problem;
import parkgate.http.Problem.FieldError;

/**
 * Reads the body of a scan as the contract's schema {@code Scan} has it. By hand, since a gate waits for it; a test holds
 * it to the schema.
 */
final class ScanReader {
    private static final Set<String> FIELDS =
            Set.of("scanId", "code", "vehiclePresent", "plate", "eventTime", "deviceSeq");
    private static final Set<String> ANY_TEXT = Set.of("code");
    private static final Set<String> IN_BODY = Set.of("code", "plate");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
    private static final int UUID_CHARACTERS = 36;
    /** The contract's: four digits make a year, so that PostgreSQL can hold what a lane says. */
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    private static final Pattern WORD = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private static final int MAX_PLATE = 32;
    private static final long MAX_SEQ = (1L << 53) - 1;

    private final JsonObject body;
    private final String pointer;
    private final List<FieldError> errors;

    /**
     * Reads one scan of a body.
     *
     * @param pointer where it stands in the body, empty for the body itself
     * @param errors what is wrong is added here
     */
    ScanReader(JsonObject body, String pointer, List<FieldError> errors) {
        this.body = body;
        this.pointer = pointer;
        this.errors = errors;
    }

    /**
     * The scan that a body is.
     *
     * @throws Problem 400 when it is no JSON, 422 naming every bad field
     */
    static Scan read(Buffer body) {
        List<FieldError> errors = new ArrayList<>();
        Scan scan = new ScanReader(JsonBody.parse(body, ANY_TEXT), "", errors).scan(FIELDS);
        if (scan == null) {
            throw Problem.invalid(errors);
        }
        return scan;
    }

    /**
     * What a lane says of a scan beside its picture, the code still empty. A query's values are texts; the plate, percent-encoded, is
     * a header's, since addresses are what proxies write down.
     *
     * @param ids for a lane that says no scanId, and cannot ask again then
     * @throws Problem 422 naming every bad parameter
     */
    static Scan read(MultiMap query, @Nullable String plate, Supplier<UUID> ids) {
        List<FieldError> errors = new ArrayList<>();
        JsonObject said = new JsonObject().put("code", "");
        for (String name : query.names()) {
            String value = query.get(name);
            said.put(
                    FieldName.shown(name),
                    switch (name) {
                        case "vehiclePresent" ->
                            value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value;
                        case "deviceSeq" -> WHOLE.matcher(value).matches() ? Long.valueOf(value) : value;
                        default -> value;
                    });
            if (IN_BODY.contains(name)) {
                errors.add(new FieldError(name, "does not stand in the query"));
            } else if (query.getAll(name).size() > 1) {
                errors.add(new FieldError(name, "stands there twice"));
            }
        }
        if (plate != null) {
            said.put("plate", decoded(plate, errors));
        }
        if (!said.containsKey("scanId")) {
            said.put("scanId", ids.get().toString());
        }
        Scan scan = new ScanReader(said, "", errors).scan(FIELDS);
        if (scan == null || !errors.isEmpty()) {
            throw Problem.invalid(errors.stream()
                    .map(error -> new FieldError(error.field().replace("/", ""), error.message()))
                    .toList());
        }
        return scan;
    }

    private static String decoded(String plate, List<FieldError> errors) {
        try {
            String text = URLDecoder.decode(plate.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (JsonBody.isPlain(text)) {
                return text;
            }
        } catch (IllegalArgumentException notEncoded) {
            // Said below.
        }
        errors.add(new FieldError("X-Plate", "is not a percent-encoded text"));
        return "";
    }

    /** The fields of a scan; null when something is wrong with it. */
    @Nullable
    Scan scan(Set<String> fields) {
        int before = errors.size();
        for (String name : body.fieldNames()) {
            if (!fields.contains(name)) {
                error(name.length() <= 64 ? name : name.substring(0, 64), "is not a known field");
            }
        }
        UUID scanId = uuid();
        String code = required("code");
        Boolean vehiclePresent = typed("vehiclePresent", Boolean.class, "must be true or false");
        String plate = typed("plate", String.class, "must be a text");
        if (plate != null && plate.codePointCount(0, plate.length()) > MAX_PLATE) {
            error("plate", "must have at most " + MAX_PLATE + " characters");
        }
        Long eventMs = moment();
        Long deviceSeq = sequence();
        return errors.size() > before || scanId == null || code == null
                ? null
                : new Scan(scanId, code, vehiclePresent, plate, eventMs, deviceSeq);
    }

    /** One of these words; null when it is left out, or is none, which is said. */
    @Nullable
    String word(String name, Set<String> words) {
        String text = typed(name, String.class, "must be a text");
        if (text != null && !words.contains(text)) {
            error(name, "is not one of " + String.join(", ", new TreeSet<>(words)));
            return null;
        }
        return text;
    }

    /** A word in capital letters; null when it is left out, or is none, which is said. */
    @Nullable
    String anyWord(String name) {
        String text = typed(name, String.class, "must be a text");
        if (text != null && !WORD.matcher(text).matches()) {
            error(name, "must be a word of A-Z, 0-9 and _, at most 64 characters");
            return null;
        }
        return text;
    }

    private @Nullable UUID uuid() {
        String text = required("scanId");
        if (text == null) {
            return null;
        }
        if (!isUuid(text)) {
            error("scanId", "must be a UUID");
            return null;
        }
        return UUID.fromString(text);
    }

    /** The form 8-4-4-4-12 of hexadecimal digits; the platform's own reading takes others too. */
    static boolean isUuid(String text) {
        if (text.length() != UUID_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < UUID_CHARACTERS; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    /** Says that a field is missing, where it is. */
    void need(String... names) {
        for (String name : names) {
            if (!body.containsKey(name)) {
                error(name, "is required");
            }
        }
    }

    private @Nullable String required(String name) {
        if (!body.containsKey(name)) {
            error(name, "is required");
            return null;
        }
        return typed(name, String.class, "must be a text");
    }

    private @Nullable Long moment() {
        String text = typed("eventTime", String.class, "must be a text");
        if (text == null) {
            return null;
        }
        try {
            if (TIME.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            }
        } catch (DateTimeException noSuchDay) {
            // Said below.
        }
        error("eventTime", "must be a time as in RFC 3339");
        return null;
    }

    private @Nullable Long sequence() {
        Number number = typed("deviceSeq", Number.class, "must be a whole number");
        if (number == null) {
            return null;
        }
        // A number is whole by its value, not by how it is written: 41.0 is 41.
        boolean whole = !(number instanceof Double real) || real == Math.rint(real);
        if (!whole || number.longValue() < 0 || number.longValue() > MAX_SEQ) {
            error("deviceSeq", "must be a whole number from 0 to 9007199254740991");
            return null;
        }
        return number.longValue();
    }

    private <T> @Nullable T typed(String name, Class<T> type, String message) {
        if (!body.containsKey(name)) {
            return null;
        }
        Object value = body.getValue(name);
        if (!type.isInstance(value)) {
            error(name, message);
            return null;
        }
        return type.cast(value);
    }

    private void error(String name, String message) {
        errors.add(new FieldError(pointer + "/" + name, message));
    }
}
