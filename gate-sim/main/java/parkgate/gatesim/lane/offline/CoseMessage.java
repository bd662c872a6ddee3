package parkgate.gatesim.lane.offline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.Kid;

/**
 * A COSE_Sign1 message (RFC 9052 section 4.2) as the service signs what is no code, taken apart but not yet believed:
 *
 * <pre>
 * d2 84                            tag 18, array of 4
 * bstr { 1: -19, 4: kid [, 16: text] }   protected: Ed25519 (RFC 9864), the key's name, the type (RFC 9596)
 * a0                               unprotected: empty
 * bstr payload
 * 58 40 signature                  64 bytes
 * </pre>
 *
 * @param type of the protected header, empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record CoseMessage(Kid kid, String type, byte[] payload, byte[] toBeSigned, byte[] signature) {
    private static final byte[] HEAD = HexFormat.of().parseHex("d284");
    private static final byte[] ALG_AND_KID = HexFormat.of().parseHex("01320444");
    private static final byte[] SIG_STRUCTURE = HexFormat.of().parseHex("846a5369676e617475726531");
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int MAP = 5;
    private static final int TYPE = 0x10;
    private static final int UNPROTECTED_EMPTY = 0xa0;
    private static final int NO_EXTERNAL = 0x40;
    private static final int SIGNATURE_BYTES = 64;

    /** Null for anything that is not exactly this layout in its shortest form. Never throws on any input. */
    static @Nullable CoseMessage read(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        if (!starts(in, HEAD)) {
            return null;
        }
        byte[] guarded = item(in, BYTES);
        if (guarded == null || !in.hasRemaining() || (in.get() & 0xff) != UNPROTECTED_EMPTY) {
            return null;
        }
        byte[] payload = item(in, BYTES);
        byte[] signature = payload == null ? null : item(in, BYTES);
        if (payload == null || signature == null || signature.length != SIGNATURE_BYTES || in.hasRemaining()) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(guarded);
        int pairs = length(header, MAP);
        if ((pairs != 2 && pairs != 3) || !starts(header, ALG_AND_KID) || header.remaining() < Integer.BYTES) {
            return null;
        }
        Kid kid = new Kid(header.getInt());
        String type = "";
        if (pairs == 3) {
            byte[] text = header.hasRemaining() && header.get() == TYPE ? item(header, TEXT) : null;
            if (text == null) {
                return null;
            }
            type = new String(text, StandardCharsets.UTF_8);
        }
        return header.hasRemaining()
                ? null
                : new CoseMessage(kid, type, payload, sigStructure(guarded, payload), signature);
    }

    private static boolean starts(ByteBuffer in, byte[] constant) {
        if (in.remaining() < constant.length) {
            return false;
        }
        byte[] there = new byte[constant.length];
        in.get(there);
        return Arrays.equals(there, constant);
    }

    private static byte @Nullable [] item(ByteBuffer in, int major) {
        int length = length(in, major);
        if (length < 0 || length > in.remaining()) {
            return null;
        }
        byte[] out = new byte[length];
        in.get(out);
        return out;
    }

    /** The length in an item's head; -1 where it is of another major type, not in its shortest form, or too long. */
    private static int length(ByteBuffer in, int major) {
        if (!in.hasRemaining()) {
            return -1;
        }
        int head = in.get() & 0xff;
        int info = head & 0x1f;
        if (head >> 5 != major) {
            return -1;
        } else if (info < 24) {
            return info;
        }
        int bytes = 1 << (info - 24);
        if (info > 26 || in.remaining() < bytes) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | (in.get() & 0xff);
        }
        int least = bytes == 1 ? 24 : bytes == 2 ? 0x100 : 0x1_0000;
        return length < least ? -1 : length;
    }

    private static byte[] sigStructure(byte[] guarded, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + guarded.length + 32);
        out.writeBytes(SIG_STRUCTURE);
        bytes(out, guarded);
        out.write(NO_EXTERNAL);
        bytes(out, payload);
        return out.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, byte[] item) {
        int length = item.length;
        int major = BYTES << 5;
        if (length < 24) {
            out.write(major | length);
        } else if (length < 0x100) {
            out.write(major | 24);
            out.write(length);
        } else if (length < 0x1_0000) {
            out.write(major | 25);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(major | 26);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        }
        out.writeBytes(item);
    }
}
