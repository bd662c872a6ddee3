package parkgate.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import parkgate.load.city.CityTraffic;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Timeline;
import parkgate.load.report.Plot;
import parkgate.load.report.Report;
import parkgate.load.stage.Ledger;
import parkgate.load.stage.Sampler.Sample;
import parkgate.load.stage.Usage;

/** What a peak was like: the load first, then the servers, then the books. */
final class PeakReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    private final Report report;
    private final CityTraffic traffic;
    private final int rate;
    private final Usage before;
    private final double signingBefore;
    private final double picturesBefore;
    private final long picturesDrawnBefore;
    private final long starvedBefore;

    PeakReport(Report report, CityTraffic traffic, int rate, Usage before) {
        this.report = report;
        this.traffic = traffic;
        this.rate = rate;
        this.before = before;
        this.signingBefore = traffic.signingSeconds();
        this.picturesBefore = traffic.picturesSeconds();
        this.picturesDrawnBefore = traffic.pictures();
        this.starvedBefore = traffic.starved();
    }

    /** What was sent and answered, and what it cost. */
    void load(Tally tally, Timeline timeline, Usage after) {
        double seconds = timeline.stretches().size() * timeline.stretchSeconds();
        long scans = scans(tally);
        report.fact(
                "scans",
                number(scans) + ", " + number(Math.round(scans / Math.max(1, seconds))) + " a second of "
                        + number(rate));
        report.fact("requests", number(tally.all()) + ", with passages and what was asked again");
        report.fact("not started", number(tally.notStarted()));
        report.fact("through a picture", number(traffic.pictures() - picturesDrawnBefore));
        List<List<String>> answers = new ArrayList<>();
        new TreeMap<>(tally.answers()).forEach((word, count) -> answers.add(List.of(word, number(count))));
        report.table("Answers", List.of("", "count"), answers);
        latency(tally);
        processorTime(after.since(before), scans);
        if (traffic.starved() > starvedBefore) {
            report.note(number(traffic.starved() - starvedBefore)
                    + " times nobody could be sent: the drivers were too few, or what they show was not made yet."
                    + " Those who came late for it waited, and their wait is in the latency.");
        }
        double[] at = timeline.seconds();
        report.plot(new Plot("rate", "Answers", "seconds", "a second")
                .series("as expected", at, timeline.goodPerSecond())
                .series("to be asked again", at, timeline.othersPerSecond()));
        report.plot(new Plot("latency", "Latency from the intended start", "seconds", "ms")
                .series("p50", at, timeline.p50Ms())
                .series("p99", at, timeline.p99Ms()));
        report.data("answers", new JsonObject(new TreeMap<>(tally.answers())));
    }

    /** Entries, exits and refusals: what a lane scans once. */
    private static long scans(Tally tally) {
        return tally.answers().entrySet().stream()
                .filter(one -> one.getKey().startsWith("entry")
                        || one.getKey().startsWith("exit")
                        || one.getKey().startsWith("refused"))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    private void latency(Tally tally) {
        List<List<String>> rows = new ArrayList<>();
        JsonArray raw = new JsonArray();
        for (double percentile : PERCENTILES) {
            String name = percentile == 100
                    ? "most"
                    : "p" + String.valueOf(percentile).replaceFirst("\\.0$", "");
            rows.add(List.of(name, ms(tally.intendedMs(percentile)), ms(tally.realMs(percentile))));
            raw.add(new JsonObject()
                    .put("percentile", percentile)
                    .put("fromIntendedMs", tally.intendedMs(percentile))
                    .put("fromSendingMs", tally.realMs(percentile)));
        }
        report.table("Latency, ms", List.of("", "from the intended start", "from sending"), rows);
        report.data("latency", raw);
    }

    private void processorTime(Usage used, long scans) {
        double signing = traffic.signingSeconds() - signingBefore;
        double pictures = traffic.picturesSeconds() - picturesBefore;
        List<List<String>> rows = new ArrayList<>();
        rows.add(cpu("service", used.service(), scans));
        rows.add(cpu("PostgreSQL", used.postgres(), scans));
        rows.add(cpu("Redis", used.redis(), scans));
        rows.add(cpu("simulator: sends and checks", used.driver() - signing - pictures, scans));
        rows.add(cpu("simulator: phones sign", signing, scans));
        rows.add(cpu("simulator: pictures drawn and read", pictures, scans));
        report.table("Processor time", List.of("", "seconds", "ms for each scan"), rows);
        report.data(
                "cpuSeconds",
                new JsonObject()
                        .put("service", used.service())
                        .put("postgres", used.postgres())
                        .put("redis", used.redis())
                        .put("simulator", used.driver())
                        .put("signing", signing)
                        .put("pictures", pictures));
    }

    private static List<String> cpu(String who, double seconds, long scans) {
        return List.of(
                who,
                String.format(Locale.ROOT, "%,.1f", seconds),
                String.format(Locale.ROOT, "%.3f", seconds * 1_000 / Math.max(1, scans)));
    }

    /** What the servers held meanwhile; what was before the load is left out. */
    void servers(List<Sample> all, long beganAt) {
        List<Sample> samples =
                all.stream().filter(one -> one.atNanos() >= beganAt).toList();
        plot(samples, beganAt, "heap", "Heap of the service", "MiB", Sample::heapMib);
        plot(samples, beganAt, "redis", "Memory of Redis", "MiB", Sample::redisMib);
        plot(samples, beganAt, "outbox", "Events that wait for PostgreSQL", "events", Sample::outbox);
        double walBefore = samples.isEmpty() ? 0 : samples.get(0).walMib();
        double[] at = seconds(samples, beganAt);
        report.plot(new Plot("postgres", "PostgreSQL", "seconds", "MiB")
                .series("size of the database", at, values(samples, Sample::databaseMib))
                .series("log written since the beginning", at, values(samples, one -> one.walMib() - walBefore)));
    }

    private void plot(
            List<Sample> samples, long beganAt, String id, String title, String unit, ToDoubleFunction<Sample> what) {
        report.plot(
                new Plot(id, title, "seconds", unit).series(unit, seconds(samples, beganAt), values(samples, what)));
    }

    private static double[] seconds(List<Sample> samples, long beganAt) {
        return values(samples, one -> (one.atNanos() - beganAt) / 1e9);
    }

    private static double[] values(List<Sample> samples, ToDoubleFunction<Sample> what) {
        return samples.stream().mapToDouble(what).toArray();
    }

    /** The books. */
    void ledger(Ledger ledger, int lots) {
        report.table(
                "The books",
                List.of("", "count"),
                List.of(
                        List.of("lots compared", number(lots)),
                        List.of(
                                "cars inside by the load's book",
                                number(traffic.book().size())),
                        List.of("entries told", number(traffic.entries())),
                        List.of("exits told", number(traffic.exits())),
                        List.of("differences", number(ledger.count())),
                        List.of("unexpected answers", number(traffic.unexpectedCount()))));
        ledger.differences().forEach(what -> report.note("Difference: " + what));
        traffic.unexpected().forEach(what -> report.note("Unexpected: " + what));
        report.data("differences", ledger.count()).data("unexpected", traffic.unexpectedCount());
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
