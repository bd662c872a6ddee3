package parkgate.gatesim.lane.offline;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Signatures;
import parkgate.core.code.VerifyingKey;

/** Signature mathematics of the JDK alone: about 2 ms each, which is quick enough for one lane, and runs on any processor. */
public final class JdkSignatures implements Signatures {
    private static final int SIGNATURE_BYTES = 64;
    private static final int ED25519_BYTES = 32;

    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] ED25519_X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** P-256: y^2 = x^3 - 3x + b modulo p (SP 800-186 section 3.2.1.3). */
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    private static final BigInteger THREE = BigInteger.valueOf(3);

    @Override
    public @Nullable VerifyingKey ed25519(byte[] publicKey) {
        if (publicKey.length != ED25519_BYTES) {
            return null;
        }
        byte[] encoded = new byte[ED25519_X509.length + publicKey.length];
        System.arraycopy(ED25519_X509, 0, encoded, 0, ED25519_X509.length);
        System.arraycopy(publicKey, 0, encoded, ED25519_X509.length, publicKey.length);
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature.getInstance("Ed25519").initVerify(key); // a key that is no point of the curve fails here
            return (message, signature) -> verifies("Ed25519", key, message, signature);
        } catch (GeneralSecurityException noPoint) {
            return null;
        }
    }

    @Override
    public @Nullable VerifyingKey p256(DeviceKey publicKey) {
        BigInteger y = y(publicKey);
        if (y == null) {
            return null;
        }
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            PublicKey key = KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(
                            new ECPoint(publicKey.x(), y), curve.getParameterSpec(ECParameterSpec.class)));
            return (message, signature) -> verifies("SHA256withECDSAinP1363Format", key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a point of P-256 was not taken", e);
        }
    }

    @Override
    public boolean isNative() {
        return false;
    }

    /** The y coordinate; null where no point of the curve has this x. p is 3 modulo 4, so a root is a power. */
    private static @Nullable BigInteger y(DeviceKey key) {
        BigInteger x = key.x();
        if (x.compareTo(P) >= 0) {
            return null;
        }
        BigInteger square = x.multiply(x).subtract(THREE).multiply(x).add(B).mod(P);
        BigInteger root = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        if (!root.multiply(root).mod(P).equals(square)) {
            return null;
        }
        return root.testBit(0) == key.yOdd() ? root : P.subtract(root);
    }

    private static boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }
}
