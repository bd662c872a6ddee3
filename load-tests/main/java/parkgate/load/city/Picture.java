package parkgate.load.city;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.EncodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.ReaderException;
import com.google.zxing.WriterException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.client.j2se.MatrixToImageWriter;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/** A code on a display, as a picture: drawn as a PNG, and read again as a camera's decoder does. */
final class Picture {
    private static final int SIZE_PX = 400;

    static {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false); // in memory, not in a file
    }

    private Picture() {}

    /**
     * What is read from a picture of this text.
     *
     * @throws IllegalStateException where nothing can be read from it
     */
    static String readBack(String text) {
        return read(draw(text));
    }

    private static byte[] draw(String text) {
        try {
            BitMatrix matrix = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            SIZE_PX,
                            SIZE_PX,
                            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M));
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            MatrixToImageWriter.writeToStream(matrix, "PNG", png);
            return png.toByteArray();
        } catch (WriterException e) {
            throw new IllegalStateException("no QR code can hold this", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(byte[] png) {
        try {
            BufferedImageLuminanceSource seen =
                    new BufferedImageLuminanceSource(ImageIO.read(new ByteArrayInputStream(png)));
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(seen)), Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText();
        } catch (NotFoundException e) {
            throw new IllegalStateException("no code is seen in its own picture", e);
        } catch (ReaderException e) {
            throw new IllegalStateException("a code cannot be read from its own picture", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
