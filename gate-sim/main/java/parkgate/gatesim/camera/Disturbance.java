package parkgate.gatesim.camera;

import java.util.random.RandomGenerator;

/**
 * What a camera does to a drawn code, in the order of the light's way.
 *
 * @param turnDegrees rotation in the picture's plane, any angle
 * @param tiltX how much the right side is farther away than the left, as a part of the width, -0.3 to 0.3
 * @param tiltY the same for the bottom and the top
 * @param modulePixels size of one module in the picture, in pixels
 * @param contrast darkest to brightest, 0 to 1
 * @param shade how much darker the far side of the picture is, 0 to 1
 * @param shadeDegrees the direction of that shade
 * @param glare strength of one bright spot, 0 to 1
 * @param blurPixels standard deviation of the blur
 * @param noise standard deviation of the sensor's noise, of 255
 * @param jpegQuality 0 to 1
 * @param hidden the part of the code's width that something covers, 0 to 1
 */
public record Disturbance(
        double turnDegrees,
        double tiltX,
        double tiltY,
        double modulePixels,
        double contrast,
        double shade,
        double shadeDegrees,
        double glare,
        double blurPixels,
        double noise,
        double jpegQuality,
        double hidden) {

    /** Throws the dice for one picture of this quality. */
    public static Disturbance of(Quality quality, RandomGenerator dice) {
        return switch (quality) {
            case GOOD -> drawn(dice, 15, 0.025, 4.5, 6.5, 0.80, 0.15, 0.0, 0.8, 5, 0.80, 0);
            case FAIR -> drawn(dice, 180, 0.05, 4.0, 6.0, 0.65, 0.40, 0.2, 1.3, 10, 0.60, 0);
            case POOR -> drawn(dice, 180, 0.09, 3.5, 5.5, 0.40, 0.60, 0.5, 2.0, 18, 0.35, 0);
            case HOPELESS -> drawn(dice, 180, 0.09, 3.5, 5.5, 0.40, 0.60, 0.5, 2.0, 18, 0.35, 0.5);
        };
    }

    private static Disturbance drawn(
            RandomGenerator dice,
            double turn,
            double tilt,
            double smallest,
            double largest,
            double contrast,
            double shade,
            double glare,
            double blur,
            double noise,
            double jpeg,
            double hidden) {
        return new Disturbance(
                dice.nextDouble(-turn, turn),
                dice.nextDouble(-tilt, tilt),
                dice.nextDouble(-tilt, tilt),
                dice.nextDouble(smallest, largest),
                dice.nextDouble(contrast, 1),
                dice.nextDouble() * shade,
                dice.nextDouble(0, 360),
                dice.nextDouble() * glare,
                dice.nextDouble() * blur,
                dice.nextDouble() * noise,
                dice.nextDouble(jpeg, 1),
                hidden);
    }
}
