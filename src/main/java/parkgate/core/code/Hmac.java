package parkgate.core.code;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 2104, by the JDK. */
final class Hmac {
    private Hmac() {}

    /**
     * A keyed MAC, for one thread.
     *
     * @param algorithm as the JDK names it
     * @param key at least one byte
     */
    static Mac of(String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
