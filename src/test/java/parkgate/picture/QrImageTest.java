package parkgate.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import parkgate.signing.GoldenCodes;

class QrImageTest {
    @ParameterizedTest
    @ValueSource(ints = {64, 65, 100, 256, 512, 777, 2048})
    void a_camera_reads_the_static_code_from_a_png_of_the_asked_size(int size) throws Exception {
        BufferedImage image = png(GoldenCodes.S, size);
        assertEquals(size, image.getWidth());
        assertEquals(size, image.getHeight());
        assertEquals(1, image.getColorModel().getPixelSize());
        Result read = decode(image);
        assertEquals(GoldenCodes.S, read.getText());
        assertEquals("M", read.getResultMetadata().get(ResultMetadataType.ERROR_CORRECTION_LEVEL));
    }

    @Test
    void a_camera_reads_the_device_code() throws Exception {
        assertEquals(GoldenCodes.D, decode(png(GoldenCodes.D, 512)).getText());
    }

    @Test
    void a_symbol_that_needs_more_pixels_than_asked_for_gets_one_a_module() throws Exception {
        BufferedImage image = png(GoldenCodes.D, 64);
        assertEquals(4 * 12 + 17 + 8, image.getWidth()); // version 12 and its quiet zone
        assertEquals(GoldenCodes.D, decode(image).getText());
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 512, 2048})
    void a_quiet_zone_of_four_modules_stands_on_each_side(int size) throws Exception {
        BufferedImage image = png(GoldenCodes.S, size);
        int module = size / (4 * 8 + 17 + 8); // version 8
        for (int i = 0; i < size; i++) {
            for (int d = 0; d < 4 * module; d++) {
                assertEquals(Color.WHITE.getRGB(), image.getRGB(i, d));
                assertEquals(Color.WHITE.getRGB(), image.getRGB(d, i));
                assertEquals(Color.WHITE.getRGB(), image.getRGB(i, size - 1 - d));
                assertEquals(Color.WHITE.getRGB(), image.getRGB(size - 1 - d, i));
            }
        }
    }

    @Test
    void a_camera_reads_the_svg() throws Exception {
        Element svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(
                        new StringReader(QrImage.of(GoldenCodes.S).svg(300))))
                .getDocumentElement();
        assertEquals("300", svg.getAttribute("width"));
        assertEquals("300", svg.getAttribute("height"));
        int modules = 4 * 8 + 17 + 8;
        assertEquals("0 0 " + modules + " " + modules, svg.getAttribute("viewBox"));
        String path = ((Element) svg.getElementsByTagName("path").item(0)).getAttribute("d");
        assertEquals(GoldenCodes.S, decode(painted(path, modules, 6)).getText());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 63, 2049, Integer.MAX_VALUE})
    void a_size_out_of_bounds_is_refused(int size) {
        QrImage image = QrImage.of(GoldenCodes.S);
        assertThrows(IllegalArgumentException.class, () -> image.png(size));
        assertThrows(IllegalArgumentException.class, () -> image.svg(size));
    }

    @Test
    void a_text_outside_the_alphanumeric_mode_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> QrImage.of("qp1s.lower"));
        assertThrows(IllegalArgumentException.class, () -> QrImage.of("A".repeat(5000)));
    }

    private static BufferedImage png(String text, int size) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(QrImage.of(text).png(size)));
    }

    /** Draws the rectangles of an SVG path made of {@code M x y h w v1 h-w z}. */
    private static BufferedImage painted(String path, int modules, int scale) {
        BufferedImage image = new BufferedImage(modules * scale, modules * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setColor(Color.BLACK);
        Matcher runs = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(path);
        int end = 0;
        while (runs.find()) {
            assertEquals(end, runs.start());
            end = runs.end();
            g.fill(new Rectangle(
                    scale * Integer.parseInt(runs.group(1)),
                    scale * Integer.parseInt(runs.group(2)),
                    scale * Integer.parseInt(runs.group(3)),
                    scale));
        }
        assertEquals(path.length(), end);
        g.dispose();
        return image;
    }

    private static Result decode(BufferedImage image) throws Exception {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        LuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), rgb);
        // At one pixel a module no camera search finds the finder patterns; a reader of clean pictures still does.
        Map<DecodeHintType, Object> hints = image.getWidth() < 2 * (4 * 8 + 17 + 8)
                ? Map.of(DecodeHintType.PURE_BARCODE, true)
                : Map.of(DecodeHintType.TRY_HARDER, true);
        try {
            return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints);
        } catch (NotFoundException e) {
            throw new AssertionError("no symbol found in " + image.getWidth() + " pixels", e);
        }
    }
}
