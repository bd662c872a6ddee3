package parkgate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole of a comparison, as short as it can be: what is counted, never how fast. */
class RatiosCommandIT {
    @Test
    void every_case_is_answered_as_expected(@TempDir Path out) throws IOException {
        int code = new CommandLine(new RatiosCommand())
                .execute(
                        "--jar",
                        "../src/target/parkgate.jar",
                        "--classes",
                        "S", // which wait for no step
                        "--lots",
                        "2",
                        "--drivers",
                        "400",
                        "--seconds",
                        "0.3",
                        "--rounds",
                        "1",
                        "--connections",
                        "4",
                        "--out",
                        out.toString());
        assertEquals(0, code);
        List<JsonObject> cases = cases(out, "s-2");
        assertEquals(5, cases.size());
        allAsExpected(cases);
        assertTrue(Files.readString(out.resolve("ratios.md")).contains("| load driver |"), "what a scan costs");
        List<JsonObject> refusals = cases(out, "refusals");
        assertEquals(4, refusals.size());
        allAsExpected(refusals);
    }

    private static void allAsExpected(List<JsonObject> cases) {
        for (JsonObject one : cases) {
            assertTrue(one.getLong("perSecond") > 0, one.encode());
            assertEquals(0, one.getLong("notAsExpected"), one.encode());
        }
    }

    private static List<JsonObject> cases(Path out, String table) throws IOException {
        JsonObject report = new JsonObject(Files.readString(out.resolve("ratios.json")));
        return report.getJsonObject("data").getJsonObject(table).getJsonArray("cases").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
