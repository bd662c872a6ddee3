package parkgate.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A long run. {@code --minutes 30 --faults 1000 --seed 1 --instances 3 --redis single|cluster --folder … --report …}; lasts
 * until both minutes and faults are reached. Exit code 1 where a promise was broken.
 */
public final class Main {
    private static final Set<String> KNOWN = Set.of(
            "minutes",
            "faults",
            "seed",
            "instances",
            "redis",
            "at-once",
            "drivers",
            "cars",
            "pause-ms",
            "folder",
            "report",
            "jar",
            "kinds");

    private Main() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (!KNOWN.contains(name)) {
                System.err.println(args[i] + ": one of " + KNOWN);
                System.exit(2);
            }
            given.put(name, args[i + 1]);
        }
        long seed = Long.parseLong(given.getOrDefault("seed", Long.toString(System.nanoTime() % 1_000_000)));
        boolean cluster = given.getOrDefault("redis", "single").equals("cluster");
        Path folder = Path.of(given.getOrDefault("folder", "target/fault-run-" + seed))
                .toAbsolutePath();
        List<FaultKind> kinds = new ArrayList<>(FaultKind.of(cluster));
        if (given.containsKey("kinds")) {
            Set<String> wanted = Set.of(given.get("kinds").split(",", -1));
            kinds.removeIf(kind -> !wanted.contains(kind.name()));
        }
        FaultRun.Terms terms = new FaultRun.Terms(
                seed,
                Long.parseLong(given.getOrDefault("minutes", "30")) * 60_000,
                Integer.parseInt(given.getOrDefault("faults", "1000")),
                Integer.parseInt(given.getOrDefault("at-once", "2")),
                Integer.parseInt(given.getOrDefault("instances", "3")),
                cluster,
                Integer.parseInt(given.getOrDefault("drivers", "6")),
                Integer.parseInt(given.getOrDefault("cars", "48")),
                Integer.parseInt(given.getOrDefault("pause-ms", "60")),
                kinds,
                given.getOrDefault("jar", System.getProperty("java.class.path")));
        System.out.println("seed " + seed + ", everything of the run is in " + folder);
        FaultRun.Verdict verdict;
        try (FaultRun run = new FaultRun(terms, folder)) {
            verdict = run.run();
        }
        System.out.println(verdict.report());
        if (given.containsKey("report")) {
            Files.writeString(Path.of(given.get("report")), verdict.report());
        }
        System.exit(verdict.violations().isEmpty() ? 0 : 1);
    }
}
