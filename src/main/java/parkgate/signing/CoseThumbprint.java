package parkgate.signing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** RFC 9679: SHA-256 over a public key's required COSE parameters in deterministic CBOR. */
final class CoseThumbprint {
    /** {1 kty: 1 (OKP), -1 crv: 6 (Ed25519), -2 x: 32 bytes, up to them. */
    private static final byte[] ED25519 = HexFormat.of().parseHex("a301012006215820");

    private CoseThumbprint() {}

    /**
     * The thumbprint of an Ed25519 key.
     *
     * @param publicKey 32 bytes
     */
    static byte[] ed25519(byte[] publicKey) {
        MessageDigest sha256 = sha256();
        sha256.update(ED25519);
        return sha256.digest(publicKey);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
