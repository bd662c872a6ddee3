package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Whose phone it is that signs. */
@FunctionalInterface
public interface Phones {
    /**
     * The root of the chain of credentials whose phone has signed a body: {@code credentialId}, {@code signedAt},
     * {@code signature}. Fails with a problem where the clock is off or the signature is another's.
     *
     * @param prefix what the signed bytes begin with
     * @param more what is signed behind {@code credentialId} and {@code signedAt}
     */
    Future<String> signer(JsonObject body, String prefix, String more);
}
