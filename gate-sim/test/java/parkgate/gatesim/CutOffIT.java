package parkgate.gatesim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.ScenarioFile;
import parkgate.gatesim.world.Report;
import parkgate.gatesim.world.Run;

/** Lots are cut off from the service, cars go on, lanes tell it afterwards: what it then knows is what happened. */
class CutOffIT {
    @TempDir
    Path folder;

    @Test
    void a_day_with_lots_cut_off_ends_with_no_difference() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (ServiceProcess service = ServiceProcess.start(folder)) {
            Scenario scenario = ScenarioFile.find(
                    Path.of("test", "resources", "cut-off.json").toString());
            Report report = Run.play(
                    scenario,
                    new Run.Settings(
                            service.uri(), service.adminKey(), "cut", scenario.seed(), 1, Duration.ofSeconds(30), true),
                    print);
            report.print(print);

            assertEquals(List.of(), report.differences(), () -> out.toString(StandardCharsets.UTF_8));
            assertTrue(report.decidedAlone() > 10, () -> out.toString(StandardCharsets.UTF_8));
        }
    }
}
