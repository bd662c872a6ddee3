package parkgate.core.code;

import org.jspecify.annotations.Nullable;

/**
 * A code whose issuer signature is good, with what is costly to make from it.
 *
 * @param device the phone's key, ready for use; present exactly for class D
 */
public record VerifiedCode(Claims claims, @Nullable VerifyingKey device) {}
