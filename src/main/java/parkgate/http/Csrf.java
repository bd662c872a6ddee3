package parkgate.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The text that shows that a request comes from a page that could read our answers: HMAC-SHA256 of a fixed text under the
 * session's token, so that nothing more has to be kept, and a new session has a new one.
 */
public final class Csrf {
    /** The header that brings it with each call that a cookie speaks for and that may change something. */
    public static final String HEADER = "X-Parkgate-Csrf";

    private static final byte[] FOR = "parkgate csrf".getBytes(StandardCharsets.US_ASCII);
    private static final String HMAC = "HmacSHA256";

    private Csrf() {}

    /** That of a session: 64 lower-case hexadecimal digits. */
    public static String of(String sessionToken) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(sessionToken.getBytes(StandardCharsets.US_ASCII), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(FOR));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** Whether what was sent is it. Takes as long for a nearly right text as for a wrong one. */
    static boolean fits(String sessionToken, @Nullable String sent) {
        return sent != null
                && MessageDigest.isEqual(
                        of(sessionToken).getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.UTF_8));
    }
}
