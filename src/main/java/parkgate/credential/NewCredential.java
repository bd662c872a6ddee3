package parkgate.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.code.Kid;

/**
 * What a credential starts with, and what a re-issue does not take over from the one it replaces.
 *
 * @param kid of the key that signs its code now; null where a phone has to claim it first
 * @param claim what a phone needs to claim it; null for paper
 * @param notBefore whole seconds
 */
record NewCredential(
        CredentialId id, @Nullable Kid kid, @Nullable ClaimToken claim, Instant notBefore) {}
