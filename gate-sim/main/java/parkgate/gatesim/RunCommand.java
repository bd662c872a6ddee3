package parkgate.gatesim;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.ScenarioFile;
import parkgate.gatesim.world.Report;
import parkgate.gatesim.world.Run;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a scenario and compares; exit code 0 where nothing differs, 1 where something does. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Plays a scenario against the service and compares what it knows with what happened.")
final class RunCommand implements Callable<Integer> {
    /** After the day, and after the last unreported grant has expired. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    @Mixin
    private final Service service = new Service();

    @ArgGroup(multiplicity = "1")
    private final Which which = new Which();

    @Option(names = "--seed", paramLabel = "N", description = "Another day than the scenario's own.")
    private @Nullable Long seed;

    @Option(
            names = "--speed",
            defaultValue = "1",
            paramLabel = "X",
            description = "Plays the day X times as fast as the scenario says (default: 1).")
    private double speed = 1;

    @Option(names = "--keep-going", description = "Goes on to the end of the day after 20 differences.")
    private boolean keepGoing;

    private static final class Which {
        @Parameters(
                paramLabel = "SCENARIO",
                description = "A scenario file, or the name of one that comes along: demo-day, small, cut-off-day.")
        private @Nullable String named;

        @Option(names = "--scenario", paramLabel = "FILE", description = "The same, as an option.")
        private @Nullable String option;
    }

    @Override
    public Integer call() throws IOException {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("--speed: expected a number above 0");
        }
        Scenario scenario = ScenarioFile.find(which.named != null ? which.named : String.valueOf(which.option));
        service.client(); // a wrong address shows before anything begins
        Run.Settings how = new Run.Settings(
                service.url,
                service.adminKey(),
                "sim-" + Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX),
                seed != null ? seed : scenario.seed(),
                speed,
                SETTLING,
                keepGoing);
        Report report = Run.play(scenario, how, System.out);
        report.print(System.out);
        return report.differences().isEmpty() ? 0 : Main.DIFFERS;
    }
}
