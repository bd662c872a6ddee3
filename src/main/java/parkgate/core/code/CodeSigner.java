package parkgate.core.code;

/** Port: the issuer's private key for codes. */
public interface CodeSigner {
    /** The name of the key that {@link #sign} uses. */
    Kid kid();

    /**
     * Signs by Ed25519 (RFC 8032), deterministically.
     *
     * @return 64 bytes
     */
    byte[] sign(byte[] message);
}
