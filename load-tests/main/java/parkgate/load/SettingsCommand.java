package parkgate.load;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * The settings that matter, each beside the default: some processes stand side by side on the same servers, warm, and one at a
 * time is saturated and asked half of what the default carries, in turn; the same data, the same drivers.
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

    /** Few: each process has its own connections, and an embedded PostgreSQL takes sixty. */
    @Option(names = "--together", defaultValue = "3", description = "variants that run side by side with the default")
    private int together;

    @Option(
            names = "--warm-seconds",
            defaultValue = "20",
            converter = Seconds.Reader.class,
            description = "of each start, before anything is counted")
    private Seconds warmSeconds = Seconds.of("20");

    @Option(names = "--seconds", defaultValue = "3", converter = Seconds.Reader.class, description = "of each run")
    private Seconds seconds = Seconds.of("3");

    @Option(names = "--rounds", defaultValue = "5", description = "of each variant, alternating")
    private int rounds;

    @Option(names = "--connections", defaultValue = "256")
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
                    "groups of " + together + " and the default, all started and warmed up for " + warmSeconds
                            + " s each, then "
                            + rounds + " rounds, alternating: " + seconds + " s at saturation with " + connections
                            + " connections and " + seconds + " s at half of the default's rate; class " + codeClass
                            + ", "
                            + lots + " lots");
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

    private static void tell(Report report, List<List<VariantRuns>> groups) {
        List<VariantRuns> all = groups.stream().flatMap(List::stream).toList();
        report.table(
                "Settings, in brackets the median of the ratios to the default that ran beside it",
                VariantRuns.HEADER,
                groups.stream()
                        .flatMap(group -> group.stream().map(one -> one.row(group.get(0))))
                        .toList());
        report.plot(new Bars(
                        "settings",
                        "granted scans a second, times the default",
                        "times",
                        all.stream().map(VariantRuns::name).toList())
                .series(
                        "median",
                        groups.stream()
                                .flatMap(group -> group.stream().map(one -> one.times(group.get(0))))
                                .toList()));
        JsonArray kept = new JsonArray();
        all.forEach(one -> kept.add(one.json()));
        report.data("variants", kept);
    }

    /** All runs, on one stage. */
    private final class Runs {
        private final Load load;
        private final Stage stage;
        private final InAndOut traffic;
        private double halfOfDefault;

        /** A variant's processes. */
        private record Running(Variant variant, VariantRuns runs, List<Integer> ports, List<Long> pids) {}

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

        /** In groups that run side by side; each starts with the default. */
        private List<List<VariantRuns>> all(List<Variant> variants) {
            List<List<VariantRuns>> groups = new ArrayList<>();
            for (int from = 0; from < variants.size(); from += together) {
                groups.add(group(variants.subList(from, Math.min(variants.size(), from + together))));
            }
            return groups;
        }

        private List<VariantRuns> group(List<Variant> variants) {
            say("beside the default: "
                    + String.join(", ", variants.stream().map(Variant::name).toList()));
            variants.stream().filter(one -> !one.training().isEmpty()).forEach(this::train);
            List<Running> group = new ArrayList<>();
            group.add(start(Variant.plain(java)));
            variants.forEach(one -> group.add(start(one)));
            for (Running one : group) {
                prepare();
                load.saturate(one.ports(), connections, traffic, warmSeconds.time());
            }
            List<Running> order = new ArrayList<>(group);
            for (int round = 1; round <= rounds; round++) {
                order.forEach(this::round);
                Collections.rotate(order, 1);
            }
            stage.stopServices();
            List<VariantRuns> runs = group.stream().map(Running::runs).toList();
            runs.forEach(one -> say(String.join(", ", one.row(runs.get(0)))));
            return runs;
        }

        private void train(Variant variant) {
            start(variant, variant.training());
            load.saturate(stage.servicePort(), connections, traffic, warmSeconds.time());
            stage.stopServices();
        }

        private Running start(Variant variant) {
            long began = System.nanoTime();
            List<Integer> ports = new ArrayList<>();
            List<Long> pids = new ArrayList<>();
            for (int i = 0; i < variant.instances(); i++) {
                start(variant, variant.jvm());
                ports.add(stage.servicePort());
                pids.add(stage.servicePid());
            }
            double startS = (System.nanoTime() - began) / 1e9 / variant.instances();
            return new Running(variant, new VariantRuns(variant.name(), startS), ports, pids);
        }

        private void round(Running one) {
            prepare();
            Usage before = stage.usage(one.pids());
            Tally full = load.saturate(one.ports(), connections, traffic, seconds.time());
            Usage used = stage.usage(one.pids()).since(before);
            if (halfOfDefault == 0) {
                halfOfDefault = Math.max(1, full.rate(InAndOut.GRANTED) / 2);
            }
            prepare();
            Tally half = load.arrivals(
                    one.ports(), connections, traffic, new Arrivals(new Random(seed), halfOfDefault), seconds.time());
            double scans = Math.max(1, full.all()) / 1e6;
            one.runs()
                    .add(new VariantRuns.Run(
                            full.rate(InAndOut.GRANTED),
                            half.intendedMs(50),
                            half.intendedMs(99),
                            used.service() / scans,
                            used.redis() / scans,
                            used.postgres() / scans,
                            stage.mib(one.pids()),
                            full.all() - full.count(InAndOut.GRANTED) + half.all() - half.count(InAndOut.GRANTED)));
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
