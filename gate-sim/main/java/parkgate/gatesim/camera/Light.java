package parkgate.gatesim.camera;

import java.util.random.RandomGenerator;

/** Uneven light, a lens out of focus, and a noisy sensor, each applied in place. */
final class Light {
    private Light() {}

    /** Less contrast, a shade across the picture, and one bright spot. */
    static void shine(Picture p, Disturbance d, RandomGenerator dice) {
        double angle = Math.toRadians(d.shadeDegrees());
        double dx = Math.cos(angle) / p.width;
        double dy = Math.sin(angle) / p.height;
        double spotX = dice.nextDouble() * p.width;
        double spotY = dice.nextDouble() * p.height;
        double spotSize = p.width * p.width / 50.0;
        for (int y = 0; y < p.height; y++) {
            for (int x = 0; x < p.width; x++) {
                double far = 0.5 + (x - p.width / 2.0) * dx + (y - p.height / 2.0) * dy;
                double light = (p.light[y * p.width + x] - 128) * d.contrast() + 128;
                light *= 1 - d.shade() * Math.max(0, Math.min(1, far));
                double away = ((x - spotX) * (x - spotX) + (y - spotY) * (y - spotY)) / spotSize;
                p.light[y * p.width + x] = (float) (light + (255 - light) * d.glare() / (1 + away * away));
            }
        }
    }

    /** A Gaussian blur, as two passes of one kernel; below a fifth of a pixel it does nothing. */
    static void blur(Picture p, double sigma) {
        if (sigma < 0.2) {
            return;
        }
        float[] kernel = kernel(sigma);
        float[] half = new float[p.light.length];
        pass(p.light, half, p.width, p.height, 1, p.width, kernel);
        pass(half, p.light, p.height, p.width, p.width, 1, kernel);
    }

    static void addNoise(Picture p, double sigma, RandomGenerator dice) {
        for (int i = 0; i < p.light.length; i++) {
            // The sum of two even dice is near enough to a sensor's noise, and far cheaper than a Gaussian.
            p.light[i] += (float) ((dice.nextFloat() + dice.nextFloat() - 1) * 2.45 * sigma);
        }
    }

    private static void pass(float[] from, float[] to, int length, int lines, int step, int lineStep, float[] kernel) {
        int reach = kernel.length / 2;
        for (int line = 0; line < lines; line++) {
            int start = line * lineStep;
            for (int i = 0; i < length; i++) {
                float sum = 0;
                for (int k = -reach; k <= reach; k++) {
                    int at = Math.max(0, Math.min(length - 1, i + k));
                    sum += from[start + at * step] * kernel[k + reach];
                }
                to[start + i * step] = sum;
            }
        }
    }

    private static float[] kernel(double sigma) {
        int reach = (int) Math.ceil(sigma * 2.5);
        float[] kernel = new float[reach * 2 + 1];
        float sum = 0;
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = (float) Math.exp(-i * i / (2 * sigma * sigma));
            sum += kernel[i + reach];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }
}
