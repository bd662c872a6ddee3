package parkgate.core.code;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The secret that a class T credential shares with its phone, and the values it gives: RFC 6238 with SHA-1, eight digits
 * and steps of 15 s. Derived whenever it is needed and kept nowhere.
 */
public final class TotpKey {
    /** Length of the key in bytes. */
    public static final int BYTES = 20;

    /** Digits of a value. */
    public static final int DIGITS = 8;

    private static final byte[] INFO = "QP1 totp v1".getBytes(StandardCharsets.US_ASCII);
    private static final int MODULUS = 100_000_000;

    private final byte[] key;

    /**
     * A key as it is.
     *
     * @param key {@value #BYTES} bytes
     */
    public TotpKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a TOTP key has 20 bytes");
        }
        this.key = key.clone();
    }

    /**
     * A credential's key: HKDF-SHA256 of the master, salted with the credential's {@code cti}.
     *
     * @param master of the credential's epoch
     */
    public static TotpKey derive(byte[] master, byte[] cti) {
        return new TotpKey(Hkdf.sha256(master, cti, INFO, BYTES));
    }

    /**
     * The value of a step as its {@value #DIGITS} digits (RFC 4226 section 5.3).
     *
     * @param step RFC 6238's T; for our codes {@link Step}
     */
    public String value(long step) {
        byte[] hash = Hmac.of("HmacSHA1", key)
                .doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf;
        int truncated = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
        String digits = Integer.toString(truncated % MODULUS);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** True when these are the step's digits. Takes the same time wherever they differ. */
    public boolean gives(long step, String digits) {
        return MessageDigest.isEqual(
                value(step).getBytes(StandardCharsets.US_ASCII), digits.getBytes(StandardCharsets.US_ASCII));
    }

    /** The secret itself as {@code 2 * }{@value #BYTES} lower-case hexadecimal digits, for the phone that is to have it. */
    public String hex() {
        return HexFormat.of().formatHex(key);
    }

    /** Not the key: it is a secret. */
    @Override
    public String toString() {
        return "a TOTP key";
    }
}
