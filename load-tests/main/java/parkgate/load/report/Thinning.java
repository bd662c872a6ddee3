package parkgate.load.report;

import java.util.Arrays;

/** A bound on the points of a line: of each stretch the lowest and the highest stay, so that no peak is lost. */
final class Thinning {
    static final int MAX_POINTS = 300;

    private Thinning() {}

    /** Which points stay, in their order. */
    static int[] kept(double[] y) {
        int[] kept = new int[Math.min(y.length, MAX_POINTS)];
        if (y.length <= MAX_POINTS) {
            Arrays.setAll(kept, i -> i);
            return kept;
        }
        int stretches = MAX_POINTS / 2;
        for (int i = 0; i < stretches; i++) {
            int from = (int) ((long) y.length * i / stretches);
            int to = (int) ((long) y.length * (i + 1) / stretches);
            int low = from;
            int high = to - 1;
            for (int at = from; at < to; at++) {
                low = y[at] < y[low] ? at : low;
                high = y[at] > y[high] ? at : high;
            }
            kept[2 * i] = Math.min(low, high);
            kept[2 * i + 1] = Math.max(low, high);
        }
        return kept;
    }
}
