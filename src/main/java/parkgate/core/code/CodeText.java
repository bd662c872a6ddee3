package parkgate.core.code;

import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/** A code's text, looked at without any key. */
public final class CodeText {
    private static final String PREFIX = "QP1";
    private static final int SIGNED_FROM = 5;

    private CodeText() {}

    /**
     * The credential that a text names: of a code of any class, or a {@link VisualNumber}. Nothing is checked but the form, so it
     * is good for finding what was scanned, and never for letting anybody in. Never throws on any text.
     *
     * @return null when it names none
     */
    public static @Nullable CredentialId credentialOf(String text) {
        String code = text.strip();
        if (!code.startsWith(PREFIX)) {
            return VisualNumber.read(code);
        }
        if (code.length() > CodeReader.MAX_LENGTH
                || code.length() <= SIGNED_FROM
                || code.charAt(SIGNED_FROM - 1) != '.') {
            return null;
        }
        int end = code.indexOf('.', SIGNED_FROM);
        byte[] cose = Base32.decode(code.substring(SIGNED_FROM, end < 0 ? code.length() : end));
        SignedCode signed = cose == null ? null : SignedCode.read(cose);
        return signed == null ? null : signed.claims().credential();
    }
}
