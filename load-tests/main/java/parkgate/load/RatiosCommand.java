package parkgate.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parkgate.load.baseline.Baselines;
import parkgate.load.city.Code;
import parkgate.load.city.Constant;
import parkgate.load.city.InAndOut;
import parkgate.load.city.LoadCity;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.Tally;
import parkgate.load.report.Case;
import parkgate.load.report.RatioTable;
import parkgate.load.report.Report;
import parkgate.load.seed.Seed;
import parkgate.load.stage.Profile;
import parkgate.load.stage.RedisConsole;
import parkgate.load.stage.Stage;
import parkgate.load.stage.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Granted and committed scans a second, beside what they could be compared with, alternating on the same machine. */
@Command(name = "ratios", description = "ours beside the baselines: ratios that hold on any machine")
final class RatiosCommand implements Callable<Integer> {
    private static final int MOST_INSIDE = 5_000;
    /** For so many a class D code is signed before a run; for more while it runs. */
    private static final int ENTRIES_A_SECOND = 6_000;

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @Option(names = "--jar", defaultValue = "src/target/parkgate.jar", description = "the service")
    private Path jar = Path.of("");

    @Option(names = "--java", description = "the Java that the service and the baselines run on")
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(names = "--jvm", description = "a flag for them; may be repeated", defaultValue = "-Xmx512m")
    private List<String> jvm = List.of();

    @Option(names = "--redis-uri", description = "a Redis that exists, instead of the embedded one")
    private @Nullable String redisUri;

    @Option(names = "--classes", split = ",", defaultValue = "T,D", description = "classes of codes")
    private List<String> classes = List.of();

    @Option(names = "--lots", split = ",", defaultValue = "1,100", description = "numbers of lots")
    private List<Integer> lots = List.of();

    @Option(
            names = "--drivers",
            defaultValue = "96000",
            description =
                    "half of them for ours, half for the baselines; each gets in once in 15 s; the service remembers 50,000 codes")
    private int drivers;

    @Option(names = "--seconds", defaultValue = "6", converter = Seconds.Reader.class, description = "of each run")
    private Seconds seconds = Seconds.of("6");

    @Option(names = "--rounds", defaultValue = "5", description = "of each case, alternating")
    private int rounds;

    @Option(
            names = "--no-refusals",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "without what an entry refuses by itself")
    private boolean refusals;

    @Option(names = "--connections", defaultValue = "256")
    private int connections;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--out", defaultValue = "load-tests/reports", description = "where the report goes")
    private Path out = Path.of("");

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws IOException {
        Report report = new Report(
                redisUri == null ? "ratios" : "ratios-other-redis", "Ours beside what it could be compared with");
        report.fact("runs", rounds + " rounds of " + seconds + " s, alternating, " + connections + " connections");
        try (Load load = new Load()) {
            if (refusals) {
                onStage(stage -> {
                    report.facts(stage.versions());
                    say("refusals at an entry");
                    new Refusals(load, stage, java, jvm, connections, seconds.time(), seed).run(rounds, report);
                });
                report.keep(out);
            }
            for (String codeClass : classes) {
                for (int count : lots) {
                    onStage(stage -> {
                        report.facts(stage.versions());
                        table(load, stage, codeClass.charAt(0), count, report);
                    });
                    report.keep(out); // a run that is ended early leaves what it has
                }
            }
        }
        System.out.println(report.markdown());
        return 0;
    }

    private interface OnStage {
        void run(Stage stage) throws IOException;
    }

    /** Servers and a service of its own: no table finds what another left behind. */
    private void onStage(OnStage part) throws IOException {
        Path folder = Files.createTempDirectory("parkgate-load");
        try (Stage stage = new Stage(folder, redisUri)) {
            try (RedisConsole redis = stage.redis()) {
                if (redis.commands().dbsize() > 0) {
                    throw new IllegalStateException("this Redis holds something: give one that is empty");
                }
            }
            try {
                stage.startService(java, jar, jvm);
                part.run(stage);
            } finally {
                stage.stopServices();
                try (RedisConsole redis = stage.redis()) {
                    redis.commands().flushall(); // it was empty: all of it is ours; functions may be others' too
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private void table(Load load, Stage stage, char codeClass, int lotCount, Report report) throws IOException {
        String name = "load" + codeClass + lotCount;
        say("making " + lotCount + " lots and " + drivers + " drivers with class " + codeClass + " codes");
        try (Seed seed = Seed.on(stage)) {
            List<LoadCity.Lot> made = seed.city(name, Seed.Lots.plain(lotCount));
            List<Code> codes = seed.drivers(name, codeClass, drivers);
            seed.settle();
            stage.awaitChanges(seed.version());
            Runs runs = new Runs(load, stage, made, codes, codeClass);
            String title = "class " + codeClass + ", " + (lotCount == 1 ? "one hot lot" : lotCount + " lots");
            runs.table(title).tell(report, Character.toLowerCase(codeClass) + "-" + lotCount);
            runs.costs(title, report);
        }
    }

    /** The runs of one table. */
    private final class Runs {
        private final Load load;
        private final Stage stage;
        private final InAndOut ours;
        private final String host;
        private final Map<Case, Constant> others = new LinkedHashMap<>();
        private final Case us = new Case("Parkgate", InAndOut.GRANTED);
        private final int baselinePort;
        private final boolean signedAhead;

        private Runs(Load load, Stage stage, List<LoadCity.Lot> lots, List<Code> codes, char codeClass) {
            this.load = load;
            this.stage = stage;
            this.host = "127.0.0.1:" + stage.servicePort();
            this.signedAhead = codeClass == 'D';
            List<Code> mine = codes.subList(0, codes.size() / 2);
            List<Code> theirs = codes.subList(codes.size() / 2, codes.size());
            int keepInside = Math.max(1, Math.min(MOST_INSIDE, mine.size() / 10));
            this.ours = new InAndOut(lots, mine, host, keepInside, clock, new Random(seed));
            warm(lots, mine, 1);
            warm(lots, theirs, 2);
            JsonObject setup = new JsonObject()
                    .put(
                            "lots",
                            new JsonArray(lots.stream().map(LoadCity.Lot::lotId).toList()))
                    .put(
                            "credentials",
                            new JsonArray(
                                    theirs.stream().map(Code::credentialId).toList()))
                    .put("class", String.valueOf(codeClass))
                    .put("keepInside", keepInside);
            this.baselinePort = stage.startBaselines(java, jvm, setup);
            String body = "{\"scanId\":\"" + new UUID(0, 0) + "\",\"code\":\""
                    + codes.get(0).show(0).text() + "\"}";
            for (String path :
                    codeClass == 'D' ? List.of("/a", "/b", "/c", "/cp", "/d") : List.of("/a", "/b", "/c", "/d")) {
                others.put(
                        new Case(String.valueOf(Baselines.NAMES.get(path)), Constant.ANSWERED),
                        new Constant(path, host, lots.get(0).inKey(), body));
            }
        }

        /**
         * Once in and out for each: their rights are cached at the lot, and the service knows the codes of ours, as those of
         * people who come every day.
         */
        private void warm(List<LoadCity.Lot> lots, List<Code> codes, int ownSeed) {
            InAndOut once = new InAndOut(lots, codes, host, codes.size(), clock, new Random(seed + ownSeed));
            once.onlyIn();
            while (once.inside() < codes.size()) {
                load.saturate(stage.servicePort(), connections, once, seconds.orLess(A_SECOND));
                refuse(once);
            }
            once.onlyOut();
            while (once.inside() > 0) {
                load.saturate(stage.servicePort(), connections, once, seconds.orLess(A_SECOND));
                refuse(once);
            }
        }

        private RatioTable table(String title) {
            say("warming up");
            others.forEach((one, traffic) -> load.saturate(baselinePort, connections, traffic, time()));
            for (int i = 0; i < 3; i++) {
                oursAtSaturation();
            }
            List<Case> order = new ArrayList<>(others.keySet());
            order.add(us);
            for (int round = 1; round <= rounds; round++) {
                say(title + ": round " + round + " of " + rounds);
                for (Case one : order) {
                    one.round(saturation(one));
                }
                Collections.rotate(order, 1);
            }
            say(title + ": at half of it");
            for (Case one : order) {
                one.half(atHalf(one));
            }
            return new RatioTable(title, us, List.copyOf(others.keySet()));
        }

        /** Where the processor's time of a scan goes: by program, then within the service, each over a run of its own. */
        private void costs(String title, Report report) throws IOException {
            Usage before = stage.usage();
            Tally tally = oursAtSaturation();
            Usage used = stage.usage().since(before);
            double scans = Math.max(1, tally.all()) / 1e6;
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("service", micros(used.service() / scans)));
            rows.add(List.of("PostgreSQL", micros(used.postgres() / scans)));
            rows.add(List.of("Redis", micros(used.redis() / scans)));
            rows.add(List.of("load driver", micros(used.driver() / scans)));
            try (Profile profile = stage.profile(java)) {
                for (int i = 0; i < rounds; i++) { // one is too short for parts of a few percent
                    oursAtSaturation();
                }
                profile.shares()
                        .forEach(part -> rows.add(List.of(
                                "service: " + part.getKey(),
                                String.format(Locale.ROOT, "%.0f %%", part.getValue() * 100))));
            }
            report.table(
                    title + ": where the processor's time of a scan goes",
                    List.of("", "µs a scan, or share of the service's samples"),
                    rows);
        }

        private static String micros(double seconds) {
            return String.format(Locale.ROOT, "%.0f", seconds);
        }

        private Tally saturation(Case one) {
            Constant traffic = others.get(one);
            if (traffic == null) {
                return oursAtSaturation();
            }
            Tally tally = load.saturate(baselinePort, connections, traffic, time());
            refuse(one.name(), traffic.firstOther());
            return tally;
        }

        private Tally oursAtSaturation() {
            prepare();
            Tally tally = load.saturate(stage.servicePort(), connections, ours, time());
            refuse(ours);
            return tally;
        }

        private Tally atHalf(Case one) {
            Constant traffic = others.get(one);
            Arrivals arrivals = new Arrivals(new Random(seed), one.rate() / 2);
            if (traffic != null) {
                return load.arrivals(baselinePort, connections, traffic, arrivals, time());
            }
            prepare();
            Tally tally = load.arrivals(stage.servicePort(), connections, ours, arrivals, time());
            refuse(ours);
            return tally;
        }

        private void prepare() {
            if (signedAhead) {
                load.await(() -> {
                    ours.prepare(seconds.times(ENTRIES_A_SECOND));
                    return io.vertx.core.Future.succeededFuture();
                });
            }
        }

        private Duration time() {
            return seconds.time();
        }

        private void refuse(InAndOut traffic) {
            refuse("Parkgate", traffic.firstRefusal());
        }

        private void refuse(String name, @Nullable String other) {
            if (other != null) {
                System.out.println("  " + name + ", not as expected: " + other);
            }
        }
    }

    private static void say(String line) {
        System.out.println("· " + line);
    }
}
