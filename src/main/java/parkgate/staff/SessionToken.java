package parkgate.staff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A session's token: 256 random bits as 64 lower-case hexadecimal digits, kept as their SHA-256. */
final class SessionToken {
    private static final int BYTES = 32;

    private SessionToken() {}

    /** A new one. {@code random} must be one that nobody can foresee. */
    static String make(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What is kept of a token, or of a name that was tried: 32 bytes. */
    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
