package parkgate.staff;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a password that a person chooses must be. Long, and not the name; no rule of signs, which NIST SP 800-63B advises against. */
final class PasswordRules {
    static final int MIN_CHARS = 12;
    static final int MAX_CHARS = 256;
    private static final int MIN_DIFFERENT = 5;

    private PasswordRules() {}

    /** Why a password cannot be this account's; null: it can. */
    static @Nullable String refusal(String name, String password) {
        int chars = password.codePointCount(0, password.length());
        if (chars < MIN_CHARS || chars > MAX_CHARS) {
            return "must have " + MIN_CHARS + " to " + MAX_CHARS + " characters";
        }
        if (password.codePoints().distinct().count() < MIN_DIFFERENT) {
            return "must have at least " + MIN_DIFFERENT + " different characters";
        }
        if (plain(password).contains(plain(name)) && name.length() > 2) {
            return "must not have the name in it";
        }
        return null;
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
