package parkgate.signing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.Kid;
import parkgate.core.code.TotpKeys;

/** Who holds the private keys. {@link KeyRing} has them in memory; a hardware module would be another. */
public interface Signer {
    /** The key that new codes are signed with. */
    CodeSigner codeKey();

    /** The code key of this name, with which an issued code is made again; null when we do not have it. */
    @Nullable
    CodeSigner codeKey(Kid kid);

    /** The secrets of class T credentials, out of a master that stays here. */
    TotpKeys totpKeys();

    /** The public halves of all Ed25519 keys, codes first, newest first. */
    List<PublicKeyInfo> publicKeys();

    /** Of every key, the secret ones too. */
    List<KeyFingerprint> fingerprints();
}
