package parkgate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A small city that loses Redis's memory and its service twice: who is inside, never how fast it came back. */
class RecoveryCommandIT {
    @Test
    void every_lot_comes_back_and_no_car_is_missing(@TempDir Path out) throws IOException {
        int code = new CommandLine(new RecoveryCommand())
                .execute(
                        "--jar=../src/target/parkgate.jar",
                        "--lots=10",
                        "--cars=100",
                        "--outside=200",
                        "--rate=20",
                        "--before=1",
                        "--after=2",
                        "--starts=1",
                        "--connections=8",
                        "--out=" + out);
        JsonObject data = new JsonObject(Files.readString(out.resolve("recovery.json"))).getJsonObject("data");
        assertEquals(0, data.getLong("differences"), data.encode());
        assertEquals(0, data.getLong("unexpected"), data.encode());
        assertEquals(0, code);
        assertEquals(10, data.getJsonObject("rebuilt-2").getInteger("lots"));
        assertEquals(
                1, data.getJsonObject("firstScan").getJsonArray("afterKillS").size());
        for (String event : List.of("flushall", "restart", "kill")) {
            assertFalse(data.getJsonObject(event).getJsonObject("answers").isEmpty(), event);
        }
    }
}
