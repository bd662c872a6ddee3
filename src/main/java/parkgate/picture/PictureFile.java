package parkgate.picture;

/**
 * A PNG or JPEG file that was looked at and not decoded yet: how large its picture is, and of the file only what makes pixels. Colour
 * profiles, texts, thumbnails and whatever stands behind the picture's end never reach a decoder: a few bytes of them can unpack to
 * gigabytes, or be another kind of file.
 */
final class PictureFile {
    /** Pixels of a picture: more than a phone's camera makes in a file of 2 MiB, and decoded in a second. */
    static final int MOST_PIXELS = 40_000_000;

    /** Of a side: what is this thin is no photo. */
    static final int MOST_SIDE = 20_000;

    /** The two that cameras and screens make. */
    enum Kind {
        PNG,
        JPEG
    }

    private final Kind kind;
    private final int width;
    private final int height;
    private final byte[] bytes;

    /** Keeps {@code bytes}, a file of the same picture, as they are. */
    PictureFile(Kind kind, int width, int height, byte[] bytes) {
        this.kind = kind;
        this.width = width;
        this.height = height;
        this.bytes = bytes;
    }

    Kind kind() {
        return kind;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** To be read, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Looks at a file.
     *
     * @throws NotAPictureException when it is neither, ends too soon, or has more than {@value #MOST_PIXELS} pixels
     */
    static PictureFile of(byte[] file) throws NotAPictureException {
        if (PngParts.begins(file)) {
            return PngParts.read(file);
        }
        if (JpegParts.begins(file)) {
            return JpegParts.read(file);
        }
        throw new NotAPictureException("is neither a PNG nor a JPEG picture");
    }

    static void demandSize(long width, long height, long most) throws NotAPictureException {
        if (width < 1 || height < 1) {
            throw new NotAPictureException("has a picture without a size");
        }
        if (width > MOST_SIDE || height > MOST_SIDE || width * height > most) {
            throw new NotAPictureException("has a picture of more pixels than are decoded here");
        }
    }
}
