package parkgate.signing;

import java.util.HexFormat;
import java.util.Set;
import parkgate.core.CodeClass;
import parkgate.core.code.Kid;

/** What the public may know of one of our Ed25519 keys. */
public final class PublicKeyInfo {
    private final KeyPurpose purpose;
    private final Set<CodeClass> classes;
    private final byte[] x;
    private final byte[] thumbprint;

    PublicKeyInfo(KeyPurpose purpose, Set<CodeClass> classes, byte[] x) {
        this.purpose = purpose;
        this.classes = Set.copyOf(classes);
        this.x = x.clone();
        this.thumbprint = CoseThumbprint.ed25519(x);
    }

    public KeyPurpose purpose() {
        return purpose;
    }

    /** The classes of codes that are genuine under it; none where it signs other things. */
    public Set<CodeClass> classes() {
        return classes;
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
