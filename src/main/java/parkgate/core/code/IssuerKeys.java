package parkgate.core.code;

import org.jspecify.annotations.Nullable;

/** Port: the keys that may sign codes. */
@FunctionalInterface
public interface IssuerKeys {
    /** The Ed25519 key of this name whose purpose is to sign codes; null when there is none. */
    @Nullable
    VerifyingKey codeKey(Kid kid);
}
