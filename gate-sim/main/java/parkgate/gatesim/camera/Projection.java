package parkgate.gatesim.camera;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.PerspectiveTransform;

/** A flat code held before a camera: turned, tilted, at some distance, before a grey background. */
final class Projection {
    private static final float WHITE = 235;
    private static final float BLACK = 20;
    private static final float BACKGROUND = 120;
    /** The picture is wider than the code, so that a turned code stays inside it. */
    private static final double ROOM = 1.5;

    private static final float[] SUBPIXELS = {0.25f, 0.75f};

    private Projection() {}

    static Picture of(BitMatrix code, Disturbance d) {
        int modules = code.getWidth();
        int side = (int) Math.ceil(modules * d.modulePixels() * ROOM);
        Picture picture = new Picture(side, side);
        PerspectiveTransform toModules = toModules(modules, side, d);
        float[] points = new float[side * 4 * 2];
        for (int y = 0; y < side; y++) {
            fillRow(points, y, side);
            toModules.transformPoints(points);
            for (int x = 0; x < side; x++) {
                float sum = 0;
                for (int i = 0; i < 4; i++) {
                    sum += light(code, points[(x * 4 + i) * 2], points[(x * 4 + i) * 2 + 1], d.hidden());
                }
                picture.light[y * side + x] = sum / 4;
            }
        }
        return picture;
    }

    private static void fillRow(float[] points, int y, int side) {
        int at = 0;
        for (int x = 0; x < side; x++) {
            for (float dy : SUBPIXELS) {
                for (float dx : SUBPIXELS) {
                    points[at++] = x + dx;
                    points[at++] = y + dy;
                }
            }
        }
    }

    private static float light(BitMatrix code, float x, float y, double hidden) {
        int modules = code.getWidth();
        if (x < 0 || y < 0 || x >= modules || y >= modules || x < modules * hidden) {
            return BACKGROUND;
        }
        return code.get((int) x, (int) y) ? BLACK : WHITE;
    }

    /** From the picture's pixels back to the code's modules. */
    private static PerspectiveTransform toModules(int modules, int side, Disturbance d) {
        double half = modules * d.modulePixels() / 2;
        float[] corner = new float[8];
        double[][] square = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
        double angle = Math.toRadians(d.turnDegrees());
        for (int i = 0; i < 4; i++) {
            double nearer = 1 / (1 + d.tiltX() * square[i][0] + d.tiltY() * square[i][1]);
            double x = square[i][0] * half * nearer / (1 + Math.abs(d.tiltX()) + Math.abs(d.tiltY()));
            double y = square[i][1] * half * nearer / (1 + Math.abs(d.tiltX()) + Math.abs(d.tiltY()));
            corner[i * 2] = (float) (side / 2.0 + x * Math.cos(angle) - y * Math.sin(angle));
            corner[i * 2 + 1] = (float) (side / 2.0 + x * Math.sin(angle) + y * Math.cos(angle));
        }
        return PerspectiveTransform.quadrilateralToQuadrilateral(
                corner[0], corner[1], corner[2], corner[3], corner[4], corner[5], corner[6], corner[7], 0, 0, modules,
                0, modules, modules, 0, modules);
    }
}
