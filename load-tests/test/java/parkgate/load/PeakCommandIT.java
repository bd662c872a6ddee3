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

/** A city's peak of two seconds: what was answered and who is inside, never how fast. */
class PeakCommandIT {
    @Test
    void every_answer_is_as_expected_and_no_car_is_missing(@TempDir Path out) throws IOException {
        int code = new CommandLine(new PeakCommand())
                .execute(
                        "--jar=../src/target/parkgate.jar",
                        "--lots=10",
                        "--rate=100",
                        "--minutes=0.034",
                        "--warm-up=0",
                        "--drivers=900",
                        "--inside=100",
                        "--connections=16",
                        "--out=" + out);
        JsonObject data = new JsonObject(Files.readString(out.resolve("peak.json"))).getJsonObject("data");
        assertEquals(0, data.getLong("differences"), data.encode());
        assertEquals(0, data.getLong("unexpected"), data.encode());
        assertEquals(0, code);
        JsonObject answers = data.getJsonObject("answers");
        assertTrue(answers.getLong("entry", 0L) > 0 && answers.getLong("exit", 0L) > 0, answers.encode());
        for (String plot : List.of("rate", "latency", "heap", "redis", "outbox", "postgres")) {
            assertTrue(Files.exists(out.resolve("peak-" + plot + ".svg")), plot);
        }
    }
}
