package parkgate.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a list goes on: the last item that was given out, by time and id, newest first. On the wire it is opaque:
 * base64url of {@code <microseconds since 1970>:<id>}.
 *
 * @param time to the microsecond, as PostgreSQL keeps it; years 1970 to 9999
 * @param id breaks ties; {@code [A-Za-z0-9._-]{1,64}}
 */
public record Cursor(Instant time, String id) {
    /** Longest text of a cursor, in characters. */
    static final int MAX_LENGTH = 128;

    private static final Pattern PLAIN = Pattern.compile("([0-9]{1,18}):([A-Za-z0-9._-]{1,64})");

    public Cursor {
        time = time.truncatedTo(ChronoUnit.MICROS);
    }

    /** As it stands in {@code nextCursor}. */
    public String text() {
        long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
        String plain = micros + ":" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** The cursor of a text; empty when it is not one that {@link #text} made. Any input. */
    public static Optional<Cursor> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] plain;
        try {
            plain = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        Matcher parts = PLAIN.matcher(new String(plain, StandardCharsets.US_ASCII));
        if (!parts.matches()) {
            return Optional.empty();
        }
        Cursor cursor =
                new Cursor(Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), parts.group(2));
        return cursor.text().equals(text) ? Optional.of(cursor) : Optional.empty();
    }
}
