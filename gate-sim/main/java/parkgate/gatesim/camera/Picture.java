package parkgate.gatesim.camera;

import java.awt.image.BufferedImage;

/** A grey picture while light works on it: one number a pixel, 0 black to 255 white, not yet rounded. */
final class Picture {
    final int width;
    final int height;
    final float[] light;

    Picture(int width, int height) {
        this.width = width;
        this.height = height;
        this.light = new float[width * height];
    }

    /** What a sensor of 8 bits makes of it: rounded, and cut off at both ends. */
    BufferedImage developed() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] row = new byte[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = (byte) Math.max(0, Math.min(255, Math.round(light[y * width + x])));
            }
            image.getRaster().setDataElements(0, y, width, 1, row);
        }
        return image;
    }
}
