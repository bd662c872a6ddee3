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

    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");
    private static final byte[] LENGTH = ascii("\r\ncontent-length:");
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private byte[] held = new byte[0];

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
        int head = find(held, END_OF_HEAD, 0, held.length);
        if (head < 0) {
            return null;
        }
        int bodyAt = head + END_OF_HEAD.length;
        int length = length(head + 2);
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

    private int length(int headEnd) {
        int at = find(held, LENGTH, 0, headEnd);
        if (at < 0) {
            throw new IllegalArgumentException("an answer without Content-Length");
        }
        int digits = at + LENGTH.length;
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

    /** Where {@code sought} (in lower case) begins, upper case being the same; -1: nowhere. */
    private static int find(byte[] in, byte[] sought, int from, int to) {
        for (int at = from; at + sought.length <= to; at++) {
            int i = 0;
            while (i < sought.length && lower(in[at + i]) == sought[i]) {
                i++;
            }
            if (i == sought.length) {
                return at;
            }
        }
        return -1;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
