package parkgate.gatesim.camera;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/** A text as a QR code (ISO/IEC 18004): one pixel a module, level M, with its quiet zone of four modules. */
public final class QrDrawing {
    /** Width of the quiet zone, in modules (ISO/IEC 18004, 5.3.8). */
    public static final int QUIET_ZONE_MODULES = 4;

    private QrDrawing() {}

    /**
     * Draws a text; upper-case text without a space comes out in alphanumeric mode.
     *
     * @throws IllegalArgumentException where the text does not fit any version
     */
    public static BitMatrix draw(String text) {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            com.google.zxing.BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M,
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE_MODULES));
        } catch (WriterException e) {
            throw new IllegalArgumentException("text does not fit a QR code: " + text.length() + " characters", e);
        }
    }
}
