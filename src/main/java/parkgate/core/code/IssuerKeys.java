package parkgate.core.code;

import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;

/** Port: the keys that may sign codes. */
@FunctionalInterface
public interface IssuerKeys {
    /** The Ed25519 key of this name whose purpose is to sign codes of this class; null when there is none. */
    @Nullable
    VerifyingKey codeKey(Kid kid, CodeClass codeClass);
}
