package parkgate.load.flat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reference and a case, driven in turn so that the machine's moods are both's: rounds at saturation, then as many at half
 * of what the reference carried.
 */
public final class Pair {
    /** What is promised: at least so much of the reference's throughput, and at most so many times its p99. */
    private static final double LEAST_RATE = 0.85;

    private static final double MOST_P99 = 1.5;

    /** The words of a row. */
    public static final List<String> HEADER = List.of(
            "case",
            "scans a second",
            "of the reference",
            "p50 ms",
            "of the reference",
            "p99 ms",
            "of the reference",
            "promised: ≥ 0.85, p99 ≤ 1.5",
            "not as expected",
            "not started in time");

    private final String name;
    private final boolean promised;
    private final Side reference = new Side();
    private final Side other = new Side();

    /** {@code promised}: else it is shown without a verdict. */
    public Pair(String name, boolean promised) {
        this.name = name;
        this.promised = promised;
    }

    /** Puts something beside a city. */
    public interface Besides {
        Beside open();
    }

    /**
     * Drives both.
     *
     * @param besides what makes the case, where both are the same city
     */
    public void run(Town first, Town second, Besides besides, int rounds, Duration time) {
        for (int round = 0; round < rounds; round++) {
            boolean otherFirst = round % 2 == 1;
            if (otherFirst) {
                full(second, besides, time);
            }
            reference.full(first.saturate(time));
            if (!otherFirst) {
                full(second, besides, time);
            }
        }
        double rate = reference.rate() / 2;
        for (int round = 0; round < rounds; round++) {
            boolean otherFirst = round % 2 == 1;
            if (otherFirst) {
                half(second, besides, rate, time);
            }
            reference.half(first.arrivals(rate, time));
            if (!otherFirst) {
                half(second, besides, rate, time);
            }
        }
    }

    private void full(Town town, Besides besides, Duration time) {
        Beside beside = besides.open();
        try {
            other.full(town.saturate(time));
        } finally {
            beside.close();
        }
    }

    private void half(Town town, Besides besides, double rate, Duration time) {
        Beside beside = besides.open();
        try {
            other.half(town.arrivals(rate, time));
        } finally {
            beside.close();
        }
    }

    public String name() {
        return name;
    }

    /** The case's throughput as a part of the reference's. */
    public double rateRatio() {
        return Side.ratio(other.rates(), reference.rates());
    }

    /** The case's p99 as a multiple of the reference's. */
    public double p99Ratio() {
        return Side.ratio(other.times(99), reference.times(99));
    }

    /** What the report says of it. */
    public List<String> row() {
        return List.of(
                name,
                number("%,.0f", other.rate()),
                number("%.2f", rateRatio()),
                number("%.1f", other.ms(50)),
                number("%.2f", Side.ratio(other.times(50), reference.times(50))),
                number("%.1f", other.ms(99)),
                number("%.2f", p99Ratio()),
                verdict(),
                bad(),
                (other.notStarted() + reference.notStarted()) + " (" + reference.notStarted() + " at the reference)");
    }

    private String bad() {
        Set<String> words = new TreeSet<>(other.others());
        words.addAll(reference.others());
        return (other.bad() + reference.bad()) + (words.isEmpty() ? "" : " " + words);
    }

    private String verdict() {
        if (!promised) {
            return "shown beside";
        }
        boolean kept = rateRatio() >= LEAST_RATE && p99Ratio() <= MOST_P99;
        return kept ? "kept" : "NOT KEPT";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Every round of both. */
    public JsonObject json() {
        return new JsonObject()
                .put("case", name)
                .put("reference", reference.json())
                .put("other", other.json());
    }
}
