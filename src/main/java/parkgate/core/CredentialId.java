package parkgate.core;

/**
 * A credential's identity: the 10 random bytes of the code's {@code cti}, written as 16 characters of Crockford's
 * Base32, upper case, without dashes. The same text with dashes after each four is its visual number.
 *
 * @param text 16 characters of {@code 0123456789ABCDEFGHJKMNPQRSTVWXYZ}
 */
public record CredentialId(String text) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** Length of the text in characters. */
    public static final int LENGTH = 16;

    /** Length of the {@code cti} in bytes. */
    public static final int BYTES = 10;

    public CredentialId {
        if (!isValid(text)) {
            throw new IllegalArgumentException("a credential id is 16 characters of Crockford's Base32");
        }
    }

    /** True when {@code text} can be a credential id as we write it. Any input. */
    public static boolean isValid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The id of a code's {@code cti}.
     *
     * @param cti exactly {@value #BYTES} bytes
     */
    public static CredentialId of(byte[] cti) {
        if (cti.length != BYTES) {
            throw new IllegalArgumentException("a cti has 10 bytes");
        }
        char[] out = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            int bit = i * 5;
            int pair = (cti[bit >> 3] & 0xff) << 8 | (bit / 8 + 1 < BYTES ? cti[(bit >> 3) + 1] & 0xff : 0);
            out[i] = ALPHABET.charAt(pair >> (11 - (bit & 7)) & 31);
        }
        return new CredentialId(new String(out));
    }

    /** The {@code cti}, {@value #BYTES} bytes, fresh on each call. */
    public byte[] cti() {
        byte[] out = new byte[BYTES];
        for (int i = 0; i < LENGTH; i++) {
            int bit = i * 5;
            int five = ALPHABET.indexOf(text.charAt(i)) << (11 - (bit & 7));
            out[bit >> 3] |= (byte) (five >> 8);
            if ((bit >> 3) + 1 < BYTES) {
                out[(bit >> 3) + 1] |= (byte) five;
            }
        }
        return out;
    }

    /** The id as people read and type it: {@code ABCD-EFGH-JKMN-PQRS}. */
    public String visualNumber() {
        return text.substring(0, 4)
                + '-'
                + text.substring(4, 8)
                + '-'
                + text.substring(8, 12)
                + '-'
                + text.substring(12);
    }

    @Override
    public String toString() {
        return text;
    }
}
