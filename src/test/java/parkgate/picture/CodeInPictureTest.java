package parkgate.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.signing.GoldenCodes;

class CodeInPictureTest {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** {@code -Dpictures.spoilt=N}: so many of each kind. */
    private static final int SPOILT = Integer.getInteger("pictures.spoilt", 60);

    private static final long MOST_MILLIS = 60_000;

    private static Optional<String> read(byte[] file) throws NotAPictureException {
        CodeInPicture.Reading reading = CodeInPicture.read(file, MOST_MILLIS);
        assertTrue(!reading.late(), "in time");
        return reading.text();
    }

    private static void assertReads(String text, byte[] file) throws Exception {
        assertEquals(Optional.of(text), read(file));
    }

    private static String base32(Random dice, int characters) {
        StringBuilder text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            text.append(BASE32.charAt(dice.nextInt(32)));
        }
        return text.toString();
    }

    /** As long as codes of the three classes are, and of the same characters. */
    private static String anyCode(Random dice) {
        int cose = GoldenCodes.S.length() - 5;
        return switch (dice.nextInt(3)) {
            case 0 -> "QP1S." + base32(dice, cose);
            case 1 -> "QP1T." + base32(dice, cose) + ".1790000000.12345678";
            default -> "QP1D." + base32(dice, GoldenCodes.D.length() - 115) + "." + base32(dice, 109);
        };
    }

    private static BufferedImage drawn(String text, int size) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(QrImage.of(text).png(size)));
    }

    /** A page with the code on it, turned, on a table that is not quite white. */
    private static BufferedImage photographed(String text, int size, double degrees, Color table) throws IOException {
        int side = size * 2;
        BufferedImage photo = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = photo.createGraphics();
        drawing.setColor(table);
        drawing.fillRect(0, 0, side, side);
        drawing.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        drawing.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
        drawing.drawImage(drawn(text, size), size / 2, size / 2, null);
        drawing.dispose();
        return photo;
    }

    private static void addNoise(BufferedImage photo, Random dice, int most) {
        for (int y = 0; y < photo.getHeight(); y++) {
            for (int x = 0; x < photo.getWidth(); x++) {
                int grey = (photo.getRGB(x, y) & 0xFF) + dice.nextInt(2 * most + 1) - most;
                int shade = Math.max(0, Math.min(255, grey));
                photo.setRGB(x, y, shade << 16 | shade << 8 | shade);
            }
        }
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "png", out));
        return out.toByteArray();
    }

    private static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.6f);
        param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param),
                    new IIOImage(image, null, null),
                    param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static boolean isReadAtFirstSight(BufferedImage picture) {
        try {
            new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(picture))));
            return true;
        } catch (ReaderException e) {
            return false;
        }
    }

    @Test
    void every_one_of_300_straight_pictures_is_read() throws Exception {
        Random dice = new Random(20261122);
        List<String> unread = new ArrayList<>();
        int hard = 0;
        for (int i = 0; i < 300; i++) {
            String code = anyCode(dice);
            BufferedImage picture = drawn(code, 220 + dice.nextInt(300));
            hard += isReadAtFirstSight(picture) ? 0 : 1;
            if (!read(png(picture)).equals(Optional.of(code))) {
                unread.add(code);
            }
        }
        assertEquals(List.of(), unread);
        assertTrue(hard > 0, "among them some that ZXing alone does not read");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10, 33, 45, 77, 90, 135, 180, 262})
    void a_photo_is_read_however_the_phone_is_turned(int degrees) throws Exception {
        for (String code : List.of(GoldenCodes.S, GoldenCodes.T, GoldenCodes.D)) {
            BufferedImage photo = photographed(code, 520, degrees, Color.LIGHT_GRAY);
            addNoise(photo, new Random(degrees), 40);
            assertReads(code, jpeg(photo, degrees % 2 == 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"500, false", "1200, false", "1900, true"})
    void pictures_of_every_size_are_read(int size, boolean progressive) throws Exception {
        BufferedImage photo = photographed(GoldenCodes.D, size, 8, Color.DARK_GRAY);
        assertReads(GoldenCodes.D, jpeg(photo, progressive));
        assertReads(GoldenCodes.D, png(photo));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_3BYTE_BGR
            })
    void a_png_of_every_kind_of_pixel_is_read(int type) throws Exception {
        BufferedImage straight = photographed(GoldenCodes.D, 400, 5, Color.LIGHT_GRAY);
        BufferedImage other = new BufferedImage(800, 800, type);
        other.getGraphics().drawImage(straight, 0, 0, null);
        assertReads(GoldenCodes.D, png(other));
    }

    @Test
    void what_can_be_seen_through_lies_on_white_and_light_on_dark_is_read_too() throws Exception {
        BufferedImage straight = drawn(GoldenCodes.S, 300);
        BufferedImage glass = new BufferedImage(300, 300, BufferedImage.TYPE_INT_ARGB);
        BufferedImage inverted = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 300; x++) {
                boolean dark = (straight.getRGB(x, y) & 0xFF) == 0;
                glass.setRGB(x, y, dark ? 0xFF000000 : 0);
                inverted.setRGB(x, y, dark ? 0xFFFFFF : 0);
            }
        }
        assertReads(GoldenCodes.S, png(glass));
        assertReads(GoldenCodes.S, png(inverted));
    }

    /** Four inks, as they are stored; no decoder of ours makes colours of them. */
    private static byte[] inksJpeg(WritableRaster inks) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(inks, null, null), null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"0, 255, false", "255, 0, false", "0, 255, true", "255, 0, true"})
    void a_code_of_a_print_shop_is_read_in_black_ink_alone_or_in_all(int paper, int ink, boolean all) throws Exception {
        BufferedImage code = drawn(GoldenCodes.S, 600);
        WritableRaster inks =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, code.getWidth(), code.getHeight(), 4, null);
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                int here = (code.getRGB(x, y) & 0xFF) == 0 ? ink : paper;
                int colour = all ? here : paper;
                inks.setPixel(x, y, new int[] {colour, colour, colour, here});
            }
        }
        assertReads(GoldenCodes.S, inksJpeg(inks));
    }

    @Test
    void of_several_codes_the_parking_code_is_read() throws Exception {
        BufferedImage wall = new BufferedImage(1000, 500, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = wall.createGraphics();
        drawing.setColor(Color.WHITE);
        drawing.fillRect(0, 0, 1000, 500);
        drawing.drawImage(drawn("HTTPS://EXAMPLE.ORG/MENU", 300), 20, 60, null);
        drawing.drawImage(drawn(GoldenCodes.S, 420), 500, 40, null);
        drawing.dispose();
        assertReads(GoldenCodes.S, png(wall));
    }

    @Test
    void a_picture_without_a_code_has_none() throws Exception {
        BufferedImage gravel = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
        addNoise(gravel, new Random(3), 255);
        assertEquals(Optional.empty(), read(png(gravel)));
        assertEquals(Optional.empty(), read(jpeg(gravel, false)));
        assertEquals(Optional.empty(), read(png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB))));
    }

    /** Thousands of corners of one size: ZXing would try each three of them. */
    @Test
    void a_wall_of_corners_is_given_up_soon() throws Exception {
        BufferedImage wall = new BufferedImage(1400, 1400, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = wall.createGraphics();
        drawing.setColor(Color.WHITE);
        drawing.fillRect(0, 0, 1400, 1400);
        for (int y = 0; y < 1400; y += 18) {
            for (int x = 0; x < 1400; x += 18) {
                drawing.setColor(Color.BLACK);
                drawing.fillRect(x, y, 14, 14);
                drawing.setColor(Color.WHITE);
                drawing.fillRect(x + 2, y + 2, 10, 10);
                drawing.setColor(Color.BLACK);
                drawing.fillRect(x + 4, y + 4, 6, 6);
            }
        }
        drawing.dispose();
        assertEquals(Optional.empty(), read(png(wall)));
    }

    @Test
    void out_of_time_nothing_is_read() throws Exception {
        CodeInPicture.Reading reading = CodeInPicture.read(png(drawn(GoldenCodes.S, 400)), -1);
        assertTrue(reading.late());
        assertEquals(Optional.empty(), reading.text());
    }

    private static String refused(byte[] file) {
        return String.valueOf(assertThrows(NotAPictureException.class, () -> CodeInPicture.read(file, MOST_MILLIS))
                .getMessage());
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(data);
        out.writeBytes(new byte[4]); // its CRC, which no decoder here looks at
    }

    private static byte[] deflated(long zeros) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION), 65_536)) {
            byte[] some = new byte[65_536];
            for (long left = zeros; left > 0; left -= some.length) {
                deflater.write(some, 0, (int) Math.min(left, some.length));
            }
        }
        return out.toByteArray();
    }

    private static byte[] pngOf(int width, int height, byte[] more, byte[] pixels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height);
        head.put((byte) 8).put((byte) 0);
        chunk(out, "IHDR", head.array());
        out.writeBytes(more);
        chunk(out, "IDAT", pixels);
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    @Test
    void a_small_file_never_becomes_a_giant_picture() throws Exception {
        byte[] bomb = pngOf(30_000, 30_000, new byte[0], deflated(200_000_000));
        assertTrue(bomb.length < 2 << 20, "a small file: " + bomb.length);
        assertTrue(refused(bomb).contains("more pixels"));
        assertTrue(refused(pngOf(Integer.MAX_VALUE, Integer.MAX_VALUE, new byte[0], new byte[1]))
                .contains("more pixels"));
        assertTrue(refused(pngOf(-1, 1, new byte[0], new byte[1])).contains("more pixels"));
        assertTrue(refused(pngOf(0, 7, new byte[0], new byte[1])).contains("without a size"));
        byte[] large = jpeg(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), false);
        for (int i = 0; i + 9 < large.length; i++) {
            if ((large[i] & 0xFF) == 0xFF && (large[i + 1] & 0xFF) == 0xC0) {
                Arrays.fill(large, i + 5, i + 9, (byte) 0xFF);
            }
        }
        assertTrue(refused(large).contains("more pixels"));
    }

    @Test
    void texts_and_profiles_of_a_file_which_may_unpack_to_gigabytes_reach_no_decoder() throws Exception {
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        for (String type : List.of("zTXt", "iCCP", "iTXt", "eXIf")) {
            chunk(more, type, deflated(10_000_000));
        }
        byte[] file = png(drawn(GoldenCodes.S, 400));
        ByteArrayOutputStream with = new ByteArrayOutputStream();
        with.write(file, 0, 33); // signature and IHDR
        with.writeBytes(more.toByteArray());
        with.write(file, 33, file.length - 33);
        assertReads(GoldenCodes.S, with.toByteArray());
        assertTrue(PictureFile.of(with.toByteArray()).bytes().length <= file.length);
    }

    @Test
    void a_picture_of_endless_scans_is_refused() throws Exception {
        byte[] file = jpeg(photographed(GoldenCodes.S, 300, 5, Color.WHITE), true);
        int scan = file.length - 2;
        while ((file[scan] & 0xFF) != 0xFF || (file[scan + 1] & 0xFF) != 0xDA) {
            scan--;
        }
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(file, 0, file.length - 2);
        for (int i = 0; i < 1000; i++) {
            many.write(file, scan, file.length - 2 - scan);
        }
        many.write(file, file.length - 2, 2);
        assertTrue(refused(many.toByteArray()).contains("not as JPEG has it"));
    }

    @Test
    void what_stands_behind_a_pictures_end_is_nobodys() throws Exception {
        for (byte[] file : List.of(
                png(drawn(GoldenCodes.S, 400)), jpeg(photographed(GoldenCodes.S, 400, 5, Color.WHITE), false))) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(file);
            both.writeBytes("PK\3\4<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII));
            assertReads(GoldenCodes.S, both.toByteArray());
            PictureFile looked = PictureFile.of(both.toByteArray());
            assertTrue(!new String(looked.bytes(), StandardCharsets.ISO_8859_1).contains("script"));
        }
    }

    @Test
    void what_begins_as_another_kind_of_file_is_no_picture() {
        for (String begin :
                List.of("", "\u0089PN", "GIF89a", "BM", "%PDF-1.7", "<svg", "II*\0", "RIFF....WEBP", "PK\3\4")) {
            assertTrue(
                    refused((begin + "x".repeat(begin.isEmpty() ? 0 : 100)).getBytes(StandardCharsets.ISO_8859_1))
                            .contains("neither"),
                    begin);
        }
    }

    @Test
    void a_file_that_is_cut_or_spoilt_anywhere_is_refused_or_read_and_nothing_else() throws Exception {
        Random dice = new Random(11);
        BufferedImage photo = photographed(GoldenCodes.S, 150, 5, Color.WHITE);
        for (byte[] file : List.of(png(photo), jpeg(photo, false), jpeg(photo, true))) {
            for (int i = 0; i < SPOILT; i++) {
                byte[] cut = Arrays.copyOf(file, dice.nextInt(file.length));
                assertThrows(NotAPictureException.class, () -> CodeInPicture.read(cut, MOST_MILLIS));
                byte[] spoilt = file.clone();
                for (int j = 0; j < 3; j++) {
                    spoilt[dice.nextInt(file.length)] = (byte) dice.nextInt(256);
                }
                try {
                    CodeInPicture.read(spoilt, MOST_MILLIS);
                } catch (NotAPictureException said) {
                    assertTrue(!String.valueOf(said.getMessage()).isEmpty());
                }
            }
        }
    }
}
