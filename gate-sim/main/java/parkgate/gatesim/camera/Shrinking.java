package parkgate.gatesim.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Pictures in another size or direction. */
final class Shrinking {
    private Shrinking() {}

    /** The picture with its longer side at most this long; a smaller picture comes back as it is. */
    static BufferedImage toSide(BufferedImage picture, int side) {
        double by = (double) side / Math.max(picture.getWidth(), picture.getHeight());
        if (by >= 1) {
            return picture;
        }
        BufferedImage smaller = picture;
        // By halves first: one big step of bilinear sampling would skip pixels.
        while (by < 0.5) {
            smaller = scaled(smaller, 0.5);
            by *= 2;
        }
        return scaled(smaller, by);
    }

    static BufferedImage turned(BufferedImage picture, double degrees) {
        int side = (int) Math.ceil(Math.hypot(picture.getWidth(), picture.getHeight()));
        AffineTransform turn = AffineTransform.getTranslateInstance(side / 2.0, side / 2.0);
        turn.rotate(Math.toRadians(degrees));
        turn.translate(-picture.getWidth() / 2.0, -picture.getHeight() / 2.0);
        return drawn(picture, turn, side, side);
    }

    private static BufferedImage scaled(BufferedImage picture, double by) {
        int width = Math.max(1, (int) Math.round(picture.getWidth() * by));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * by));
        AffineTransform scale = AffineTransform.getScaleInstance(
                (double) width / picture.getWidth(), (double) height / picture.getHeight());
        return drawn(picture, scale, width, height);
    }

    private static BufferedImage drawn(BufferedImage picture, AffineTransform how, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = result.createGraphics();
        g.setColor(Color.GRAY);
        g.fillRect(0, 0, width, height);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(picture, how, null);
        g.dispose();
        return result;
    }
}
