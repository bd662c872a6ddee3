package parkgate.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import parkgate.load.city.Code;
import parkgate.load.city.Constant;
import parkgate.load.city.InAndOut;
import parkgate.load.city.LoadCity;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Traffic;
import parkgate.load.stage.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a lot's lanes notice of a neighbour that floods: how long their scans take alone, beside a lane that sends what it can,
 * and beside one that sends garbage whose signature must be checked. Once with the bounds as they are by default, once
 * with none; each round has all of them in turn, so that only ratios within one run are read.
 */
@Command(
        name = "neighbours",
        mixinStandardHelpOptions = true,
        description = "What lanes notice of a neighbour that floods, with the service's bounds and without.")
final class NeighboursCommand implements Callable<Integer> {
    private static final int GOOD_CONNECTIONS = 16;
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> UNBOUNDED = Map.of(
            "PARKGATE_LANE_REQUESTS_PER_SECOND", "100000",
            "PARKGATE_KEY_REQUESTS_AT_ONCE", "10000",
            "PARKGATE_SCANS_AT_ONCE", "10000");

    @Option(names = "--jar", defaultValue = "src/target/parkgate.jar", description = "the service")
    private Path jar = Path.of("");

    @Option(names = "--seconds", defaultValue = "5", description = "of each run")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "of each case, alternating")
    private int rounds;

    @Option(names = "--rate", defaultValue = "100", description = "scans a second of the good lanes")
    private int rate;

    @Option(names = "--flood", defaultValue = "128", description = "connections of the neighbour")
    private int flood;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> table = new ArrayList<>();
        for (boolean bounded : new boolean[] {true, false}) {
            Path folder = Files.createTempDirectory("parkgate-neighbours");
            try (Load load = new Load();
                    Load other = new Load();
                    Stage stage = new Stage(folder, null)) {
                stage.startService(java, jar, List.of("-Xmx512m"), bounded ? NONE : UNBOUNDED);
                run(load, other, stage).forEach((name, tallies) -> table.add(row(bounded, name, tallies)));
            } finally {
                Folders.delete(folder);
            }
        }
        System.out.println("| bounds | neighbour | good scans | p50 ms | p99 ms | neighbour's answers a second |");
        System.out.println("|---|---|---|---|---|---|");
        table.forEach(System.out::println);
        return 0;
    }

    /** Of one case: what the good lanes got in each round, and the neighbour. */
    private record Tallies(List<Tally> good, List<Tally> neighbour) {}

    private Map<String, Tallies> run(Load load, Load other, Stage stage) {
        try (LoadCity city = new LoadCity(load.vertx(), stage.servicePort(), stage.adminKey(), "near")) {
            List<LoadCity.Lot> lots = load.await(() -> city.lots(2));
            List<Code> codes = load.await(() -> city.drivers('S', 2_000));
            String host = "127.0.0.1:" + stage.servicePort();
            Traffic good = new InAndOut(lots.subList(0, 1), codes, host, 200, InstantSource.system(), new Random(seed));
            String code = codes.get(0).show(0).text();
            Map<String, Traffic> neighbours = new LinkedHashMap<>();
            String bad = code.substring(0, code.length() - 8) + (code.endsWith("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA");
            neighbours.put("none", new Constant("/v1/scans", host, lots.get(1).inKey(), body(code)));
            neighbours.put(
                    "floods with scans",
                    new Constant("/v1/scans", host, lots.get(1).inKey(), body(code)));
            neighbours.put(
                    "floods with garbage",
                    new Constant("/v1/scans", host, lots.get(1).inKey(), body(bad)));
            Map<String, Tallies> all = new LinkedHashMap<>();
            neighbours.keySet().forEach(name -> all.put(name, new Tallies(new ArrayList<>(), new ArrayList<>())));
            arrivals(load, stage, good); // warms up
            for (int round = 0; round < rounds; round++) {
                neighbours.forEach((name, neighbour) -> {
                    Tallies tallies = Objects.requireNonNull(all.get(name));
                    CompletableFuture<Tally> flooding = name.equals("none")
                            ? CompletableFuture.completedFuture(new Tally())
                            : CompletableFuture.supplyAsync(() ->
                                    other.saturate(stage.servicePort(), flood, neighbour, Duration.ofSeconds(seconds)));
                    tallies.good().add(arrivals(load, stage, good));
                    tallies.neighbour().add(flooding.join());
                });
            }
            return all;
        }
    }

    private Tally arrivals(Load load, Stage stage, Traffic good) {
        return load.arrivals(
                stage.servicePort(),
                GOOD_CONNECTIONS,
                good,
                new Arrivals(new Random(seed), rate),
                Duration.ofSeconds(seconds));
    }

    private static String body(String code) {
        return "{\"scanId\":\"" + new UUID(4, 2) + "\",\"code\":\"" + code + "\"}";
    }

    private static String row(boolean bounded, String name, Tallies tallies) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d, %d not granted | %.1f | %.1f | %.0f |",
                bounded ? "default" : "none",
                name,
                tallies.good().stream().mapToLong(Tally::all).sum(),
                tallies.good().stream()
                        .mapToLong(one -> one.all() - one.count(InAndOut.GRANTED))
                        .sum(),
                median(tallies.good(), 50),
                median(tallies.good(), 99),
                tallies.neighbour().stream()
                        .mapToDouble(one -> one.rate(Constant.ANSWERED))
                        .average()
                        .orElse(0));
    }

    private static double median(List<Tally> of, double percentile) {
        double[] sorted = of.stream()
                .mapToDouble(one -> one.intendedMs(percentile))
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
