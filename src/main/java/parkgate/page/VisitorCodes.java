package parkgate.page;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: the credentials that visitors are given. */
public interface VisitorCodes {
    /**
     * A credential, and what a phone claims it with, once.
     *
     * @param claimToken a secret
     */
    record Made(String credentialId, String claimToken) {}

    /** Issues a dynamic credential under the issuer of the giver's; both null: the service as a whole. */
    Future<Made> make(
            @Nullable String issuerPlaceId, @Nullable String issuerOperatorId, String holderRef, Instant expiresAt);

    /** Another claim token in place of the one before; empty where a phone has claimed it, or it is not good any more. */
    Future<Optional<String>> linkAnew(String credentialId);

    /** Revokes one that nobody was given. */
    Future<Void> drop(String credentialId);
}
