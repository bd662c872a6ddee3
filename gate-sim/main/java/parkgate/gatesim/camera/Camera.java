package parkgate.gatesim.camera;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Takes a picture of a code: draws it, then does to it what light, lens, sensor and JPEG do. */
public final class Camera {
    private Camera() {}

    /** A grey picture of the text as a QR code. The same dice give the same picture. */
    public static BufferedImage shoot(String text, Disturbance disturbance, RandomGenerator dice) {
        Picture picture = Projection.of(QrDrawing.draw(text), disturbance);
        Light.shine(picture, disturbance, dice);
        Light.blur(picture, disturbance.blurPixels());
        Light.addNoise(picture, disturbance.noise(), dice);
        return fromJpeg(toJpeg(picture.developed(), disturbance.jpegQuality()));
    }

    /** The picture as a JPEG file of the given quality, 0 to 1. */
    public static byte[] toJpeg(BufferedImage image, double quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality((float) quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage fromJpeg(byte[] jpeg) {
        try {
            return ImageIO.read(new ByteArrayInputStream(jpeg));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
