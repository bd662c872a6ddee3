package parkgate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One setting beside the default, as short as it can be: what is counted, never how fast. */
class SettingsCommandIT {
    @Test
    void a_setting_is_run_beside_the_default_and_each_scan_is_granted(@TempDir Path out) throws IOException {
        int code = new CommandLine(new SettingsCommand())
                .execute(
                        "--jar",
                        "../src/target/parkgate.jar",
                        "--only",
                        "POSTGRES_POOL_SIZE 16",
                        "--class",
                        "S", // which wait for no step
                        "--lots",
                        "2",
                        "--drivers",
                        "400",
                        "--warm-seconds",
                        "0.3",
                        "--seconds",
                        "0.3",
                        "--rounds",
                        "1",
                        "--connections",
                        "4",
                        "--out",
                        out.toString());
        assertEquals(0, code);
        JsonObject report = new JsonObject(Files.readString(out.resolve("settings.json")));
        JsonArray variants = report.getJsonObject("data").getJsonArray("variants");
        assertEquals(2, variants.size());
        for (int i = 0; i < variants.size(); i++) {
            JsonObject run = variants.getJsonObject(i).getJsonArray("runs").getJsonObject(0);
            assertTrue(run.getLong("granted") > 0, run.encode());
            assertEquals(0, run.getLong("notAsExpected"), run.encode());
        }
    }
}
