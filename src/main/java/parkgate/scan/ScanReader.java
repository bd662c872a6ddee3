package parkgate.scan;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    /** The contract's: four digits make a year, so that PostgreSQL can hold what a lane says. */
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    private static final int MAX_PLATE = 32;
    private static final long MAX_SEQ = (1L << 53) - 1;

    private final JsonObject body;
    private final List<FieldError> errors = new ArrayList<>();

    private ScanReader(JsonObject body) {
        this.body = body;
    }

    /**
     * The scan that a body is.
     *
     * @throws Problem 400 when it is no JSON, 422 naming every bad field
     */
    static Scan read(Buffer body) {
        return new ScanReader(JsonBody.parse(body, ANY_TEXT)).scan();
    }

    private Scan scan() {
        for (String name : body.fieldNames()) {
            if (!FIELDS.contains(name)) {
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
        if (!errors.isEmpty() || scanId == null || code == null) {
            throw Problem.invalid(errors);
        }
        return new Scan(scanId, code, vehiclePresent, plate, eventMs, deviceSeq);
    }

    private @Nullable UUID uuid() {
        String text = required("scanId");
        if (text == null) {
            return null;
        }
        if (!UUID_TEXT.matcher(text).matches()) {
            error("scanId", "must be a UUID");
            return null;
        }
        return UUID.fromString(text);
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
        errors.add(new FieldError("/" + name, message));
    }
}
