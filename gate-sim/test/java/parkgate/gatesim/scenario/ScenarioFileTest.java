package parkgate.gatesim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioFileTest {
    private static final Path SMALL = Path.of("scenarios", "small.json");

    @ParameterizedTest
    @ValueSource(strings = {"small", "demo-day", "scenarios/small.json"})
    void finds_a_scenario_by_its_name_or_its_file(String which) throws IOException {
        assertTrue(which.contains(ScenarioFile.find(which).name()));
    }

    @Test
    void the_demonstration_day_is_some_two_thousand_scans_at_three_lots() throws IOException {
        Scenario day = ScenarioFile.find("demo-day");

        int visits = Planner.plan(day, day.seed(), 1).drivers().stream()
                .mapToInt(driver -> driver.visits().size())
                .sum();
        assertEquals(3, day.lots().size());
        assertTrue(visits > 900 && visits < 1300, visits + " visits of about two scans each");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"seed\": 7 | \"seed\": 7, \"sed\": 8 | sed",
                "\"name\": \"small\" | \"nome\": \"small\" | nome",
                "\"name\": \"small\", | | name is missing",
                "\"capacity\": 3, | \"capacity\": 0, | capacity must be above 0",
                "\"Asia/Shanghai\" | \"Asia/Nowhere\" | Asia/Nowhere",
                "\"passback\": \"HARD\" | \"passback\": \"hard\" | passback must be one of HARD, SOFT, OFF",
                "\"id\": \"north-in-2\" | \"id\": \"north-in-1\" | lane north-in-1 stands there twice",
                "\"lots\": [\"north\"] | \"lots\": [\"south\"] | there is no lot south",
                "[\"06:00\", \"10:00\"] | [\"10:00\", \"06:00\"] | arrive must go forward",
                "[\"06:00\", \"10:00\"] | [\"6 am\", \"10:00\"] | 6 am",
                "[120, 480] | [480, 120] | stayMinutes needs two whole numbers",
                "\"story\": \"COPIED\", \"drivers\": 1, \"carries\": \"PHONE\""
                        + " | \"story\": \"COPIED\", \"drivers\": 1, \"carries\": \"PAPER\" | story COPIED needs phones"
            })
    void says_in_one_line_what_is_wrong(String good, String bad, String message) throws IOException {
        String text = Files.readString(SMALL);
        String broken = text.replaceFirst(Pattern.quote(good), bad == null ? "" : bad);

        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ScenarioFile.parse(broken, "file.json"));

        assertTrue(!broken.equals(text) && e.getMessage().startsWith("file.json: "), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void the_same_seed_is_the_same_day_and_another_seed_another() throws IOException {
        Scenario day = ScenarioFile.find("demo-day");

        assertEquals(Planner.plan(day, 1, 1), Planner.plan(day, 1, 1));
        assertTrue(!Planner.plan(day, 1, 1)
                .drivers()
                .equals(Planner.plan(day, 2, 1).drivers()));
    }

    @Test
    void twice_the_speed_is_half_the_time() throws IOException {
        Scenario day = ScenarioFile.find("demo-day");

        long slow = Planner.plan(day, 1, 1).drivers().get(0).firstMs();
        long fast = Planner.plan(day, 1, 2).drivers().get(0).firstMs();

        assertTrue(Math.abs(slow - 2 * fast) <= 2, slow + " and " + fast);
    }
}
