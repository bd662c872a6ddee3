package parkgate.staff;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser keeps to show that its person has signed in there with the present password: it has tries of its own, so that who
 * locks the name from elsewhere does not lock the person out. It lets nobody in.
 *
 * <pre>
 * 32 hexadecimal digits   random: which browser
 * 64 hexadecimal digits   HMAC-SHA256 of the former and the account, under what is kept of the password
 * </pre>
 *
 * Nothing of it is kept here, and another password ends all marks.
 */
final class BrowserMark {
    /** A browser keeps it so long after the last time that somebody signed in. */
    static final Duration LIFE = Duration.ofDays(90);

    private static final int RANDOM_BYTES = 16;
    private static final int RANDOM_DIGITS = 2 * RANDOM_BYTES;
    private static final String FOR = "parkgate browser ";
    private static final String HMAC = "HmacSHA256";

    private BrowserMark() {}

    /**
     * A new one.
     *
     * @param passwordHash what is kept of the password
     */
    static String make(String staffId, String passwordHash, RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String which = HexFormat.of().formatHex(bytes);
        return which + hmac(which, staffId, passwordHash);
    }

    /** Whether it is this account's. Takes as long for a nearly right one as for a wrong one. */
    static boolean fits(String mark, Account who) {
        String hash = who.passwordHash();
        if (hash == null || mark.length() <= RANDOM_DIGITS) {
            return false;
        }
        String which = mark.substring(0, RANDOM_DIGITS);
        return MessageDigest.isEqual(bytes(hmac(which, who.id(), hash)), bytes(mark.substring(RANDOM_DIGITS)));
    }

    private static String hmac(String which, String staffId, String passwordHash) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bytes(passwordHash), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(bytes(FOR + which + ' ' + staffId)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
