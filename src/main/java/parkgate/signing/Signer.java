package parkgate.signing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.Signatures;
import parkgate.core.code.TotpKeys;

/** Who holds the private keys. {@link KeyRing} has them in memory; a hardware module would be another. */
public interface Signer {
    /**
     * The key that new codes of a class are signed with at this moment.
     *
     * @throws NoSigningKeyException when the last one is compromised and none was put in its place
     */
    CodeSigner codeKey(CodeClass codeClass, Instant now);

    /** The code key of this name, with which an issued code is made again; null when we do not have it. */
    @Nullable
    CodeSigner codeKey(Kid kid);

    /**
     * The key that status lists and key sets are signed with at this moment.
     *
     * @throws NoSigningKeyException as above
     */
    CodeSigner statusKey(Instant now);

    /** The secrets of class T credentials, out of a master that stays here. */
    TotpKeys totpKeys();

    /** The keys whose signature makes a code; always as the ring stands at that moment. */
    IssuerKeys issuerKeys(Signatures signatures);

    /** The public halves of all Ed25519 keys that are in use, codes first, newest first. */
    List<PublicKeyInfo> publicKeys();

    /** The public keys with their version, for those who keep a copy. */
    KeySet keySet();
}
