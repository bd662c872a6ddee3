package parkgate.load;

import java.util.List;
import java.util.function.ToDoubleFunction;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Timeline;
import parkgate.load.drive.Timeline.Stretch;

/**
 * What scans noticed of something that happened in the midst of them.
 *
 * @param atSecond when it happened, since the beginning
 */
record Disturbance(String name, double atSecond, Timeline timeline, Tally tally) {
    /** Good answers of a whole second that come so near to those before count as the full rate. */
    private static final double FULL = 0.95;

    /** Arrivals are random: a second with fewer by less than this says nothing. */
    private static final double SIGMAS = 4;

    /** A median below this is nobody's trouble, milliseconds. */
    private static final double NOTICED_MS = 5;

    private int first() {
        return Math.min(timeline.stretches().size(), (int) (atSecond / timeline.stretchSeconds()));
    }

    private int inASecond() {
        return (int) Math.round(1 / timeline.stretchSeconds());
    }

    /** Good answers a second before it. */
    double rateBefore() {
        return timeline.stretches().subList(0, first()).stream()
                        .mapToLong(Stretch::good)
                        .sum()
                / Math.max(1e-9, first() * timeline.stretchSeconds());
    }

    /** The longest time in which no scan was answered as it should, after it; seconds. */
    double gapSeconds() {
        int longest = 0;
        int now = 0;
        for (Stretch one : after()) {
            now = one.good() == 0 ? now + 1 : 0;
            longest = Math.max(longest, now);
        }
        return longest * timeline.stretchSeconds();
    }

    /** Seconds until each whole second has as many good answers as before, but for chance; NaN: not within the run. */
    double fullRateSeconds() {
        int width = inASecond();
        double before = rateBefore();
        double full = before - Math.max((1 - FULL) * before, SIGMAS * Math.sqrt(before));
        List<Stretch> all = after();
        int last = -1;
        for (int i = 0; i + width <= all.size(); i++) {
            long rate =
                    all.subList(i, i + width).stream().mapToLong(Stretch::good).sum();
            last = rate < full ? i : last;
        }
        return since(last, all.size() - width);
    }

    /** Seconds until the median is at most twice what it was before, and stays so; NaN: not within the run. */
    double settledSeconds() {
        double before = timeline.stretches().subList(0, first()).stream()
                .mapToDouble(Stretch::p50Ms)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
        List<Stretch> all = after();
        int last = -1;
        for (int i = 0; i < all.size(); i++) {
            double p50 = all.get(i).p50Ms();
            last = p50 <= Math.max(NOTICED_MS, 2 * before) ? last : i;
        }
        return since(last, all.size() - 1);
    }

    /** {@code last}: the last stretch that was not well. */
    private double since(int last, int end) {
        return last >= end ? Double.NaN : (last + 1) * timeline.stretchSeconds();
    }

    /** The longest of the stretches' medians and 99th percentiles from it on, milliseconds. */
    double worstP50Ms() {
        return after(Stretch::p50Ms);
    }

    double worstP99Ms() {
        return after(Stretch::p99Ms);
    }

    private List<Stretch> after() {
        return timeline.stretches().subList(first(), timeline.stretches().size());
    }

    private double after(ToDoubleFunction<Stretch> what) {
        return after().stream().mapToDouble(what).filter(Double::isFinite).max().orElse(Double.NaN);
    }

    /** Answers that asked to ask again, and requests without one. */
    long again() {
        return timeline.stretches().stream()
                .mapToLong(one -> one.answered() - one.good())
                .sum();
    }
}
