package parkgate.gatesim.camera;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A picture in a file: PNG or JPEG, of any size up to what memory is kept for. */
public final class PhotoFile {
    /** Largest file, in bytes. */
    public static final long MOST_BYTES = 32L << 20;

    /** Most pixels: above a phone's camera, below what fills the memory. */
    public static final long MOST_PIXELS = 120_000_000;

    private PhotoFile() {}

    /**
     * The picture.
     *
     * @throws IOException with a line for the user where it is none, or too large
     */
    public static BufferedImage read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + ": larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException(file + ": not a PNG or JPEG picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new IOException(file + ": more than " + MOST_PIXELS + " pixels");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }
}
