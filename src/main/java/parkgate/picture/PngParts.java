package parkgate.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * A PNG file (ISO/IEC 15948) by its chunks.
 *
 * <pre>
 * signature               8 bytes
 * length, type, data, CRC one chunk after the other: IHDR first (width and height begin it), IEND last
 * </pre>
 */
final class PngParts {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    private static final int HEAD_BYTES = 8;
    private static final int AROUND_BYTES = 12;
    private static final int IHDR_BYTES = 13;

    private PngParts() {}

    static boolean begins(byte[] file) {
        return file.length >= SIGNATURE.length && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, 8);
    }

    static PictureFile read(byte[] file) throws NotAPictureException {
        ByteBuffer in = ByteBuffer.wrap(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
        out.writeBytes(SIGNATURE);
        int width = 0;
        int height = 0;
        String type = "";
        for (int at = SIGNATURE.length; !type.equals("IEND"); ) {
            if (at + AROUND_BYTES > file.length) {
                throw new NotAPictureException("has a picture that ends too soon");
            }
            long length = in.getInt(at) & 0xffff_ffffL;
            type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (at + AROUND_BYTES + length > file.length) {
                throw new NotAPictureException("has a picture that ends too soon");
            }
            boolean first = at == SIGNATURE.length;
            if (first != type.equals("IHDR") || (first && length != IHDR_BYTES)) {
                throw new NotAPictureException("has a picture that is not as PNG has it");
            }
            if (first) {
                PictureFile.demandSize(
                        in.getInt(at + HEAD_BYTES) & 0xffff_ffffL,
                        in.getInt(at + HEAD_BYTES + 4) & 0xffff_ffffL,
                        PictureFile.MOST_PIXELS);
                width = in.getInt(at + HEAD_BYTES);
                height = in.getInt(at + HEAD_BYTES + 4);
            }
            int whole = AROUND_BYTES + (int) length;
            if (KEPT.contains(type)) {
                out.write(file, at, whole);
            }
            at += whole;
        }
        return new PictureFile(PictureFile.Kind.PNG, width, height, out.toByteArray());
    }
}
