package parkgate.load.drive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long MS = 1_000_000;

    @Test
    void each_answer_counts_in_the_stretch_in_which_it_came() {
        Timeline timeline = new Timeline(500);
        long began = timeline.beganAt();
        timeline.answered(true, began, began + 100 * MS);
        timeline.answered(false, began, began + 200 * MS);
        timeline.answered(true, began + 100 * MS, began + 1_100 * MS);
        timeline.upTo(began + 1_499 * MS);
        assertEquals(2, timeline.stretches().size(), "the third is not over");
        timeline.upTo(began + 1_500 * MS);
        assertArrayEquals(new double[] {2, 0, 2}, timeline.goodPerSecond());
        assertArrayEquals(new double[] {2, 0, 0}, timeline.othersPerSecond());
        assertArrayEquals(new double[] {0, 0.5, 1}, timeline.seconds());
        assertEquals(200, timeline.p99Ms()[0], 1);
        assertTrue(Double.isNaN(timeline.p50Ms()[1]), "nothing came, so nothing took long");
        assertEquals(1_000, timeline.p50Ms()[2], 5);
    }
}
