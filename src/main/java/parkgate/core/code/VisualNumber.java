package parkgate.core.code;

import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/**
 * A credential's number as people read it out and type it: 16 characters of Crockford's Base32, in any case, with spaces or
 * dashes wherever somebody puts them, {@code O} for 0 and {@code I} or {@code L} for 1.
 */
public final class VisualNumber {
    /** The longest text that is looked at, in characters: a separator behind each character. */
    private static final int MAX_LENGTH = 2 * CredentialId.LENGTH;

    private VisualNumber() {}

    /** The credential that a text names; null when the text is no number. Any input. */
    public static @Nullable CredentialId read(String text) {
        if (text.length() < CredentialId.LENGTH || text.length() > MAX_LENGTH) {
            return null;
        }
        StringBuilder id = new StringBuilder(CredentialId.LENGTH);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-' && c != ' ') {
                id.append(canonical(c));
            }
        }
        return CredentialId.isValid(id.toString()) ? new CredentialId(id.toString()) : null;
    }

    private static char canonical(char typed) {
        char upper = typed >= 'a' && typed <= 'z' ? (char) (typed - ('a' - 'A')) : typed;
        return switch (upper) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> upper;
        };
    }
}
