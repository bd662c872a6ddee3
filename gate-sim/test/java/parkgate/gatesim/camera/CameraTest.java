package parkgate.gatesim.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraTest {
    private static final int PICTURES = 30;
    /** As long as a class S code, and as a class D code with its proof. */
    private static final int STATIC_LENGTH = 194;

    private static final int DYNAMIC_LENGTH = 377;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    @ParameterizedTest
    @CsvSource({
        "GOOD, 194, 29, 30",
        "GOOD, 377, 29, 30",
        "FAIR, 194, 28, 30",
        "FAIR, 377, 26, 30",
        "POOR, 194, 13, 26",
        "POOR, 377, 9, 24",
        "HOPELESS, 194, 0, 0",
        "HOPELESS, 377, 0, 0"
    })
    void reads_most_good_pictures_some_poor_ones_and_no_hopeless_one(
            Quality quality, int length, int atLeast, int atMost) {
        SplittableRandom dice = new SplittableRandom(20261122);
        int read = 0;
        for (int i = 0; i < PICTURES; i++) {
            String text = code(length, dice);
            Optional<String> got = PhotoReader.read(Camera.shoot(text, Disturbance.of(quality, dice), dice));
            if (got.isPresent()) {
                assertEquals(text, got.get(), "a code is read right or not at all");
                read++;
            }
        }
        assertTrue(read >= atLeast && read <= atMost, quality + ": " + read + " of " + PICTURES);
    }

    @Test
    void the_same_dice_give_the_same_picture() {
        assertArrayEquals(pixels(7), pixels(7));
    }

    @Test
    void a_static_code_fits_version_8_and_a_dynamic_one_version_12() {
        SplittableRandom dice = new SplittableRandom(1);

        assertEquals(
                version(8), QrDrawing.draw(code(STATIC_LENGTH, dice)).getWidth() - 2 * QrDrawing.QUIET_ZONE_MODULES);
        assertEquals(
                version(12), QrDrawing.draw(code(DYNAMIC_LENGTH, dice)).getWidth() - 2 * QrDrawing.QUIET_ZONE_MODULES);
    }

    private static int version(int version) {
        return 17 + 4 * version;
    }

    private static byte[] pixels(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        BufferedImage picture = Camera.shoot(code(STATIC_LENGTH, dice), Disturbance.of(Quality.POOR, dice), dice);
        return ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    }

    static String code(int length, RandomGenerator dice) {
        StringBuilder text = new StringBuilder("QP1D.");
        while (text.length() < length) {
            text.append(LETTERS.charAt(dice.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
