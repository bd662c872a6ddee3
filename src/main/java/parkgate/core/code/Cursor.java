package parkgate.core.code;

import java.util.Arrays;

/**
 * Walks over untrusted bytes. The first thing that does not fit makes the cursor fail for good; from then on each
 * read answers zeros, so a caller reads straight on and asks {@link #finished} once at the end.
 */
final class Cursor {
    private final byte[] bytes;
    private int at;
    private boolean failed;

    Cursor(byte[] bytes) {
        this.bytes = bytes;
    }

    int at() {
        return at;
    }

    /** True when everything fitted and nothing is left. */
    boolean finished() {
        return !failed && at == bytes.length;
    }

    boolean failed() {
        return failed;
    }

    /** Fails the cursor unless {@code fits}. */
    void demand(boolean fits) {
        failed |= !fits;
    }

    /** Steps over exactly these bytes. */
    void expect(byte[] constant) {
        demand(has(constant.length) && Arrays.equals(bytes, at, at + constant.length, constant, 0, constant.length));
        advance(constant.length);
    }

    int u8() {
        if (!has(1)) {
            failed = true;
            return 0;
        }
        return bytes[at++] & 0xff;
    }

    long u32() {
        return (long) u8() << 24 | u8() << 16 | u8() << 8 | u8();
    }

    byte[] take(int count) {
        if (!has(count)) {
            failed = true;
            return new byte[count];
        }
        byte[] out = Arrays.copyOfRange(bytes, at, at + count);
        at += count;
        return out;
    }

    /** A CBOR unsigned integer of at most 32 bits in its shortest form; any other form fails. */
    long shortestUnsigned() {
        int head = u8();
        if (head < 0x18) {
            return head;
        }
        return switch (head) {
            case 0x18 -> atLeast(0x18, u8());
            case 0x19 -> atLeast(0x100, u8() << 8 | u8());
            case 0x1a -> atLeast(0x1_0000, u32());
            default -> {
                failed = true;
                yield 0;
            }
        };
    }

    private long atLeast(long least, long value) {
        demand(value >= least);
        return value;
    }

    private boolean has(int count) {
        return !failed && bytes.length - at >= count;
    }

    private void advance(int count) {
        if (!failed) {
            at += count;
        }
    }
}
