package parkgate.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of a recovery code: the SHA-256 over {@code QP1-RECOVERY} and its 28 characters. Their 130 random bits are made by the
 * phone and never sent with the claim; so nobody guesses one, and who reads the database has none. It is found by its hash, which
 * tells whoever measures nothing about the code.
 *
 * @param bytes 32; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // no two are ever compared
record RecoveryHash(byte[] bytes) {
    private static final String PREFIX = "QP1-RECOVERY";

    /** Of a code that is valid by the contract. */
    static RecoveryHash of(String code) {
        try {
            return new RecoveryHash(
                    MessageDigest.getInstance("SHA-256").digest((PREFIX + code).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "a recovery code's hash";
    }
}
