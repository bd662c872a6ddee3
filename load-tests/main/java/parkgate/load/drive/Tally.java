package parkgate.load.drive;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What became of the requests of one run: how many of each answer, and how long they took. */
public final class Tally {
    /** The word for a request that was sent and found no answer: its connection ended, or the run stopped waiting for it. */
    public static final String NO_ANSWER = "no answer";

    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Map<String, Long> answers = new TreeMap<>();
    private final Histogram fromSending = new Histogram(LONGEST_NANOS, 3);
    private final Histogram fromIntended = new Histogram(LONGEST_NANOS, 3);
    private long notStarted;
    private long nanos;

    /**
     * What became of a request that was sent; each is told once. One without an answer counts as long as it was waited for: it
     * took at least that.
     *
     * @param intendedAt when it should have been sent, as {@link System#nanoTime}
     */
    void answered(String word, long intendedAt, long sentAt, long answeredAt) {
        answers.merge(word, 1L, Long::sum);
        fromSending.recordValue(Math.min(LONGEST_NANOS, Math.max(0, answeredAt - sentAt)));
        fromIntended.recordValue(Math.min(LONGEST_NANOS, Math.max(0, answeredAt - intendedAt)));
    }

    void notStarted(long more) {
        notStarted += more;
    }

    void took(long nanos) {
        this.nanos = nanos;
    }

    /** How many of each answer, by its word. */
    public Map<String, Long> answers() {
        return Map.copyOf(answers);
    }

    public long count(String word) {
        return answers.getOrDefault(word, 0L);
    }

    /** Requests that were sent. */
    public long all() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests whose time came and that never went out. */
    public long notStarted() {
        return notStarted;
    }

    /** Answers of this word a second. */
    public double rate(String word) {
        return count(word) * 1e9 / Math.max(1, nanos);
    }

    /** Milliseconds from sending to the answer, at this percentile. */
    public double realMs(double percentile) {
        return fromSending.getValueAtPercentile(percentile) / 1e6;
    }

    /** Milliseconds from when it should have been sent: what a user waits (no coordinated omission). */
    public double intendedMs(double percentile) {
        return fromIntended.getValueAtPercentile(percentile) / 1e6;
    }
}
