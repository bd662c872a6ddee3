package parkgate.signing;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Signatures;
import parkgate.core.code.VerifyingKey;

/** BouncyCastle's low-level mathematics, in Java alone: runs everywhere, at a fraction of the native speed. */
final class BouncySignatures implements Signatures {
    private static final int SIGNATURE_BYTES = 64;

    @Override
    public @Nullable VerifyingKey ed25519(byte[] publicKey) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
            return null;
        }
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(publicKey, 0);
        if (point == null) {
            return null;
        }
        return (message, signature) ->
                signature.length == SIGNATURE_BYTES && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    @Override
    public @Nullable VerifyingKey p256(DeviceKey publicKey) {
        ECPoint point = P256.point(publicKey);
        if (point == null) {
            return null;
        }
        ECPublicKeyParameters key = new ECPublicKeyParameters(point, P256.DOMAIN);
        return (message, signature) -> signature.length == SIGNATURE_BYTES && verifies(key, message, signature);
    }

    @Override
    public boolean isNative() {
        return false;
    }

    private static boolean verifies(ECPublicKeyParameters key, byte[] message, byte[] signature) {
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, SIGNATURE_BYTES / 2));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, SIGNATURE_BYTES / 2, SIGNATURE_BYTES));
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, key);
        return verifier.verifySignature(sha256(message), r, s);
    }

    private static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
