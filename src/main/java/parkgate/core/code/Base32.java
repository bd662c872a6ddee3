package parkgate.core.code;

import org.jspecify.annotations.Nullable;

/**
 * RFC 4648 section 6 Base32 in its one canonical form: upper case, no padding, unused trailing bits zero. So each
 * sequence of bytes has exactly one text, and a text that was altered anywhere is another sequence or none.
 */
public final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    /** The canonical text of {@code bytes}. */
    public static String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder((bytes.length * 8 + 4) / 5);
        int held = 0;
        int bits = 0;
        for (byte b : bytes) {
            held = (held << 8 | (b & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(ALPHABET.charAt(held >> bits & 31));
            }
        }
        if (bits > 0) {
            out.append(ALPHABET.charAt(held << (5 - bits) & 31));
        }
        return out.toString();
    }

    /** The bytes of {@code text}, or null where it is not canonical Base32. Any input. */
    public static byte @Nullable [] decode(CharSequence text) {
        int length = text.length();
        int spareBits = length * 5 % 8;
        if (spareBits >= 5) {
            return null; // the last character would carry no bit of any byte
        }
        byte[] out = new byte[length * 5 / 8];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < length; i++) {
            int five = five(text.charAt(i));
            if (five < 0) {
                return null;
            }
            held = (held << 5 | five) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out[at++] = (byte) (held >> bits);
            }
        }
        return (held & (1 << spareBits) - 1) == 0 ? out : null;
    }

    private static int five(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
    }
}
