package parkgate.signing;

import java.util.HexFormat;
import parkgate.core.code.Kid;

/** What the public may know of one of our Ed25519 keys. */
public final class PublicKeyInfo {
    private final KeyPurpose purpose;
    private final byte[] x;
    private final byte[] thumbprint;

    PublicKeyInfo(KeyPurpose purpose, byte[] x) {
        this.purpose = purpose;
        this.x = x;
        this.thumbprint = CoseThumbprint.ed25519(x);
    }

    public KeyPurpose purpose() {
        return purpose;
    }

    /** The key itself, 32 bytes, fresh on each call. */
    public byte[] x() {
        return x.clone();
    }

    /** Its name in codes: the first 4 bytes of its thumbprint. */
    public Kid kid() {
        return Kid.ofThumbprint(thumbprint);
    }

    /** RFC 9679 COSE key thumbprint, SHA-256, 64 hexadecimal digits. */
    public String thumbprintHex() {
        return HexFormat.of().formatHex(thumbprint);
    }
}
