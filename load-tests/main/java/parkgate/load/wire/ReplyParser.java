package parkgate.load.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes one answer after the other from what a connection brings (RFC 9112): a status line, heads, and a body of
 * {@code Content-Length}. That is all a scan's answer has; anything else is an error, not guessed at.
 */
final class ReplyParser {
    /** More than an answer of the API that a load asks for ever has. */
    static final int MAX_BYTES = 1 << 20;

    private static final byte[] LENGTH = ascii("content-length:");
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private byte[] held = new byte[0];
    private int lengthAt = -1;

    /**
     * The next answer, or null while it is not whole.
     *
     * @throws IllegalArgumentException where it is not such an answer
     */
    @Nullable
    Reply next(byte[] bytes) {
        if (held.length == 0) {
            held = bytes;
        } else {
            int before = held.length;
            held = Arrays.copyOf(held, before + bytes.length);
            System.arraycopy(bytes, 0, held, before, bytes.length);
        }
        if (held.length > MAX_BYTES) {
            throw new IllegalArgumentException("an answer of more than " + MAX_BYTES + " bytes");
        }
        int bodyAt = endOfHead();
        if (bodyAt < 0) {
            return null;
        }
        int length = length();
        if (held.length < bodyAt + length) {
            return null;
        }
        if (held.length > bodyAt + length) {
            throw new IllegalArgumentException("more came back than was asked for");
        }
        Reply reply = new Reply(number(STATUS_AT), Arrays.copyOfRange(held, bodyAt, bodyAt + length));
        held = new byte[0];
        return reply;
    }

    /** Behind the empty line; -1: not here yet. Notes on the way where the length stands. */
    private int endOfHead() {
        lengthAt = -1;
        int line = 0;
        for (int at = 0; at < held.length; at++) {
            if (held[at] == '\n') {
                if (at == line + 1 && held[line] == '\r') {
                    return at + 1;
                }
                line = at + 1;
                if (isLength(line)) {
                    lengthAt = line + LENGTH.length;
                }
            }
        }
        return -1;
    }

    private int length() {
        if (lengthAt < 0) {
            throw new IllegalArgumentException("an answer without Content-Length");
        }
        int digits = lengthAt;
        while (held[digits] == ' ') {
            digits++;
        }
        return number(digits);
    }

    private int number(int from) {
        int value = 0;
        int at = from;
        while (at < held.length && held[at] >= '0' && held[at] <= '9') {
            value = value * 10 + held[at] - '0';
            at++;
        }
        if (at == from || value > MAX_BYTES) {
            throw new IllegalArgumentException("not an HTTP answer");
        }
        return value;
    }

    /** Upper case being the same. */
    private boolean isLength(int at) {
        if (at + LENGTH.length > held.length) {
            return false;
        }
        int i = 0;
        while (i < LENGTH.length && lower(held[at + i]) == LENGTH[i]) {
            i++;
        }
        return i == LENGTH.length;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
