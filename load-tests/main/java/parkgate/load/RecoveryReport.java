package parkgate.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import parkgate.load.city.CityTraffic;
import parkgate.load.report.Plot;
import parkgate.load.report.Report;
import parkgate.load.stage.Ledger;

/** What a recovery was like. */
final class RecoveryReport {
    private static final List<String> DISTURBED = List.of(
            "after",
            "wanted / before, a second",
            "longest without a scan, s",
            "full rate after, s",
            "median as before after, s",
            "worst p50 / p99 ms",
            "asked again",
            "not started");

    private final Report report;
    private final List<List<String>> rebuilds = new ArrayList<>();
    private final List<List<String>> disturbances = new ArrayList<>();

    RecoveryReport(Report report) {
        this.report = report;
    }

    /** {@code seconds}: when each lot answered, in order. */
    void rebuilt(String what, double[] seconds) {
        double last = seconds[seconds.length - 1];
        rebuilds.add(List.of(
                what,
                Integer.toString(seconds.length),
                s(seconds[seconds.length / 2]),
                s(last),
                String.format(Locale.ROOT, "%,.0f", seconds.length / last)));
        String id = "rebuilt-" + rebuilds.size();
        double[] lots = new double[seconds.length];
        Arrays.setAll(lots, i -> i + 1.0);
        report.plot(new Plot(id, what, "seconds", "lots that answer").series("lots", seconds, lots));
        report.data(
                id,
                new JsonObject()
                        .put("lots", seconds.length)
                        .put("medianS", seconds[seconds.length / 2])
                        .put("allS", last));
    }

    void disturbed(Disturbance one, String name, int wanted) {
        disturbances.add(List.of(
                name,
                String.format(Locale.ROOT, "%d / %.0f", wanted, one.rateBefore()),
                s(one.gapSeconds()),
                s(one.fullRateSeconds()),
                s(one.settledSeconds()),
                String.format(Locale.ROOT, "%.1f / %.1f", one.worstP50Ms(), one.worstP99Ms()),
                Long.toString(one.again()),
                Long.toString(one.tally().notStarted())));
        double[] at = one.timeline().seconds();
        for (int i = 0; i < at.length; i++) {
            at[i] -= one.atSecond();
        }
        report.plot(new Plot(one.name(), name + ": answers", "seconds since", "a second")
                .series("as expected", at, one.timeline().goodPerSecond())
                .series("to be asked again", at, one.timeline().othersPerSecond()));
        report.plot(new Plot(one.name() + "-latency", name + ": latency from the intended start", "seconds since", "ms")
                .series("p50", at, one.timeline().p50Ms())
                .series("p99", at, one.timeline().p99Ms()));
        JsonObject answers = new JsonObject();
        one.tally().answers().forEach(answers::put);
        report.data(
                one.name(),
                new JsonObject()
                        .put("answers", answers)
                        .put("gapS", finite(one.gapSeconds()))
                        .put("fullRateS", finite(one.fullRateSeconds()))
                        .put("settledS", finite(one.settledSeconds())));
    }

    void ledger(Ledger ledger, CityTraffic traffic, int lots) {
        report.table(
                "Lots that answer again",
                List.of("", "lots", "half of them, s", "all of them, s", "a second"),
                rebuilds);
        report.table("Scans meanwhile", DISTURBED, disturbances);
        report.table(
                "The books, after all of it",
                List.of("", "count"),
                List.of(
                        List.of("lots compared", Integer.toString(lots)),
                        List.of(
                                "cars inside by the load's book",
                                Integer.toString(traffic.book().size())),
                        List.of("differences", Long.toString(ledger.count())),
                        List.of("unexpected answers", Long.toString(traffic.unexpectedCount()))));
        ledger.differences().forEach(what -> report.note("Difference: " + what));
        traffic.unexpected().forEach(what -> report.note("Unexpected: " + what));
        report.data("differences", ledger.count()).data("unexpected", traffic.unexpectedCount());
    }

    void firstScan(FirstScan.Times times) {
        report.table(
                "From the start of the jar to its first scan, with its own servers",
                List.of("data folder", "median, s", "each, s"),
                List.of(
                        List.of("exists, was stopped", s(median(times.afterStop())), each(times.afterStop())),
                        List.of("exists, was killed", s(median(times.afterKill())), each(times.afterKill())),
                        List.of("empty: until it is ready", s(times.fresh()), s(times.fresh()))));
        report.data(
                "firstScan",
                new JsonObject()
                        .put("afterStopS", new JsonArray(times.afterStop()))
                        .put("afterKillS", new JsonArray(times.afterKill()))
                        .put("freshS", times.fresh()));
    }

    private static double median(List<Double> of) {
        return of.stream().sorted().toList().get(of.size() / 2);
    }

    private static String each(List<Double> of) {
        return String.join(" ", of.stream().map(RecoveryReport::s).toList());
    }

    private static String s(double seconds) {
        return Double.isNaN(seconds) ? "not in this run" : String.format(Locale.ROOT, "%.2f", seconds);
    }

    private static Object finite(double value) {
        return Double.isNaN(value) ? "not in this run" : (Object) value;
    }
}
