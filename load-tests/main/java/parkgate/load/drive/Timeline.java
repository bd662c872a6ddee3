package parkgate.load.drive;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A run over its time: in each stretch how many answers came, of how many a word was said, and how long they took from when
 * they should have been sent. On one event loop; read when the run is over.
 */
public final class Timeline {
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final long stretchNanos;
    private final long beganAt;
    private final List<Stretch> stretches = new ArrayList<>();
    private final Histogram now = new Histogram(LONGEST_NANOS, 3);
    private long answered;
    private long good;

    /**
     * What came between two moments.
     *
     * @param answered all answers
     * @param good those that were as expected
     * @param p50Ms of them all, from when they should have been sent; NaN where there was none
     */
    public record Stretch(long answered, long good, double p50Ms, double p99Ms) {}

    /** Begins now. */
    public Timeline(long stretchMs) {
        this.stretchNanos = stretchMs * 1_000_000;
        this.beganAt = System.nanoTime();
    }

    /** Nanoseconds, as {@link System#nanoTime}. */
    public long beganAt() {
        return beganAt;
    }

    void answered(boolean asExpected, long intendedAt, long answeredAt) {
        upTo(answeredAt);
        answered++;
        good += asExpected ? 1 : 0;
        now.recordValue(Math.min(LONGEST_NANOS, Math.max(0, answeredAt - intendedAt)));
    }

    /** Closes the stretches before this moment. */
    void upTo(long at) {
        while (at - beganAt >= (stretches.size() + 1) * stretchNanos) {
            boolean none = answered == 0;
            stretches.add(new Stretch(
                    answered,
                    good,
                    none ? Double.NaN : now.getValueAtPercentile(50) / 1e6,
                    none ? Double.NaN : now.getValueAtPercentile(99) / 1e6));
            answered = 0;
            good = 0;
            now.reset();
        }
    }

    /** Those that are over. */
    public List<Stretch> stretches() {
        return List.copyOf(stretches);
    }

    public double stretchSeconds() {
        return stretchNanos / 1e9;
    }

    /** The beginnings of the stretches, seconds after the run's. */
    public double[] seconds() {
        double[] seconds = new double[stretches.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = i * stretchSeconds();
        }
        return seconds;
    }

    /** Good answers a second, of each stretch. */
    public double[] goodPerSecond() {
        return stretches.stream()
                .mapToDouble(one -> one.good / stretchSeconds())
                .toArray();
    }

    /** Other answers a second: asked to ask again, or none. */
    public double[] othersPerSecond() {
        return stretches.stream()
                .mapToDouble(one -> (one.answered - one.good) / stretchSeconds())
                .toArray();
    }

    public double[] p50Ms() {
        return stretches.stream().mapToDouble(Stretch::p50Ms).toArray();
    }

    public double[] p99Ms() {
        return stretches.stream().mapToDouble(Stretch::p99Ms).toArray();
    }
}
