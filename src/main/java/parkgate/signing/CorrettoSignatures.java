package parkgate.signing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Signatures;
import parkgate.core.code.VerifyingKey;

/**
 * Amazon Corretto's crypto provider: native code, about 0.1 ms a verification. It is asked by name of provider and
 * never installed in the JVM's list, so nothing else changes its behaviour by it.
 */
final class CorrettoSignatures implements Signatures {
    private static final int SIGNATURE_BYTES = 64;

    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] ED25519_X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Provider provider;
    private final ECParameterSpec p256;

    private CorrettoSignatures(Provider provider, ECParameterSpec p256) {
        this.provider = provider;
        this.p256 = p256;
    }

    /**
     * The provider, tried out.
     *
     * @throws GeneralSecurityException when it does not load here or fails its own tests
     */
    static CorrettoSignatures load() throws GeneralSecurityException {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            provider.assertHealthy();
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            return new CorrettoSignatures(provider, curve.getParameterSpec(ECParameterSpec.class));
        } catch (LinkageError | RuntimeException e) {
            throw new GeneralSecurityException("the native provider does not load here", e);
        }
    }

    @Override
    public @Nullable VerifyingKey ed25519(byte[] publicKey) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(publicKey, 0)) {
            return null;
        }
        byte[] encoded = new byte[ED25519_X509.length + publicKey.length];
        System.arraycopy(ED25519_X509, 0, encoded, 0, ED25519_X509.length);
        System.arraycopy(publicKey, 0, encoded, ED25519_X509.length, publicKey.length);
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            return (message, signature) -> verifies("Ed25519", key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a validated Ed25519 key was not taken", e);
        }
    }

    @Override
    public @Nullable VerifyingKey p256(DeviceKey publicKey) {
        ECPoint point = P256.point(publicKey);
        if (point == null) {
            return null;
        }
        java.security.spec.ECPoint affine = new java.security.spec.ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        try {
            PublicKey key = KeyFactory.getInstance("EC", provider).generatePublic(new ECPublicKeySpec(affine, p256));
            return (message, signature) -> verifies("SHA256withECDSAinP1363Format", key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a validated P-256 key was not taken", e);
        }
    }

    @Override
    public boolean isNative() {
        return true;
    }

    private boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        Signature verifier = verifier(algorithm, key);
        try {
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException notASignature) {
            return false;
        }
    }

    private Signature verifier(String algorithm, PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(algorithm, provider);
            verifier.initVerify(key);
            return verifier;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " worked when the key was made and no longer does", e);
        }
    }
}
