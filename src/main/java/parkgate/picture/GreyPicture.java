package parkgate.picture;

import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture in shades of grey, one byte a pixel, row by row from the top; 0 is black.
 */
final class GreyPicture {
    /** Longest side from which on pixels are left out while a file is decoded: half of them, a third … */
    static final int PLENTY_PIXELS = 1_600;

    private static final int LIGHT = 255;

    private final byte[] shades;
    private final int width;
    private final int height;

    private GreyPicture(byte[] shades, int width, int height) {
        this.shades = shades;
        this.width = width;
        this.height = height;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int longerSide() {
        return Math.max(width, height);
    }

    LuminanceSource source() {
        return new PlanarYUVLuminanceSource(shades, width, height, 0, 0, width, height, false);
    }

    /**
     * The file's picture; of one whose longer side has {@value #PLENTY_PIXELS} pixels or more not all of them, so that it has less than
     * twice as many.
     *
     * @throws NotAPictureException when it cannot be decoded
     * @throws OutOfTimeException past the deadline
     */
    static GreyPicture decoded(PictureFile file, Deadline deadline) throws NotAPictureException, OutOfTimeException {
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(file.kind().name()).next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file.bytes()))) {
            reader.setInput(in, true, true);
            reader.addIIOReadProgressListener(new AbortPast(deadline));
            ImageReadParam param = reader.getDefaultReadParam();
            int each = Math.max(1, Math.max(file.width(), file.height()) / PLENTY_PIXELS);
            param.setSourceSubsampling(each, each, 0, 0);
            GreyPicture picture = file.kind() == PictureFile.Kind.JPEG
                    ? ofBrightness(reader.readRaster(0, param))
                    : of(reader.read(0, param));
            deadline.check();
            return picture;
        } catch (IOException | RuntimeException e) {
            // A decoder that is fed nonsense throws whatever it comes to.
            throw new NotAPictureException("has a picture that cannot be decoded");
        } finally {
            reader.dispose();
        }
    }

    /**
     * A JPEG's first component is its brightness, or a colour that is as good; the fourth, where there is one, is black ink, in which alone
     * a code may be printed: both count, whichever way round they are stored.
     */
    private static GreyPicture ofBrightness(Raster raster) {
        int width = raster.getWidth();
        byte[] shades = new byte[width * raster.getHeight()];
        int[] row = new int[width];
        int[] black = new int[width];
        boolean inks = raster.getNumBands() == 4;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            if (inks) {
                raster.getSamples(0, y, width, 1, 3, black);
            }
            for (int x = 0; x < width; x++) {
                shades[y * width + x] = (byte) (inks ? (row[x] + black[x]) / 2 : row[x]);
            }
        }
        return new GreyPicture(shades, width, raster.getHeight());
    }

    /** What can be seen through lies on white. */
    private static GreyPicture of(BufferedImage image) {
        int width = image.getWidth();
        byte[] shades = new byte[width * image.getHeight()];
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        Raster raster = image.getRaster();
        int bands = palette ? 4 : raster.getNumBands();
        int over = palette ? 0 : Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        int[] colours = new int[palette ? width : 0];
        int[] row = new int[width * bands];
        for (int y = 0; y < image.getHeight(); y++) {
            if (palette) {
                image.getRGB(0, y, width, 1, colours, 0, width);
                spread(colours, row);
            } else {
                raster.getPixels(0, y, width, 1, row);
            }
            for (int x = 0; x < width; x++) {
                shades[y * width + x] = (byte) shade(row, x * bands, bands, over);
            }
        }
        return new GreyPicture(shades, width, image.getHeight());
    }

    private static void spread(int[] argb, int[] row) {
        for (int x = 0; x < argb.length; x++) {
            row[4 * x] = argb[x] >> 16 & 0xFF;
            row[4 * x + 1] = argb[x] >> 8 & 0xFF;
            row[4 * x + 2] = argb[x] & 0xFF;
            row[4 * x + 3] = argb[x] >>> 24;
        }
    }

    /** Bands: grey; grey and opacity; red, green, blue; these and opacity. */
    private static int shade(int[] row, int at, int bands, int over) {
        boolean grey = bands < 3;
        int bright = grey ? row[at] : (306 * row[at] + 601 * row[at + 1] + 117 * row[at + 2]) >> 10;
        int shade = bright >> over;
        int opacity = bands % 2 == 1 ? LIGHT : row[at + bands - 1] >> over;
        return LIGHT + (shade - LIGHT) * opacity / LIGHT;
    }

    /** With its longer side at most this long, each pixel the mean of those it stands for; a smaller picture stays as it is. */
    GreyPicture shrunkTo(int side) {
        if (longerSide() <= side) {
            return this;
        }
        int toWidth = Math.max(1, (int) ((long) width * side / longerSide()));
        int toHeight = Math.max(1, (int) ((long) height * side / longerSide()));
        byte[] smaller = new byte[toWidth * toHeight];
        for (int y = 0; y < toHeight; y++) {
            int top = y * height / toHeight;
            int bottom = Math.max(top + 1, (y + 1) * height / toHeight);
            for (int x = 0; x < toWidth; x++) {
                int left = x * width / toWidth;
                int right = Math.max(left + 1, (x + 1) * width / toWidth);
                smaller[y * toWidth + x] = (byte) mean(left, top, right, bottom);
            }
        }
        return new GreyPicture(smaller, toWidth, toHeight);
    }

    private int mean(int left, int top, int right, int bottom) {
        int sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += shades[y * width + x] & 0xFF;
            }
        }
        return sum / ((right - left) * (bottom - top));
    }

    /** Turned about its middle, and as large as it then needs to be; what was not there is light. */
    GreyPicture turned(double degrees) {
        double sin = Math.sin(Math.toRadians(degrees));
        double cos = Math.cos(Math.toRadians(degrees));
        int toWidth = (int) Math.ceil(width * Math.abs(cos) + height * Math.abs(sin));
        int toHeight = (int) Math.ceil(width * Math.abs(sin) + height * Math.abs(cos));
        byte[] turned = new byte[toWidth * toHeight];
        for (int y = 0; y < toHeight; y++) {
            for (int x = 0; x < toWidth; x++) {
                double fromX = (x - toWidth / 2.0) * cos + (y - toHeight / 2.0) * sin + width / 2.0;
                double fromY = (y - toHeight / 2.0) * cos - (x - toWidth / 2.0) * sin + height / 2.0;
                turned[y * toWidth + x] = (byte) between(fromX, fromY);
            }
        }
        return new GreyPicture(turned, toWidth, toHeight);
    }

    /** Of the four pixels around, by how near each is. */
    private int between(double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double across = x - left;
        double down = y - top;
        double upper = at(left, top) * (1 - across) + at(left + 1, top) * across;
        double lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across;
        return (int) (upper * (1 - down) + lower * down);
    }

    private int at(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? LIGHT : shades[y * width + x] & 0xFF;
    }
}
