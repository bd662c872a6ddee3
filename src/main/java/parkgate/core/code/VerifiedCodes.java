package parkgate.core.code;

import org.jspecify.annotations.Nullable;

/**
 * Port: a bounded memory of codes whose issuer signature was verified. It may forget at any time; it must never answer
 * for a digest it was not given.
 */
public interface VerifiedCodes {
    /** What was remembered under this digest, or null. */
    @Nullable
    VerifiedCode get(CodeDigest digest);

    void put(CodeDigest digest, VerifiedCode code);
}
