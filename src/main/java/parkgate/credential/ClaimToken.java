package parkgate.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import parkgate.core.code.VerifyingKey;

/**
 * The right to bind a dynamic credential to a phone's key, once: 32 random bytes in base64url. Only its SHA-256 is
 * stored, so who reads the database cannot claim.
 *
 * @param text any text; only one of ours is ever found
 */
record ClaimToken(String text) {
    private static final int BYTES = 32;
    private static final String SIGNED_PREFIX = "QP1-CLAIM";

    static ClaimToken fresh(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ClaimToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is stored of it, and by what it is found: 32 bytes. */
    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** True when this is the signature of the key's holder over {@code QP1-CLAIM} and the token. */
    boolean isSignedBy(VerifyingKey key, byte[] signature) {
        return key.verifies((SIGNED_PREFIX + text).getBytes(StandardCharsets.UTF_8), signature);
    }

    /** Not the token: it is a secret. */
    @Override
    public String toString() {
        return "a claim token";
    }
}
