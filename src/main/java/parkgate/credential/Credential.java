package parkgate.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Kid;

/**
 * A credential as PostgreSQL keeps it. Times of the code are whole seconds.
 *
 * @param root the first of its chain of re-issues, itself where there was none: rights and sessions hang on that
 * @param statusIndex its bit in the status list
 * @param kid of the key that signed its code; null until a phone has claimed it
 * @param notBefore the first moment at which its code is good
 * @param expiresAt the first moment at which it no longer is
 * @param device the phone's key; null for paper, and until a phone has claimed it
 * @param replaces the one it was issued for
 * @param issuer who may deal with it
 */
public record Credential(
        CredentialId id,
        CredentialId root,
        CredentialType type,
        @Nullable String holderRef,
        CredentialStatus status,
        long statusIndex,
        @Nullable Kid kid,
        Instant notBefore,
        Instant expiresAt,
        @Nullable DeviceKey device,
        @Nullable Instant claimedAt,
        @Nullable CredentialId replaces,
        @Nullable Instant revokedAt,
        @Nullable String revokeReason,
        Instant createdAt,
        Issuer issuer) {}
