package parkgate.load.city;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.Base64;

/**
 * A phone's P-256 key. It signs some ten thousand times a second where the native library loads, and some hundred times
 * where it does not: codes are signed ahead of the load.
 */
public final class Phone {
    private static final byte[] CLAIM = "QP1-CLAIM".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROOF = "QP1D".getBytes(StandardCharsets.US_ASCII);
    private static final int COORDINATE_BYTES = 32;

    private final KeyPair keys;
    private final Signature es256;

    /** With a new key. */
    public Phone() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
            es256 = es256();
            es256.initSign(keys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    private static Signature es256() throws GeneralSecurityException {
        Provider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        return corretto.getService("Signature", "SHA256withECDSAinP1363Format") == null
                ? Signature.getInstance("SHA256withECDSAinP1363Format")
                : Signature.getInstance("SHA256withECDSAinP1363Format", corretto);
    }

    /** The body of {@code POST /v1/devices/claim}. */
    JsonObject claim(String token) {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        JsonObject jwk = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
        return new JsonObject()
                .put("claimToken", token)
                .put("publicKey", jwk)
                .put("signature", base64(sign(CLAIM, token.getBytes(StandardCharsets.US_ASCII))));
    }

    /** Its public key as SEC 1 compresses it: 02 or 03, then x; 33 bytes. */
    public byte[] compressed() {
        ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
        return ByteBuffer.allocate(1 + COORDINATE_BYTES)
                .put((byte) (point.getAffineY().testBit(0) ? 3 : 2))
                .put(fixed(point.getAffineX()))
                .array();
    }

    /** The proof that a class D code carries in this step, in Base32. */
    String proof(byte[] cose, long step) {
        byte[] stepBytes = ByteBuffer.allocate(4).putInt((int) step).array();
        byte[] signature = sign(PROOF, cose, stepBytes);
        return Base32.encode(ByteBuffer.allocate(4 + signature.length)
                .put(stepBytes)
                .put(signature)
                .array());
    }

    private byte[] sign(byte[]... parts) {
        try {
            for (byte[] part : parts) {
                es256.update(part);
            }
            return es256.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with P-256", e);
        }
    }

    private static String coordinate(BigInteger value) {
        return base64(fixed(value));
    }

    private static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
