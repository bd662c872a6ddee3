package parkgate.core.code;

import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/**
 * Port: the keys of class T credentials. A key is derived from the master of the epoch in which the credential was made;
 * the epoch follows from the code's own {@code nbf}, which is signed, so that nothing about it has to be stored or asked.
 */
@FunctionalInterface
public interface TotpKeys {
    /**
     * The credential's key; null when its epoch's master is not here.
     *
     * @param notBeforeSeconds {@code nbf} of its code, unix seconds
     */
    @Nullable
    TotpKey key(CredentialId credential, long notBeforeSeconds);
}
