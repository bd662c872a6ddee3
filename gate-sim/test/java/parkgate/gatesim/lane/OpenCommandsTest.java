package parkgate.gatesim.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.gatesim.lane.line.HttpLine;
import parkgate.gatesim.lane.line.LaneClock;

class OpenCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_disk_that_takes_nothing_more_keeps_no_barrier_down() throws Exception {
        List<String> opened = new ArrayList<>();
        List<String> news = new CopyOnWriteArrayList<>();
        OpenCommands commands = OpenCommands.open(
                folder.resolve("commands.log"),
                new HttpLine(URI.create("http://127.0.0.1:1"), "key", null),
                new LaneClock(InstantSource.fixed(NOW), Duration.ZERO),
                why -> opened.add(why.get("PARKGATE_DECISION_ID")),
                news::add);
        commands.close(); // from here on every writing fails
        ObjectNode open = new ObjectMapper()
                .createObjectNode()
                .put("commandId", "c1")
                .put("laneId", "lane")
                .put("expiresAt", NOW.plusSeconds(30).toString());

        commands.obey(open);
        commands.obey(open);

        assertEquals(List.of("c1"), opened, "once");
        assertTrue(news.stream().anyMatch(each -> each.contains("without being written down")), news::toString);
    }
}
