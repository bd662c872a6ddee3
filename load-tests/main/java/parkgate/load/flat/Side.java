package parkgate.load.flat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import parkgate.load.city.InAndOut;
import parkgate.load.drive.Tally;

/** One of two cities that are compared: what its runs gave. */
final class Side {
    private final List<Tally> full = new ArrayList<>();
    private final List<Tally> half = new ArrayList<>();

    void full(Tally tally) {
        full.add(tally);
    }

    void half(Tally tally) {
        half.add(tally);
    }

    /** Granted and committed scans a second at saturation: the median of the rounds. */
    double rate() {
        return median(rates());
    }

    /** From when they should have been sent, at the reference's half rate: the median of the rounds. */
    double ms(double percentile) {
        return median(times(percentile));
    }

    /** Scans that were not granted and committed. */
    long bad() {
        long bad = 0;
        for (List<Tally> runs : List.of(full, half)) {
            for (Tally tally : runs) {
                bad += tally.all() - tally.count(InAndOut.GRANTED);
            }
        }
        return bad;
    }

    /** Scans whose time came and that could not be sent before the end: then half the reference's rate was too much. */
    long notStarted() {
        return half.stream().mapToLong(Tally::notStarted).sum();
    }

    /** What else was answered. */
    Set<String> others() {
        Set<String> words = new TreeSet<>();
        for (List<Tally> runs : List.of(full, half)) {
            runs.forEach(tally -> words.addAll(tally.answers().keySet()));
        }
        words.remove(InAndOut.GRANTED);
        return words;
    }

    /** Of each round. */
    double[] rates() {
        return full.stream().mapToDouble(tally -> tally.rate(InAndOut.GRANTED)).toArray();
    }

    /** Of each round. */
    double[] times(double percentile) {
        return half.stream().mapToDouble(tally -> tally.intendedMs(percentile)).toArray();
    }

    JsonObject json() {
        return new JsonObject()
                .put("perSecond", array(rates()))
                .put("p50Ms", array(times(50)))
                .put("p99Ms", array(times(99)))
                .put("notAsExpected", bad())
                .put("notStarted", notStarted());
    }

    private static JsonArray array(double[] values) {
        JsonArray all = new JsonArray();
        for (double value : values) {
            all.add(value);
        }
        return all;
    }

    /** The median of the rounds' own ratios: what ran right after each other shares the machine's pace, which changes. */
    static double ratio(double[] these, double[] those) {
        double[] ratios = new double[these.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = these[i] / those[i];
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
