package parkgate.load.baseline;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.function.Supplier;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.VerifyingKey;
import parkgate.signing.SignatureLibrary;

/** One verification of a P-256 signature, by the library that the service chooses on this machine. */
final class Verification implements Supplier<Boolean> {
    private static final byte[] MESSAGE = new byte[200];

    private final VerifyingKey key;
    private final byte[] signature;

    Verification() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
            es256.initSign(pair.getPrivate());
            es256.update(MESSAGE);
            this.signature = es256.sign();
            ECPublicKey point = (ECPublicKey) pair.getPublic();
            DeviceKey device = new DeviceKey(
                    point.getW().getAffineX(), point.getW().getAffineY().testBit(0));
            VerifyingKey made = SignatureLibrary.best().p256(device);
            if (made == null) {
                throw new IllegalStateException("a fresh key is not on its curve");
            }
            this.key = made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    @Override
    public Boolean get() {
        return key.verifies(MESSAGE, signature);
    }
}
