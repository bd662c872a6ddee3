package parkgate.key;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem;
import parkgate.http.Rfc3339;

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
        Instant expiresAt = Rfc3339.moment(text)
                .orElseThrow(() -> Problem.invalid("/expiresAt", "is no moment of the years 0 to 9999"))
                .truncatedTo(ChronoUnit.MICROS);
        if (!expiresAt.isAfter(now)) {
            throw Problem.invalid("/expiresAt", "must be ahead");
        }
        return expiresAt;
    }
}
