package parkgate.picture;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Mode;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;

/**
 * A text as a QR symbol (ISO/IEC 18004), error correction level M, in alphanumeric mode: a code's characters are all
 * in its alphabet, and it needs a third fewer modules than byte mode. Choosing the mask that cameras read best takes
 * about 1 ms, so it is made beside the event loop.
 */
public final class QrImage {
    /** Light modules around the symbol that the standard asks for. */
    static final int QUIET_MODULES = 4;

    /** Smallest width and height in pixels. */
    public static final int MIN_SIZE = 64;

    /** Largest width and height in pixels. */
    public static final int MAX_SIZE = 2048;

    /** Width and height in pixels when nobody says otherwise. */
    public static final int DEFAULT_SIZE = 512;

    private final ByteMatrix modules;

    private QrImage(ByteMatrix modules) {
        this.modules = modules;
    }

    /**
     * The symbol of a text.
     *
     * @param text of {@code 0-9A-Z $%*+-./:} alone
     * @throws IllegalArgumentException when it has another character or does not fit a symbol
     */
    public static QrImage of(String text) {
        try {
            QRCode symbol = Encoder.encode(text, ErrorCorrectionLevel.M);
            if (symbol.getMode() != Mode.ALPHANUMERIC) {
                throw new IllegalArgumentException("the text has characters outside QR's alphanumeric mode");
            }
            return new QrImage(symbol.getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit a QR symbol", e);
        }
    }

    /**
     * A PNG of the symbol, centred with its quiet zone, each module the same whole number of pixels.
     *
     * @param size width and height in pixels, {@value #MIN_SIZE} to {@value #MAX_SIZE}; a symbol that needs more than
     *     that at one pixel a module gets one pixel a module
     */
    public byte[] png(int size) {
        demandSize(size);
        int wanted = Math.max(size, modulesWithQuiet());
        int scale = wanted / modulesWithQuiet();
        int margin = (wanted - modules.getWidth() * scale) / 2;
        return OneBitPng.of(
                wanted, (x, y) -> isDark(Math.floorDiv(x - margin, scale), Math.floorDiv(y - margin, scale)));
    }

    /**
     * An SVG of the symbol with its quiet zone.
     *
     * @param size width and height in CSS pixels, {@value #MIN_SIZE} to {@value #MAX_SIZE}
     */
    public String svg(int size) {
        demandSize(size);
        int all = modulesWithQuiet();
        StringBuilder out = new StringBuilder(16_384)
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(size)
                .append("\" height=\"")
                .append(size)
                .append("\" viewBox=\"0 0 ")
                .append(all)
                .append(' ')
                .append(all)
                .append("\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>")
                .append("<path d=\"");
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                int run = darkRun(x, y);
                if (run > 0) {
                    out.append('M').append(x + QUIET_MODULES).append(' ').append(y + QUIET_MODULES);
                    out.append('h').append(run).append("v1h-").append(run).append('z');
                    x += run;
                }
            }
        }
        return out.append("\"/></svg>").toString();
    }

    private int modulesWithQuiet() {
        return modules.getWidth() + 2 * QUIET_MODULES;
    }

    private int darkRun(int x, int y) {
        int end = x;
        while (isDark(end, y)) {
            end++;
        }
        return end - x;
    }

    private boolean isDark(int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) == 1;
    }

    private static void demandSize(int size) {
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new IllegalArgumentException("size is " + MIN_SIZE + " to " + MAX_SIZE + " pixels");
        }
    }
}
