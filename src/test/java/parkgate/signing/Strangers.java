package parkgate.signing;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.Kid;

/** Keys that are not the golden issuer's, and sign under its name. */
public final class Strangers {
    private static final List<SigningKey> KEYS = IntStream.range(1, 9)
            .mapToObj(i -> new SigningKey(KeyPurpose.CODE, seed(i)))
            .toList();

    private Strangers() {}

    /** One of them: it says it is the golden issuer, and is not. */
    public static CodeSigner signer(RandomGenerator dice) {
        SigningKey key = KEYS.get(dice.nextInt(KEYS.size()));
        return new CodeSigner() {
            @Override
            public Kid kid() {
                return GoldenCodes.KID;
            }

            @Override
            public byte[] sign(byte[] message) {
                return key.sign(message);
            }
        };
    }

    private static byte[] seed(int i) {
        byte[] seed = new byte[32];
        seed[0] = (byte) i;
        return seed;
    }
}
