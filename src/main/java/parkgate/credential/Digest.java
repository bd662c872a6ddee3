package parkgate.credential;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, where content is to be known again. */
final class Digest {
    private Digest() {}

    /** 64 hexadecimal digits. */
    static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A strong entity tag that follows from the content. */
    static String etag(byte[] content) {
        return '"' + hex(content).substring(0, 32) + '"';
    }
}
