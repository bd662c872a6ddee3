package parkgate.load.city;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.EncodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.WriterException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.client.j2se.MatrixToImageWriter;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
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

    /** A perfectly straight picture of a few texts has a pattern that ZXing takes for a corner; nobody holds a phone so. */
    private static final int[] TILTS_DEGREES = {0, 7, -11};

    /**
     * What is read from a picture of this text.
     *
     * @throws IllegalStateException where nothing can be read from it, however it is held
     */
    static String readBack(String text) {
        BufferedImage picture = decoded(draw(text));
        ReaderException why = null;
        for (int degrees : TILTS_DEGREES) {
            try {
                return read(degrees == 0 ? picture : tilted(picture, degrees));
            } catch (ReaderException e) {
                why = e;
            }
        }
        throw new IllegalStateException("a code cannot be read from its own picture", why);
    }

    private static BufferedImage decoded(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage tilted(BufferedImage picture, int degrees) {
        int size = picture.getWidth() * 3 / 2;
        BufferedImage canvas = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = canvas.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, size, size);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.rotate(Math.toRadians(degrees), size / 2.0, size / 2.0);
        pen.drawImage(picture, (size - picture.getWidth()) / 2, (size - picture.getHeight()) / 2, null);
        pen.dispose();
        return canvas;
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

    private static String read(BufferedImage picture) throws ReaderException {
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(picture))),
                        Map.of(DecodeHintType.TRY_HARDER, true))
                .getText();
    }
}
