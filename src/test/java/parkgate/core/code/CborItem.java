package parkgate.core.code;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A CBOR item (RFC 8949) that can be changed and then written, also in forms that are well-formed and not the
 * deterministic one. Lengths follow what is written, so that a reader cannot refuse it for those.
 */
final class CborItem {
    /** How an item's head is written. */
    enum Form {
        SHORTEST,
        ONE_BYTE(0x18, 1),
        TWO_BYTES(0x19, 2),
        FOUR_BYTES(0x1a, 4),
        EIGHT_BYTES(0x1b, 8),
        /** Without a length: strings, arrays and maps only. */
        INDEFINITE;

        private final int info;
        private final int bytes;

        Form() {
            this(0, 0);
        }

        Form(int info, int bytes) {
            this.info = info;
            this.bytes = bytes;
        }

        private static Form shortest(long value) {
            if (value < 0x18) {
                return SHORTEST;
            }
            return value < 0x100
                    ? ONE_BYTE
                    : value < 0x1_0000 ? TWO_BYTES : value < 1L << 32 ? FOUR_BYTES : EIGHT_BYTES;
        }
    }

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    private static final int BREAK = 0xff;

    /** Major type, 0 to 7. */
    int major;

    /** The number in its head, where that does not follow from its content. */
    long number;

    /** A string's bytes; not used where items are embedded. */
    byte[] bytes = new byte[0];

    /** Of an array, of a map (key, value, key …), of a tag, or embedded in a byte string. */
    final List<CborItem> children = new ArrayList<>();

    Form form = Form.SHORTEST;

    private CborItem(int major, long number) {
        this.major = major;
        this.number = number;
    }

    static CborItem number(long value) {
        return value < 0 ? new CborItem(NEGATIVE, -1 - value) : new CborItem(UNSIGNED, value);
    }

    static CborItem bytes(byte[] content) {
        CborItem item = new CborItem(BYTES, 0);
        item.bytes = content;
        return item;
    }

    /** The item that bytes in definite forms are; byte strings are not taken apart. */
    static CborItem of(byte[] encoded) {
        return new Reader(ByteBuffer.wrap(encoded)).item();
    }

    /** A genuine code's items; what is embedded in the protected header and the payload is taken apart too. */
    static CborItem ofCose(byte[] cose) {
        CborItem tag = of(cose);
        List<CborItem> parts = tag.children.get(0).children;
        for (CborItem wrapper : List.of(parts.get(0), parts.get(2))) {
            wrapper.children.add(of(wrapper.bytes));
        }
        return tag;
    }

    boolean hasLength() {
        return major >= BYTES && major <= MAP;
    }

    /** This item and all below it. */
    Stream<CborItem> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(CborItem::all));
    }

    byte[] written() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out) {
        byte[] content = content();
        if (form == Form.INDEFINITE && hasLength()) {
            out.write(major << 5 | 0x1f);
            if (major <= TEXT) {
                head(out, major, content.length, Form.SHORTEST); // one chunk
            }
            out.writeBytes(content);
            out.write(BREAK);
        } else {
            head(out, major, headNumber(content), form);
            out.writeBytes(content);
        }
    }

    private byte[] content() {
        if (children.isEmpty()) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        children.forEach(child -> child.write(out));
        return out.toByteArray();
    }

    private long headNumber(byte[] content) {
        return switch (major) {
            case BYTES, TEXT -> content.length;
            case ARRAY -> children.size();
            case MAP -> children.size() / 2;
            default -> number;
        };
    }

    private static void head(ByteArrayOutputStream out, int major, long value, Form wanted) {
        Form least = Form.shortest(value);
        Form form = wanted == Form.INDEFINITE || wanted.compareTo(least) < 0 ? least : wanted;
        if (form == Form.SHORTEST) {
            out.write((int) (major << 5 | value));
            return;
        }
        out.write(major << 5 | form.info);
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        out.writeBytes(Arrays.copyOfRange(all, Long.BYTES - form.bytes, Long.BYTES));
    }

    /** For what is known to be well-formed. */
    private record Reader(ByteBuffer in) {
        CborItem item() {
            int head = in.get() & 0xff;
            CborItem item = new CborItem(head >> 5, number(head & 0x1f));
            switch (item.major) {
                case BYTES, TEXT -> item.bytes = take((int) item.number);
                case ARRAY -> children(item, item.number);
                case MAP -> children(item, 2 * item.number);
                case TAG -> children(item, 1);
                default -> {}
            }
            return item;
        }

        private long number(int info) {
            return switch (info) {
                case 0x18 -> in.get() & 0xff;
                case 0x19 -> in.getShort() & 0xffff;
                case 0x1a -> in.getInt() & 0xffff_ffffL;
                default -> info;
            };
        }

        private byte[] take(int count) {
            byte[] out = new byte[count];
            in.get(out);
            return out;
        }

        private void children(CborItem item, long count) {
            for (long i = 0; i < count; i++) {
                item.children.add(item());
            }
        }
    }
}
