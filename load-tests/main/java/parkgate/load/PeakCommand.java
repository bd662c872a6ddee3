package parkgate.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import parkgate.load.city.CityTraffic;
import parkgate.load.city.Code;
import parkgate.load.city.Mix;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Timeline;
import parkgate.load.report.Report;
import parkgate.load.stage.Ledger;
import parkgate.load.stage.Sampler;
import parkgate.load.stage.Stage;
import parkgate.load.stage.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A city's peak: all its lots at once, for as long as one likes, with the service's own settings. Every answer is compared with
 * what was expected, and at the end every car with the ledger.
 */
@Command(
        name = "peak",
        mixinStandardHelpOptions = true,
        description = "A city's peak hour, with all that its traffic has; zero differences to the ledger at the end."
                + " Exit code 1 on any difference or unexpected answer.")
final class PeakCommand implements Callable<Integer> {
    private static final int LEAD_SECONDS = 2;
    private static final long WARM_UP_DEADLINE_S = 120;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--lots", defaultValue = "4500", description = "of the city (${DEFAULT-VALUE})")
    private int lots;

    @Option(names = "--rate", defaultValue = "1300", description = "scans a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--minutes", defaultValue = "5", description = "as long as one likes (${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--warm-up", defaultValue = "10", description = "seconds of it before that (${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(
            names = "--drivers",
            defaultValue = "90000",
            description = "who go in and out, each in at most once in 15 s (${DEFAULT-VALUE})")
    private int drivers;

    @Option(names = "--inside", defaultValue = "45000", description = "of them, at any time (${DEFAULT-VALUE})")
    private int inside;

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("parkgate-peak");
        try (Load load = new Load();
                Stage stage = new Stage(folder, options.redisUri)) {
            Say.line("making " + lots + " lots and " + drivers + " drivers, " + inside + " of them inside");
            PeakCity city = PeakCity.make(stage, lots, drivers, inside, options.seed);
            stage.startService(options.java, options.jar, options.jvm, Map.of());
            try (Town town = new Town(load, stage, city.lotIds())) {
                town.revoke(
                        city.people().revoked().stream().map(Code::credentialId).toList());
                return peak(load, stage, town, city);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private int peak(Load load, Stage stage, Town town, PeakCity city) throws IOException, InterruptedException {
        Report report = new Report("peak", "A city's peak").facts(stage.versions());
        double perScan = city.requestsPerScan(Mix.CITY.denied(), Mix.CITY.repeated());
        Arrivals arrivals = new Arrivals(new Random(options.seed), rate * perScan);
        int port = stage.servicePort();
        try (CityTraffic traffic = new CityTraffic(
                        city.lots(),
                        city.people(),
                        Mix.CITY,
                        "127.0.0.1:" + port,
                        inside,
                        LEAD_SECONDS * rate,
                        clock,
                        new Random(options.seed));
                Sampler sampler = new Sampler(stage)) {
            Say.line("warming up: every lot is asked once, then " + warmUpSeconds + " s of the load");
            town.awaitEach(WARM_UP_DEADLINE_S);
            if (warmUpSeconds > 0) {
                load.arrivals(port, options.connections, traffic, arrivals, Duration.ofSeconds(warmUpSeconds));
            }
            PeakReport told = new PeakReport(report, traffic, rate, stage.usage());
            Say.line("the peak: " + rate + " scans a second for " + minutes + " minutes");
            Timeline timeline = new Timeline(1_000);
            Tally tally = load.arrivals(
                    port,
                    options.connections,
                    traffic,
                    new Arrivals(new Random(options.seed + 1), rate * perScan),
                    Duration.ofMillis(Math.round(minutes * 60_000)),
                    timeline);
            Usage cpu = stage.usage();
            List<Sampler.Sample> samples = sampler.stop();
            Say.line("it is over: what is under way comes to its end, then the books are compared");
            told.load(tally, timeline, cpu);
            town.drain(traffic, options.connections);
            Ledger ledger = town.ledger(traffic, city.residents(), city.entries());
            told.servers(samples, timeline.beganAt());
            told.ledger(ledger, lots);
            System.out.println(report.markdown());
            report.keep(options.out);
            return ledger.count() == 0 && traffic.unexpectedCount() == 0 ? 0 : 1;
        }
    }
}
