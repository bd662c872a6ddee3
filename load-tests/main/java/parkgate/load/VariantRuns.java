package parkgate.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What one variant did, a run a round, as medians and as ratios to another's. */
final class VariantRuns {
    /**
     * One run.
     *
     * @param granted granted and committed scans a second, at saturation
     * @param p50Ms and the next: at half of the default's rate, from when a scan should have been sent
     * @param serviceUs processor time of each scan at saturation, microseconds; likewise the next two
     * @param mib memory that its processes held at the end
     * @param unexpected answers that were no committed grant
     */
    record Run(
            double granted,
            double p50Ms,
            double p99Ms,
            double serviceUs,
            double redisUs,
            double postgresUs,
            double mib,
            long unexpected) {}

    static final List<String> HEADER = List.of(
            "",
            "a second",
            "p50 ms",
            "p99 ms",
            "start s",
            "service us",
            "Redis us",
            "PostgreSQL us",
            "MiB",
            "not as expected");

    private final String name;
    private final double startS;
    private final List<Run> runs = new ArrayList<>();

    /** {@code startS}: seconds until it was ready, servers running and data there. */
    VariantRuns(String name, double startS) {
        this.name = name;
        this.startS = startS;
    }

    void add(Run run) {
        runs.add(run);
    }

    String name() {
        return name;
    }

    /** Granted scans, times the default's. */
    double times(VariantRuns usual) {
        return ratio(usual, Run::granted);
    }

    /** The median over the rounds of its ratio to what the default did in the same round: the machine's own pace changes. */
    private double ratio(VariantRuns usual, ToDoubleFunction<Run> value) {
        double[] ratios = new double[runs.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(runs.get(i)) / value.applyAsDouble(usual.runs.get(i));
        }
        return median(ratios);
    }

    /** Its medians, and behind each the median of its ratios to the default's. */
    List<String> row(VariantRuns usual) {
        return List.of(
                name,
                cell(usual, "%,.0f", Run::granted),
                cell(usual, "%.1f", Run::p50Ms),
                cell(usual, "%.1f", Run::p99Ms),
                String.format(Locale.ROOT, "%.1f", startS),
                cell(usual, "%.0f", Run::serviceUs),
                cell(usual, "%.0f", Run::redisUs),
                cell(usual, "%.0f", Run::postgresUs),
                cell(usual, "%.0f", Run::mib),
                Long.toString(runs.stream().mapToLong(Run::unexpected).sum()));
    }

    private String cell(VariantRuns usual, String format, ToDoubleFunction<Run> value) {
        String median = String.format(Locale.ROOT, format, median(value));
        return usual == this ? median : median + String.format(Locale.ROOT, " (%.2f)", ratio(usual, value));
    }

    private double median(ToDoubleFunction<Run> value) {
        return median(runs.stream().mapToDouble(value).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Every run, to be kept. */
    JsonObject json() {
        JsonArray each = new JsonArray();
        runs.forEach(run -> each.add(new JsonObject()
                .put("granted", Math.round(run.granted()))
                .put("p50Ms", run.p50Ms())
                .put("p99Ms", run.p99Ms())
                .put("serviceUs", run.serviceUs())
                .put("redisUs", run.redisUs())
                .put("postgresUs", run.postgresUs())
                .put("mib", run.mib())
                .put("notAsExpected", run.unexpected())));
        return new JsonObject().put("name", name).put("startS", startS).put("runs", each);
    }
}
