package parkgate.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import parkgate.load.city.CityTraffic;
import parkgate.load.city.Code;
import parkgate.load.city.LoadCity;
import parkgate.load.city.Lots;
import parkgate.load.city.Mix;
import parkgate.load.city.People;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Timeline;
import parkgate.load.report.Report;
import parkgate.load.seed.Seed;
import parkgate.load.stage.Ledger;
import parkgate.load.stage.RedisConsole;
import parkgate.load.stage.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a city takes to be itself again, with its traffic going on: after Redis forgot everything, and after a restart. */
@Command(
        name = "recovery",
        mixinStandardHelpOptions = true,
        description =
                "Seconds to rebuild all lots of a city after FLUSHALL, with scans going on; from a restart, and from"
                        + " kill -9, to the full rate; and from the start of the jar to its first scan."
                        + " Exit code 1 on any difference to the ledger or unexpected answer.")
final class RecoveryCommand implements Callable<Integer> {
    private static final long STRETCH_MS = 200;
    private static final int LEAD_SECONDS = 2;
    private static final long DEADLINE_S = 300;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--lots", defaultValue = "5000", description = "of the city (${DEFAULT-VALUE})")
    private int lotCount;

    @Option(names = "--cars", defaultValue = "200000", description = "inside them (${DEFAULT-VALUE})")
    private int cars;

    @Option(names = "--outside", defaultValue = "20000", description = "drivers who are not inside (${DEFAULT-VALUE})")
    private int outside;

    @Option(names = "--rate", defaultValue = "500", description = "scans a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--before",
            defaultValue = "10",
            description = "seconds of scans before it happens (${DEFAULT-VALUE})")
    private int beforeSeconds;

    @Option(names = "--after", defaultValue = "40", description = "seconds of scans after that (${DEFAULT-VALUE})")
    private int afterSeconds;

    @Option(
            names = "--starts",
            defaultValue = "5",
            description = "of the jar alone, after a stop and after a kill each (${DEFAULT-VALUE})")
    private int starts;

    private final InstantSource clock = InstantSource.system();

    private interface Event {
        void happen();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("parkgate-recovery");
        Report report = new Report("recovery", "Recovery");
        RecoveryReport told = new RecoveryReport(report);
        boolean right;
        try (Load load = new Load()) {
            try (Stage stage = new Stage(folder, options.redisUri)) {
                report.facts(stage.versions());
                report.fact("city", lotCount + " lots, " + cars + " cars inside, " + rate + " scans a second");
                right = city(load, stage, told);
            } finally {
                Folders.delete(folder);
            }
            if (starts > 0) {
                Say.line("the jar alone, " + starts + " times after a stop and after a kill");
                told.firstScan(new FirstScan(options).measure(load, starts));
            }
        }
        System.out.println(report.markdown());
        report.keep(options.out);
        return right ? 0 : 1;
    }

    private boolean city(Load load, Stage stage, RecoveryReport told) throws InterruptedException {
        Say.line("making " + lotCount + " lots with " + cars + " cars inside");
        Lots lots;
        People people;
        try (Seed seed = Seed.on(stage)) {
            List<LoadCity.Lot> made = seed.city("city", Seed.Lots.plain(lotCount));
            List<Code> codes = seed.drivers("city", 'T', cars + outside);
            seed.carsInside(made, codes.subList(0, cars));
            seed.settle();
            lots = new Lots(made, List.of(), List.of());
            people = People.plain(codes.subList(0, cars), codes.subList(cars, codes.size()));
        }
        stage.startService(options.java, options.jar, options.jvm, Map.of());
        List<String> lotIds = lots.plain().stream().map(LoadCity.Lot::lotId).toList();
        String host = "127.0.0.1:" + stage.servicePort();
        try (Town town = new Town(load, stage, lotIds);
                CityTraffic traffic = new CityTraffic(
                        lots, people, Mix.PLAIN, host, cars, LEAD_SECONDS * rate, clock, new Random(options.seed))) {
            told.rebuilt("all lots rebuilt, nothing else going on", town.awaitEach(DEADLINE_S));
            Say.line("warming up");
            undisturbed(load, stage, traffic);
            happenings(load, stage, town, traffic, told);
            Say.line("what is under way comes to its end, then the books are compared");
            town.drain(traffic, options.connections);
            Ledger ledger = town.ledger(traffic, Map.of(), cars);
            told.ledger(ledger, traffic, lotCount);
            return ledger.count() == 0 && traffic.unexpectedCount() == 0;
        }
    }

    private void happenings(Load load, Stage stage, Town town, CityTraffic traffic, RecoveryReport told) {
        List<double[]> answered = new ArrayList<>();
        Disturbance flushed = during(load, stage, traffic, "flushall", () -> {
            try (RedisConsole redis = stage.redis()) {
                redis.commands().flushall();
            }
            answered.add(town.awaitEach(DEADLINE_S));
        });
        told.rebuilt("all lots rebuilt after FLUSHALL, scans going on", answered.get(0));
        told.disturbed(flushed, "FLUSHALL", rate);
        undisturbed(load, stage, traffic);
        told.disturbed(
                during(load, stage, traffic, "restart", () -> stage.restartService(false)), "restart (SIGTERM)", rate);
        stage.awaitReady();
        undisturbed(load, stage, traffic);
        told.disturbed(during(load, stage, traffic, "kill", () -> stage.restartService(true)), "kill -9", rate);
        stage.awaitReady();
    }

    private void undisturbed(Load load, Stage stage, CityTraffic traffic) {
        load.arrivals(
                stage.servicePort(), options.connections, traffic, arrivals(0), Duration.ofSeconds(beforeSeconds));
    }

    private Disturbance during(Load load, Stage stage, CityTraffic traffic, String id, Event event) {
        Say.line(id + ": " + beforeSeconds + " s of scans before, " + afterSeconds + " s after");
        Timeline timeline = new Timeline(STRETCH_MS);
        CompletableFuture<Double> happened = CompletableFuture.supplyAsync(
                () -> {
                    double at = (System.nanoTime() - timeline.beganAt()) / 1e9;
                    event.happen();
                    return at;
                },
                CompletableFuture.delayedExecutor(beforeSeconds, TimeUnit.SECONDS));
        Tally tally = load.arrivals(
                stage.servicePort(),
                options.connections,
                traffic,
                arrivals(id.hashCode()),
                Duration.ofSeconds((long) beforeSeconds + afterSeconds),
                timeline);
        return new Disturbance(id, happened.join(), timeline, tally);
    }

    private Arrivals arrivals(long more) {
        return new Arrivals(new Random(options.seed + more), rate);
    }
}
