package parkgate.load;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parkgate.load.city.Code;
import parkgate.load.city.InAndOut;
import parkgate.load.city.LoadCity;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.Tally;
import parkgate.load.report.Bars;
import parkgate.load.report.Report;
import parkgate.load.seed.Seed;
import parkgate.load.stage.Stage;
import parkgate.load.stage.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The settings that matter, each beside the default: in every round the service is started anew for each, warmed up, saturated,
 * and asked half of what the default carries; on the same servers, with the same data and drivers.
 */
@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        description = "what each setting, collector and heap brings, beside the default")
final class SettingsCommand implements Callable<Integer> {
    private static final Map<String, String> ONE_CITY_AT_A_FEW_LANES = Map.of(
            "PARKGATE_LANE_REQUESTS_PER_SECOND", "100000",
            "PARKGATE_KEY_REQUESTS_AT_ONCE", "10000");

    @Option(names = "--jar", defaultValue = "src/target/parkgate.jar", description = "the service")
    private Path jar = Path.of("");

    @Option(names = "--java", description = "the Java that the default runs on")
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(names = "--java25", description = "a newer Java's program, whose collectors are tried too")
    private @Nullable Path java25;

    @Option(names = "--jvm", description = "a flag for all; may be repeated", defaultValue = "-Xmx512m")
    private List<String> jvm = List.of();

    @Option(names = "--build", description = "NAME=JAR: another build of the service; may be repeated")
    private Map<String, Path> builds = new LinkedHashMap<>();

    @Option(names = "--only", split = ",", description = "only these, by name; see --list")
    private List<String> only = List.of();

    @Option(names = "--list", description = "says the names and ends")
    private boolean list;

    @Option(names = "--redis-uri", description = "a Redis that exists, instead of the embedded one")
    private @Nullable String redisUri;

    @Option(names = "--class", defaultValue = "T", description = "class of the codes")
    private char codeClass;

    @Option(names = "--lots", defaultValue = "100")
    private int lots;

    @Option(names = "--drivers", defaultValue = "120000", description = "each gets in once in 15 s")
    private int drivers;

    @Option(names = "--warm-seconds", defaultValue = "6", description = "of each start, before anything is counted")
    private int warmSeconds;

    @Option(names = "--seconds", defaultValue = "4", description = "of each run")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "of each variant, alternating")
    private int rounds;

    @Option(names = "--connections", defaultValue = "128")
    private int connections;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--out", defaultValue = "load-tests/reports", description = "where the report goes")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("parkgate-settings");
        try {
            List<Variant> variants = variants(folder);
            if (list) {
                variants.forEach(one -> System.out.println(one.name()));
                return 0;
            }
            Report report = new Report("settings", "What each setting brings, beside the default");
            report.fact(
                    "runs",
                    rounds + " rounds, each start warmed up for " + warmSeconds + " s, then " + seconds
                            + " s at saturation with " + connections + " connections and " + seconds
                            + " s at half of the default's rate; class " + codeClass + ", " + lots + " lots");
            report.fact("all run with", String.join(" ", jvm));
            try (Load load = new Load();
                    Stage stage = new Stage(folder, redisUri)) {
                report.facts(stage.versions());
                tell(report, new Runs(load, stage).all(variants));
            }
            System.out.println(report.markdown());
            report.keep(out);
            return 0;
        } finally {
            Folders.delete(folder);
        }
    }

    private List<Variant> variants(Path folder) {
        List<Variant> all = Variant.all(java, java25, folder);
        builds.forEach((name, build) -> all.add(Variant.build(name, java, build)));
        List<String> names = all.stream().map(Variant::name).toList();
        List<String> unknown =
                only.stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such variant: " + unknown + ", there are " + names);
        }
        return only.isEmpty()
                ? all
                : all.stream().filter(one -> only.contains(one.name())).toList();
    }

    private static void tell(Report report, Map<String, VariantRuns> results) {
        VariantRuns usual = Objects.requireNonNull(results.get(Variant.DEFAULT));
        report.table(
                "Settings, in brackets the ratio to the default",
                VariantRuns.HEADER,
                results.values().stream().map(one -> one.row(usual)).toList());
        report.plot(new Bars("settings", "granted scans a second", "a second", List.copyOf(results.keySet()))
                .series(
                        "median",
                        results.values().stream().map(VariantRuns::granted).toList()));
        JsonArray kept = new JsonArray();
        results.values().forEach(one -> kept.add(one.json()));
        report.data("variants", kept);
    }

    /** All runs, on one stage. */
    private final class Runs {
        private final Load load;
        private final Stage stage;
        private final InAndOut traffic;
        private double halfOfDefault;

        private Runs(Load load, Stage stage) {
            this.load = load;
            this.stage = stage;
            say("making " + lots + " lots and " + drivers + " drivers");
            try (Seed city = Seed.on(stage)) {
                List<LoadCity.Lot> made = city.city("settings", Seed.Lots.plain(lots));
                List<Code> codes = city.drivers("settings", codeClass, drivers);
                city.settle();
                int keepInside = Math.max(1, Math.min(5_000, drivers / 10));
                this.traffic =
                        new InAndOut(made, codes, "127.0.0.1", keepInside, InstantSource.system(), new Random(seed));
            }
        }

        private Map<String, VariantRuns> all(List<Variant> variants) {
            Variant usual = Variant.plain(java);
            Map<String, VariantRuns> results = new LinkedHashMap<>();
            results.put(usual.name(), new VariantRuns(usual.name()));
            variants.forEach(one -> results.put(one.name(), new VariantRuns(one.name())));
            say("a start that counts for nothing: the drivers' rights reach the lots");
            run(usual);
            halfOfDefault = 0;
            List<Variant> order = new ArrayList<>(variants);
            for (int round = 1; round <= rounds; round++) {
                say("round " + round + " of " + rounds);
                Objects.requireNonNull(results.get(usual.name())).add(run(usual));
                for (Variant one : order) {
                    if (round == 1 && !one.training().isEmpty()) {
                        train(one);
                    }
                    Objects.requireNonNull(results.get(one.name())).add(run(one));
                }
                Collections.rotate(order, 1);
            }
            return results;
        }

        private void train(Variant variant) {
            start(variant, variant.training());
            load.saturate(stage.servicePort(), connections, traffic, Duration.ofSeconds(warmSeconds));
            stage.stopServices();
        }

        private VariantRuns.Run run(Variant variant) {
            double startS = 0;
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < variant.instances(); i++) {
                long began = System.nanoTime();
                start(variant, variant.jvm());
                startS = Math.max(startS, (System.nanoTime() - began) / 1e9);
                ports.add(stage.servicePort());
            }
            prepare();
            load.saturate(ports, connections, traffic, Duration.ofSeconds(warmSeconds));
            prepare();
            Usage before = stage.usage();
            Tally full = load.saturate(ports, connections, traffic, Duration.ofSeconds(seconds));
            Usage used = stage.usage().since(before);
            if (halfOfDefault == 0) {
                halfOfDefault = Math.max(1, full.rate(InAndOut.GRANTED) / 2);
            }
            prepare();
            Tally half = load.arrivals(
                    ports,
                    connections,
                    traffic,
                    new Arrivals(new Random(seed), halfOfDefault),
                    Duration.ofSeconds(seconds));
            double mib = stage.serviceMib();
            stage.stopServices();
            double scans = Math.max(1, full.all()) / 1e6;
            VariantRuns.Run run = new VariantRuns.Run(
                    full.rate(InAndOut.GRANTED),
                    half.intendedMs(50),
                    half.intendedMs(99),
                    startS,
                    used.service() / scans,
                    used.redis() / scans,
                    used.postgres() / scans,
                    mib,
                    full.all() - full.count(InAndOut.GRANTED) + half.all() - half.count(InAndOut.GRANTED));
            say(variant.name() + ": " + run);
            return run;
        }

        private void start(Variant variant, List<String> more) {
            List<String> flags = new ArrayList<>(jvm);
            flags.addAll(more);
            Map<String, String> settings = new HashMap<>(ONE_CITY_AT_A_FEW_LANES);
            settings.putAll(variant.settings());
            Path build = variant.jar();
            stage.startService(variant.java(), build == null ? jar : build, flags, settings);
        }

        private void prepare() {
            if (codeClass == 'D') {
                load.await(() -> {
                    traffic.prepare(drivers);
                    return io.vertx.core.Future.succeededFuture();
                });
            }
        }
    }

    private static void say(String line) {
        System.out.println("· " + line);
    }
}
