package parkgate.load;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import parkgate.load.flat.Beside;
import parkgate.load.flat.Means;
import parkgate.load.flat.Pair;
import parkgate.load.flat.Shape;
import parkgate.load.flat.Town;
import parkgate.load.report.Bars;
import parkgate.load.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The same load on cities that differ in one thing: what a scan costs does not depend on how much else there is. */
@Command(
        name = "flat",
        mixinStandardHelpOptions = true,
        description = "the same load on cities that differ in one thing")
final class FlatCommand implements Callable<Integer> {
    private static final String NAME = "flat";
    private static final String TITLE = "The same load on cities that differ in one thing";
    private static final String ALL =
            "one-lot,many-lots,few-rights,many-rights,few-lanes,many-lanes,viewers,city-viewers,events";

    @Option(names = "--jar", defaultValue = "src/target/parkgate.jar", description = "the service")
    private Path jar = Path.of("");

    @Option(names = "--java", description = "the Java that the service runs on")
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(names = "--jvm", description = "a flag for it; may be repeated", defaultValue = "-Xmx512m")
    private List<String> jvm = List.of();

    @Option(names = "--redis-uri", description = "a Redis that exists, for all cities, instead of embedded ones")
    private @Nullable String redisUri;

    @Option(names = "--cases", split = ",", defaultValue = ALL, description = "which of ${DEFAULT-VALUE}")
    private List<String> cases = List.of();

    @Option(names = "--class", defaultValue = "S", description = "of the codes; T and D drivers get in once in 15 s")
    private char codeClass;

    @Option(names = "--lots", defaultValue = "100", description = "of the reference")
    private int lots;

    @Option(names = "--drivers", defaultValue = "60000", description = "who come, in each city that has so many rights")
    private int drivers;

    @Option(names = "--many-lots", defaultValue = "5000")
    private int manyLots;

    @Option(names = "--few-rights", defaultValue = "1000")
    private int fewRights;

    @Option(names = "--many-rights", defaultValue = "1000000")
    private int manyRights;

    @Option(names = "--few-lanes", defaultValue = "10")
    private int fewLanes;

    @Option(names = "--many-lanes", defaultValue = "1000")
    private int manyLanes;

    @Option(names = "--viewers", defaultValue = "200")
    private int viewers;

    @Option(names = "--events", defaultValue = "5000000", description = "in the log that is long")
    private long events;

    @Option(names = "--seconds", defaultValue = "4", converter = Seconds.Reader.class, description = "of each run")
    private Seconds seconds = Seconds.of("4");

    @Option(names = "--rounds", defaultValue = "5", description = "of each case and the reference, alternating")
    private int rounds;

    @Option(names = "--warm", defaultValue = "20", description = "seconds of load, at least, before a city is measured")
    private int warm;

    @Option(names = "--connections", defaultValue = "64")
    private int connections;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--out", defaultValue = "load-tests/reports", description = "where the report goes")
    private Path out = Path.of("");

    private final List<Pair> pairs = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        Means means = new Means(java, jar, jvm, redisUri, codeClass, connections, seed);
        Shape shape = new Shape(lots, drivers, drivers, 0);
        try (Load load = new Load();
                Load other = new Load()) {
            say("building the reference: " + lots + " lots, " + drivers + " rights");
            try (Town reference = Town.build(load, means, "reference", shape, manyLanes)) {
                facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
                facts.putAll(reference.stage().versions());
                reference.warm(Duration.ofSeconds(warm), Duration.ofMinutes(2));
                Beside.Maker beside = new Beside.Maker(other, reference);
                for (Map.Entry<String, Shape> city : cities(shape).entrySet()) {
                    if (cases.contains(city.getKey())) {
                        otherCity(load, means, reference, city.getKey(), city.getValue());
                    }
                }
                for (Map.Entry<String, Pair.Besides> one :
                        besides(reference, beside).entrySet()) {
                    if (cases.contains(one.getKey())) {
                        measure(one.getKey(), reference, reference, one.getValue());
                    }
                }
                facts.putAll(beside.facts());
            }
        }
        System.out.println(kept().markdown());
        return 0;
    }

    /** What differs in what is in the databases: a city of its own each. */
    private Map<String, Shape> cities(Shape shape) {
        Map<String, Shape> cities = new LinkedHashMap<>();
        cities.put("one-lot", shape.lots(1));
        cities.put("many-lots", shape.lots(manyLots));
        cities.put("few-rights", shape.rights(fewRights));
        cities.put("many-rights", shape.rights(manyRights));
        cities.put("events", shape.events(events));
        return cities;
    }

    /** What differs in who else is there: the reference's city. */
    private Map<String, Pair.Besides> besides(Town reference, Beside.Maker beside) {
        Map<String, Pair.Besides> all = new LinkedHashMap<>();
        all.put("few-lanes", () -> beside.lanes(fewLanes));
        all.put("many-lanes", () -> beside.lanes(manyLanes));
        List<String> ids = reference.lots().stream().map(lot -> lot.lotId()).toList();
        all.put(
                "viewers",
                () -> beside.viewers(IntStream.range(0, viewers)
                        .mapToObj(i -> ids.get(i % ids.size()))
                        .toList()));
        all.put(
                "city-viewers",
                () -> beside.viewers(IntStream.range(0, viewers)
                        .mapToObj(i -> reference.name())
                        .toList()));
        return all;
    }

    private void otherCity(Load load, Means means, Town reference, String key, Shape shape) throws IOException {
        say("building " + title(key));
        try (Town town = Town.build(load, means, key.replace("-", ""), shape, 0)) {
            say("seeded in " + town.seeding().toMillis() / 1000.0 + " s");
            town.warm(Duration.ofSeconds(warm), Duration.ofMinutes(2));
            measure(key, reference, town, () -> Beside.NOBODY);
        }
    }

    private void measure(String key, Town reference, Town town, Pair.Besides besides) throws IOException {
        say(title(key) + ": " + rounds + " rounds");
        boolean promised = !key.equals("one-lot") && !key.equals("city-viewers");
        Pair pair = new Pair(title(key), promised);
        pair.run(reference, town, besides, rounds, seconds.time());
        pairs.add(pair);
        say(String.join(" | ", pair.row()));
        String refusal = town.traffic().firstRefusal();
        if (refusal != null) {
            say("not as expected: " + refusal);
        }
        kept(); // a run that is ended early leaves what it has
    }

    private String title(String key) {
        return switch (key) {
            case "one-lot" -> "1 hot lot";
            case "many-lots" -> String.format("%,d lots", manyLots);
            case "few-rights" -> String.format("%,d rights", fewRights);
            case "many-rights" -> String.format("%,d rights", manyRights);
            case "events" -> String.format("an event log of %,d rows", events);
            case "few-lanes" -> String.format("%,d lanes connected", fewLanes);
            case "many-lanes" -> String.format("%,d lanes connected", manyLanes);
            case "viewers" -> String.format("%,d viewers, each of a lot", viewers);
            case "city-viewers" -> String.format("%,d viewers, each of all lots", viewers);
            default -> throw new IllegalArgumentException(key + " is none of " + ALL);
        };
    }

    private Report kept() throws IOException {
        Report report = new Report(NAME, TITLE).facts(facts);
        report.fact("reference", String.format("%,d lots, %,d rights, class %s codes", lots, drivers, codeClass));
        report.fact(
                "runs",
                rounds + " rounds of " + seconds + " s, in turn with the reference, " + connections + " connections");
        report.table(
                "Each beside the reference",
                Pair.HEADER,
                pairs.stream().map(Pair::row).toList());
        report.note(
                "Throughput is a closed loop's; p50 and p99 are an open loop's at half of the reference's rate, from when a scan"
                        + " should have been sent. Medians of the rounds, ratios of each round. One hot lot shares its head's update, so it differs by design;"
                        + " 200 people who each watch every lot get 200 times everything.");
        report.plot(new Bars(
                        "ratios",
                        "Each beside the reference",
                        "times the reference",
                        pairs.stream().map(Pair::name).toList())
                .series("throughput", pairs.stream().map(Pair::rateRatio).toList())
                .series("p99 at half load", pairs.stream().map(Pair::p99Ratio).toList()));
        JsonArray all = new JsonArray();
        pairs.forEach(pair -> all.add(pair.json()));
        report.data("cases", all);
        report.keep(out);
        return report;
    }

    private static void say(String line) {
        System.out.println("· " + line);
    }
}
