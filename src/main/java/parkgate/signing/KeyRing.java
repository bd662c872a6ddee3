package parkgate.signing;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.Signatures;
import parkgate.core.code.VerifyingKey;

/** The keys of a key file, in memory. Nothing of them is ever printed: {@code toString} is the object's own. */
public final class KeyRing implements Signer {
    /** Length in bytes of the plate key, of the TOTP master and of an Ed25519 seed. */
    static final int SECRET_BYTES = 32;

    private final SigningKey code;
    private final SigningKey status;
    private final byte[] plate;
    private final byte[] totp;

    /** Each argument is {@value #SECRET_BYTES} bytes. */
    KeyRing(byte[] code, byte[] status, byte[] plate, byte[] totp) {
        if (plate.length != SECRET_BYTES || totp.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a secret key has 32 bytes");
        }
        this.code = new SigningKey(KeyPurpose.CODE, code);
        this.status = new SigningKey(KeyPurpose.STATUS, status);
        this.plate = plate.clone();
        this.totp = totp.clone();
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
    public List<PublicKeyInfo> publicKeys() {
        return List.of(code.publicKey(), status.publicKey());
    }

    @Override
    public List<KeyFingerprint> fingerprints() {
        return List.of(
                fingerprint(code.publicKey()),
                fingerprint(status.publicKey()),
                fingerprint(KeyPurpose.PLATE, plate),
                fingerprint(KeyPurpose.TOTP, totp));
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

    private static KeyFingerprint fingerprint(KeyPurpose purpose, byte[] secret) {
        byte[] once = CoseThumbprint.sha256().digest(secret);
        String twice = HexFormat.of().formatHex(CoseThumbprint.sha256().digest(once));
        return new KeyFingerprint(purpose.word(), twice.substring(0, 8), twice);
    }
}
