package parkgate.gatesim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.ScenarioFile;
import parkgate.gatesim.world.Report;
import parkgate.gatesim.world.Run;

/** The small scenario against the service itself, in its own process on real PostgreSQL and Redis. */
@Execution(ExecutionMode.CONCURRENT)
class SmallScenarioIT {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ServiceProcess service;

    @BeforeEach
    void start() throws Exception {
        service = ServiceProcess.start(folder);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void ends_with_no_difference() throws IOException {
        Report report = play("it");

        assertEquals(List.of(), report.differences(), this::text);
        assertTrue(report.scans() > 50, this::text);
    }

    @Test
    void ends_with_no_difference_though_the_service_is_killed_in_the_middle() throws Exception {
        CompletableFuture<Report> run = CompletableFuture.supplyAsync(() -> play("kill"));
        while (!text().contains("the day begins") && !run.isDone()) {
            Thread.sleep(50);
        }
        // Among the morning's arrivals, and again later.
        for (int i = 0; i < 2; i++) {
            Thread.sleep(2000);
            service.kill();
            service.start();
        }

        Report report = run.join();

        assertEquals(List.of(), report.differences(), this::text);
    }

    private Report play(String run) {
        try {
            Scenario scenario = ScenarioFile.find("small");
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            Report report = Run.play(
                    scenario,
                    new Run.Settings(
                            service.uri(), service.adminKey(), run, scenario.seed(), 1, Duration.ofSeconds(30), false),
                    print);
            report.print(print);
            return report;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
