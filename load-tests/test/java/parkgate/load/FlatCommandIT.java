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

/** Flatness and memory, as short as they can be: what is counted, never how fast or how much. */
class FlatCommandIT {
    @Test
    void every_case_is_driven_beside_the_reference(@TempDir Path out) throws IOException {
        int code = new CommandLine(new FlatCommand())
                .execute(arguments(
                        out,
                        "--cases events,many-lanes,viewers --lots 3 --drivers 300 --events 600 --many-lanes 12 --viewers 5"
                                + " --rounds 1 --seconds 0.3 --warm 0 --connections 4"));
        assertEquals(0, code);
        List<JsonObject> cases = json(out, "flat").getJsonObject("data").getJsonArray("cases").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertEquals(3, cases.size());
        for (JsonObject one : cases) {
            for (String side : List.of("reference", "other")) {
                JsonObject figures = one.getJsonObject(side);
                assertTrue(figures.getJsonArray("perSecond").getDouble(0) > 0, one.encode());
                assertEquals(0, figures.getLong("notAsExpected"), one.encode());
            }
        }
        JsonObject facts = json(out, "flat").getJsonObject("facts");
        assertTrue(facts.getString("12 lanes").endsWith(" 0 lost"), facts.encode());
        assertTrue(facts.getString("5 viewers").endsWith(" 0 lost"), facts.encode());
    }

    @Test
    void memory_is_counted_for_each_kind_of_thing(@TempDir Path out) throws IOException {
        int code = new CommandLine(new MemoryCommand())
                .execute(arguments(out, "--lots 2 --cars 200 --lanes 10 --viewers 4 --warm 0"));
        assertEquals(0, code);
        List<String> whats = json(out, "memory").getJsonArray("tables").getJsonObject(0).getJsonArray("rows").stream()
                .map(row -> ((io.vertx.core.json.JsonArray) row).getString(0))
                .toList();
        assertEquals(
                List.of(
                        "a car that came in, all told",
                        "an answer that is kept for a lane's retry",
                        "a credential's last step",
                        "a right that is cached at a lot",
                        "a car inside",
                        "a lane that is connected",
                        "a viewer of one lot"),
                whats);
    }

    private static String[] arguments(Path out, String rest) {
        return ("--jar ../src/target/parkgate.jar --out " + out + " " + rest).split(" ");
    }

    private static JsonObject json(Path out, String name) throws IOException {
        return new JsonObject(Files.readString(out.resolve(name + ".json")));
    }
}
