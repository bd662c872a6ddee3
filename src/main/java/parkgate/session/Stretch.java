package parkgate.session;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Problem;

/**
 * The stretch of time that a list is about, from the parameters {@code from} and {@code to} (RFC 3339).
 *
 * @param from the first moment
 * @param to the first moment after it
 */
record Stretch(OffsetDateTime from, OffsetDateTime to) {
    static final OffsetDateTime FIRST = Instant.EPOCH.atOffset(ZoneOffset.UTC);
    static final OffsetDateTime LAST = OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000, ZoneOffset.UTC);

    /** @throws Problem 422, when one of them is not a time between 1970 and 9999 */
    static Stretch of(Call call) {
        return new Stretch(read("from", call.query("from"), FIRST), read("to", call.query("to"), LAST));
    }

    /**
     * The same from a body's fields.
     *
     * @throws Problem 422, when one of them is not a time between 1970 and 9999
     */
    static Stretch of(JsonObject body) {
        return new Stretch(read("/from", body.getString("from"), FIRST), read("/to", body.getString("to"), LAST));
    }

    /**
     * One moment of a body.
     *
     * @throws Problem 422, when it is not a time between 1970 and 9999
     */
    static @Nullable OffsetDateTime moment(JsonObject body, String field) {
        String text = body.getString(field);
        return text == null ? null : read("/" + field, text, FIRST);
    }

    private static OffsetDateTime read(String name, @Nullable String text, OffsetDateTime otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException notATime) {
            // Said below, as for a time out of range.
        }
        throw Problem.invalid(name, "is not a time of RFC 3339 between 1970 and 9999");
    }
}
