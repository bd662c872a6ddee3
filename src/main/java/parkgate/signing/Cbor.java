package parkgate.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes CBOR (RFC 8949) in its deterministic form, as far as tokens and key sets need it: the caller orders the keys. */
final class Cbor {
    private static final int UNSIGNED = 0x00;
    private static final int NEGATIVE = 0x20;
    private static final int BYTES = 0x40;
    private static final int TEXT = 0x60;
    private static final int ARRAY = 0x80;
    private static final int MAP = 0xa0;
    private static final int TAG = 0xc0;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Cbor integer(long value) {
        return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
    }

    Cbor bytes(byte[] value) {
        head(BYTES, value.length);
        out.writeBytes(value);
        return this;
    }

    Cbor text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    /** So many items follow. */
    Cbor array(int items) {
        return head(ARRAY, items);
    }

    /** So many pairs of key and value follow. */
    Cbor map(int pairs) {
        return head(MAP, pairs);
    }

    /** The next item has this tag. */
    Cbor tag(int tag) {
        return head(TAG, tag);
    }

    byte[] done() {
        return out.toByteArray();
    }

    /** RFC 8949 section 3: the argument in its shortest form. */
    private Cbor head(int major, long argument) {
        if (argument < 24) {
            out.write(major | (int) argument);
        } else if (argument < 1L << 8) {
            tail(major | 24, argument, 1);
        } else if (argument < 1L << 16) {
            tail(major | 25, argument, 2);
        } else if (argument < 1L << 32) {
            tail(major | 26, argument, 4);
        } else {
            tail(major | 27, argument, 8);
        }
        return this;
    }

    private void tail(int first, long argument, int bytes) {
        out.write(first);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >> shift));
        }
    }
}
