package parkgate.gatesim.code;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A phone's P-256 key pair (NIST FIPS 186-5), as its browser would hold it: it signs, and is never shown. */
public final class DeviceKey {
    private static final byte[] CLAIM = "QP1-CLAIM".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROOF = "QP1D".getBytes(StandardCharsets.US_ASCII);
    /** Length of a coordinate of P-256. */
    private static final int COORDINATE_BYTES = 32;

    private final PrivateKey privateKey;
    private final ECPublicKey publicKey;

    public DeviceKey(PrivateKey privateKey, ECPublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static DeviceKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new DeviceKey(pair.getPrivate(), (ECPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    /** The x coordinate as a JWK writes it (RFC 7518, 6.2.1.2). */
    public String x() {
        return base64(fixed(publicKey.getW().getAffineX().toByteArray()));
    }

    /** The y coordinate as a JWK writes it. */
    public String y() {
        return base64(fixed(publicKey.getW().getAffineY().toByteArray()));
    }

    /** ES256 over "QP1-CLAIM" and the token, in base64url: shows that the claimant holds the key. */
    public String claimSignature(String claimToken) {
        byte[] token = claimToken.getBytes(StandardCharsets.US_ASCII);
        return base64(sign(CLAIM, token));
    }

    /**
     * The proof of a class D code: {@code step (4 bytes, big-endian) || ES256 over "QP1D" || cose || step (64 bytes)}.
     *
     * @param step unix seconds divided by the period
     */
    public byte[] proof(byte[] cose, int step) {
        byte[] stepBytes = ByteBuffer.allocate(Integer.BYTES).putInt(step).array();
        byte[] signature = sign(PROOF, cose, stepBytes);
        return ByteBuffer.allocate(Integer.BYTES + signature.length)
                .put(stepBytes)
                .put(signature)
                .array();
    }

    private byte[] sign(byte[]... parts) {
        try {
            Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
            es256.initSign(privateKey);
            for (byte[] part : parts) {
                es256.update(part);
            }
            return es256.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with P-256", e);
        }
    }

    /** A coordinate in exactly 32 bytes: BigInteger leaves zeros out, or puts one before a high bit. */
    private static byte[] fixed(byte[] number) {
        if (number.length > COORDINATE_BYTES) {
            return Arrays.copyOfRange(number, number.length - COORDINATE_BYTES, number.length);
        }
        byte[] padded = new byte[COORDINATE_BYTES];
        System.arraycopy(number, 0, padded, COORDINATE_BYTES - number.length, number.length);
        return padded;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
