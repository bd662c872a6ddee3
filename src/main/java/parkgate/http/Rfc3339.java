package parkgate.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as the contract writes them (RFC 3339), which knows the years 0 to 9999. */
public final class Rfc3339 {
    private static final int LAST_YEAR = 9999;

    private Rfc3339() {}

    /**
     * The moment of a text; empty when it is none, or lies, once its offset is taken off, in a year that could not be written.
     * Any input.
     */
    public static Optional<Instant> moment(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            return time.getYear() >= 0 && time.getYear() <= LAST_YEAR
                    ? Optional.of(time.toInstant())
                    : Optional.empty();
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
