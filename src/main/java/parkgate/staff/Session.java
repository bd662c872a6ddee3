package parkgate.staff;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import parkgate.http.Csrf;

/**
 * Somebody who has signed in.
 *
 * @param expiresAt its end, however much it is used
 */
record Session(Account who, Instant expiresAt) {
    /** A session lasts so long at most. */
    static final Duration LIFE = Duration.ofHours(12);

    /** One that is not used for so long ends. */
    static final Duration IDLE = Duration.ofHours(2);

    /** As the contract writes it, with what its page needs to send. */
    JsonObject json(String token) {
        return who.who()
                .put("mustChangePassword", who.mustChangePassword())
                .put("csrf", Csrf.of(token))
                .put("expiresAt", expiresAt.toString())
                .put("idleSeconds", IDLE.toSeconds());
    }
}
