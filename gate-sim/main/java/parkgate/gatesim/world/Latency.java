package parkgate.gatesim.world;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** Times of answers, in microseconds, up to a minute. */
public final class Latency {
    private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(1);

    private final ConcurrentHistogram us = new ConcurrentHistogram(LONGEST_US, 3);

    void took(long nanos) {
        us.recordValue(Math.min(LONGEST_US, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    public long count() {
        return us.getTotalCount();
    }

    /** The time that this part of the answers did not exceed, in milliseconds. */
    public double ms(double percentile) {
        return us.getValueAtPercentile(percentile) / 1000.0;
    }
}
