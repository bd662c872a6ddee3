package parkgate.key;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem;

/** Reads {@code expiresAt}. */
final class KeyExpiry {
    private KeyExpiry() {}

    /**
     * The moment a new key ends; null when it does not.
     *
     * @throws Problem 422, when it is no moment or not ahead
     */
    static @Nullable Instant of(JsonObject body, Instant now) {
        String text = body.getString("expiresAt");
        if (text == null) {
            return null;
        }
        Instant expiresAt;
        try {
            expiresAt = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException noMoment) {
            throw Problem.invalid("/expiresAt", "is no such moment");
        }
        if (!expiresAt.isAfter(now)) {
            throw Problem.invalid("/expiresAt", "must be ahead");
        }
        return expiresAt;
    }
}
