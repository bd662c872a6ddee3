package parkgate.core.code;

import java.util.Arrays;
import javax.crypto.Mac;

/** RFC 5869: keys out of a master key, with HMAC-SHA256. */
public final class Hkdf {
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;

    /** The most that RFC 5869 section 2.3 lets be derived, in bytes. */
    public static final int MAX_BYTES = 255 * HASH_BYTES;

    private Hkdf() {}

    /**
     * HKDF-SHA256: extract, then expand.
     *
     * @param salt empty: as many zeros as the hash is long
     * @param length of the result in bytes, 1 to {@link #MAX_BYTES}
     */
    public static byte[] sha256(byte[] master, byte[] salt, byte[] info, int length) {
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException("HKDF-SHA256 gives 1 to " + MAX_BYTES + " bytes");
        }
        Mac extract = Hmac.of(HMAC, salt.length == 0 ? new byte[HASH_BYTES] : salt);
        Mac expand = Hmac.of(HMAC, extract.doFinal(master));
        byte[] out = new byte[(length + HASH_BYTES - 1) / HASH_BYTES * HASH_BYTES];
        byte[] block = new byte[0];
        for (int i = 1; (i - 1) * HASH_BYTES < length; i++) {
            expand.update(block);
            expand.update(info);
            block = expand.doFinal(new byte[] {(byte) i});
            System.arraycopy(block, 0, out, (i - 1) * HASH_BYTES, HASH_BYTES);
        }
        return Arrays.copyOf(out, length);
    }
}
