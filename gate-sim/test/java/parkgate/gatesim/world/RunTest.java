package parkgate.gatesim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parkgate.gatesim.ledger.Difference;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.ScenarioFile;
import parkgate.gatesim.toy.ToyService;
import parkgate.gatesim.toy.ToyService.Lie;

/** The small scenario against a service that keeps the contract, one that breaks down, and ones that do not keep it. */
@Execution(ExecutionMode.CONCURRENT)
class RunTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void nothing_differs_where_the_contract_is_kept() throws IOException {
        try (ToyService service = new ToyService(Lie.NONE)) {
            Report report = play(service, ScenarioFile.find("small"));

            assertEquals(List.of(), report.differences(), this::text);
            assertTrue(report.scans() > 50, this::text);
            assertTrue(
                    report.answers()
                            .keySet()
                            .containsAll(Set.of(
                                    "GRANTED",
                                    "BAD_SIGNATURE",
                                    "MALFORMED",
                                    "EXPIRED",
                                    "REVOKED",
                                    "REPLACED",
                                    "REPLAYED",
                                    "PASSBACK",
                                    "NO_RIGHT_HERE",
                                    "OUT_OF_TIME_RANGE",
                                    "LOT_FULL")),
                    this::text);
            assertTrue(report.reads().misread() == 0 && report.reads().givenUp() >= 1, this::text);
        }
    }

    @Test
    void nothing_differs_in_the_tiny_scenario_either() throws IOException {
        try (ToyService service = new ToyService(Lie.NONE)) {
            assertEquals(List.of(), play(service, tiny()).differences(), this::text);
        }
    }

    @Test
    void nothing_differs_where_the_service_breaks_down_and_comes_back() throws IOException {
        try (ToyService service = new ToyService(Lie.NONE)) {
            service.breakDownAtEvery(5, 2);

            Report report = play(service, tiny());

            assertEquals(List.of(), report.differences(), this::text);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_service_that_does_not_keep_the_contract_differs(Lie lie) throws IOException {
        try (ToyService service = new ToyService(lie)) {
            List<Difference> differences = play(service, tiny()).differences();

            assertFalse(differences.isEmpty(), this::text);
        }
    }

    private static Scenario tiny() throws IOException {
        return ScenarioFile.find("test/resources/tiny.json");
    }

    private Report play(ToyService service, Scenario scenario) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Report report = Run.play(
                scenario,
                new Run.Settings(
                        service.uri(), ToyService.ADMIN_KEY, "toy", scenario.seed(), 1, Duration.ofSeconds(1), false),
                print);
        report.print(print);
        return report;
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
