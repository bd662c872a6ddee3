package parkgate.picture;

import java.io.ByteArrayOutputStream;

/**
 * A JPEG file (ITU-T T.81) by its markers. What is sent in several scans is kept whole in memory until its last one, and each scan is
 * a round over the whole picture: these have fewer pixels, and few scans.
 *
 * <pre>
 * FFD8                        begin
 * FFxx length data            tables, frame (C0-C2: its height and width), Adobe's word on colours (EE)
 * FFDA length data …          a scan: coded data, in which FF is followed by 00 or D0-D7
 * FFD9                        end
 * </pre>
 */
final class JpegParts {
    /** Of a picture that comes in several scans; 6 bytes each are kept of it. */
    static final int MOST_PIXELS_IN_SCANS = 16_000_000;

    /** Writers of progressive pictures make about ten. */
    static final int MOST_SCANS = 16;

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int PROGRESSIVE = 0xC2;
    private static final int FRAME_BYTES = 8;
    private static final String ENDS_TOO_SOON = "has a picture that ends too soon";
    private static final String NOT_AS_JPEG = "has a picture that is not as JPEG has it";

    private final byte[] file;
    private final ByteArrayOutputStream out;
    private int at = 2;
    private int width;
    private int height;
    private int scans;

    private JpegParts(byte[] file) {
        this.file = file;
        this.out = new ByteArrayOutputStream(file.length);
        out.write(0xFF);
        out.write(SOI);
    }

    static boolean begins(byte[] file) {
        return file.length > 3 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == SOI && (file[2] & 0xFF) == 0xFF;
    }

    static PictureFile read(byte[] file) throws NotAPictureException {
        JpegParts parts = new JpegParts(file);
        while (parts.take()) {}
        return new PictureFile(PictureFile.Kind.JPEG, parts.width, parts.height, parts.out.toByteArray());
    }

    /** One marker with what belongs to it; false: it was the last. */
    private boolean take() throws NotAPictureException {
        if (byteAt(at) != 0xFF) {
            throw new NotAPictureException(NOT_AS_JPEG);
        }
        while (byteAt(at + 1) == 0xFF) {
            at++; // fill bytes
        }
        int marker = byteAt(at + 1);
        if (marker == EOI) {
            if (scans == 0) {
                throw new NotAPictureException(NOT_AS_JPEG);
            }
            out.write(0xFF);
            out.write(EOI);
            return false;
        }
        int length = byteAt(at + 2) << 8 | byteAt(at + 3);
        int end = at + 2 + length;
        if (marker < 0xC0 || marker == SOI || (marker >= 0xD0 && marker < SOI) || length < 2) {
            throw new NotAPictureException(NOT_AS_JPEG);
        }
        byteAt(end - 1);
        if (isFrame(marker)) {
            frame(marker);
        }
        if (marker == SOS) {
            scan();
            end = endOfScan(end);
        }
        if (isKept(marker)) {
            out.write(file, at, end - at);
        }
        at = end;
        return true;
    }

    private int byteAt(int index) throws NotAPictureException {
        if (index >= file.length) {
            throw new NotAPictureException(ENDS_TOO_SOON);
        }
        return file[index] & 0xFF;
    }

    /** C4, C8 and CC stand among the frames and are none. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Frame, Huffman tables, quantization tables, restart interval, scans, Adobe's. */
    private static boolean isKept(int marker) {
        return isFrame(marker) || marker == 0xC4 || marker == 0xDB || marker == 0xDD || marker == SOS || marker == 0xEE;
    }

    private void frame(int marker) throws NotAPictureException {
        if (marker > PROGRESSIVE || width != 0) {
            throw new NotAPictureException("has a picture of a kind of JPEG that is not decoded here");
        }
        byteAt(at + FRAME_BYTES);
        height = byteAt(at + 5) << 8 | byteAt(at + 6);
        width = byteAt(at + 7) << 8 | byteAt(at + 8);
        PictureFile.demandSize(width, height, marker == PROGRESSIVE ? MOST_PIXELS_IN_SCANS : PictureFile.MOST_PIXELS);
    }

    private void scan() throws NotAPictureException {
        scans++;
        if (width == 0 || scans > MOST_SCANS) {
            throw new NotAPictureException(NOT_AS_JPEG);
        }
        if (scans > 1) {
            PictureFile.demandSize(width, height, MOST_PIXELS_IN_SCANS);
        }
    }

    private int endOfScan(int from) throws NotAPictureException {
        int end = from;
        while (byteAt(end) != 0xFF || isWithinScan(byteAt(end + 1))) {
            end++;
        }
        return end;
    }

    private static boolean isWithinScan(int next) {
        return next == 0 || (next >= 0xD0 && next < SOI);
    }
}
