package parkgate.signing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.Signatures;
import parkgate.core.code.TotpKeys;
import parkgate.core.code.VerifyingKey;

/** The keys of a key file, in memory. Nothing of them is ever printed: {@code toString} is the object's own. */
public final class KeyRing implements Signer {
    /** Length in bytes of the plate key, of a TOTP master and of an Ed25519 seed. */
    static final int SECRET_BYTES = 32;

    private final SigningKey code;
    private final SigningKey status;
    private final byte[] plate;
    private final TotpMasters totp;

    /** Each of the first three is {@value #SECRET_BYTES} bytes. */
    KeyRing(byte[] code, byte[] status, byte[] plate, TotpMasters totp) {
        if (plate.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a secret key has 32 bytes");
        }
        this.code = new SigningKey(KeyPurpose.CODE, code);
        this.status = new SigningKey(KeyPurpose.STATUS, status);
        this.plate = plate.clone();
        this.totp = totp;
    }

    @Override
    public CodeSigner codeKey() {
        return code;
    }

    @Override
    public @Nullable CodeSigner codeKey(Kid kid) {
        return code.kid().equals(kid) ? code : null;
    }

    @Override
    public TotpKeys totpKeys() {
        return totp;
    }

    @Override
    public List<PublicKeyInfo> publicKeys() {
        return List.of(code.publicKey(), status.publicKey());
    }

    @Override
    public List<KeyFingerprint> fingerprints() {
        List<KeyFingerprint> all = new ArrayList<>(List.of(
                fingerprint(code.publicKey()),
                fingerprint(status.publicKey()),
                KeyFingerprint.ofSecret(KeyPurpose.PLATE.word(), plate)));
        all.addAll(totp.fingerprints());
        return List.copyOf(all);
    }

    /** The keys whose signature makes a code: those of purpose {@link KeyPurpose#CODE} and no other. */
    public IssuerKeys issuerKeys(Signatures signatures) {
        Map<Kid, VerifyingKey> byKid = new HashMap<>();
        for (PublicKeyInfo key : publicKeys()) {
            if (key.purpose() == KeyPurpose.CODE) {
                VerifyingKey verifying = signatures.ed25519(key.x());
                if (verifying == null) {
                    throw new IllegalStateException("our own public key is no point of the curve");
                }
                byKid.put(key.kid(), verifying);
            }
        }
        return Map.copyOf(byKid)::get;
    }

    private static KeyFingerprint fingerprint(PublicKeyInfo key) {
        return new KeyFingerprint(key.purpose().word(), key.kid().hex(), key.thumbprintHex());
    }
}
