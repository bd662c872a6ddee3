package parkgate.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandEntryTest {
    private static final Command OPEN = new Command(
            UUID.fromString("018f6b1e-7c6e-7b43-9c5a-3b1f6f1c2d3e"),
            Command.Kind.OPEN,
            "entry",
            1_000,
            31_000,
            new JsonObject().put("reason", "a \"reason\"\nof two lines").putNull("sessionId"));

    @Test
    void what_one_instance_writes_another_reads() {
        for (CommandEntry entry : new CommandEntry[] {
            CommandEntry.given(OPEN),
            CommandEntry.of(CommandEntry.Word.SENT, OPEN),
            CommandEntry.of(CommandEntry.Word.DONE, OPEN)
        }) {
            assertEquals(entry, CommandEntry.of(entry.fields()));
        }
    }

    @Test
    void what_is_not_one_is_refused() {
        for (String missing : CommandEntry.given(OPEN).fields().keySet()) {
            Map<String, String> fields = new HashMap<>(CommandEntry.given(OPEN).fields());
            fields.remove(missing);
            assertThrows(IllegalArgumentException.class, () -> CommandEntry.of(fields), missing);
        }
        Map<String, String> odd = new HashMap<>(CommandEntry.given(OPEN).fields());
        odd.put("word", "NOD");
        assertThrows(IllegalArgumentException.class, () -> CommandEntry.of(odd));
    }

    @Test
    void an_event_is_one_data_line_whatever_the_reason_says() {
        String text = OPEN.text(11_000);
        String[] lines = text.split("\n", -1);
        assertEquals("id: " + OPEN.id(), lines[0]);
        assertEquals("event: open", lines[1]);
        assertTrue(lines[2].startsWith("data: {"));
        assertEquals(5, lines.length, text);
        JsonObject data = new JsonObject(lines[2].substring(6));
        assertEquals(20_000, data.getInteger("ttlMs"));
        assertEquals("1970-01-01T00:00:31Z", data.getString("expiresAt"));
        assertEquals("a \"reason\"\nof two lines", data.getString("reason"));
    }

    @Test
    void it_is_over_from_its_last_moment_on() {
        assertFalse(OPEN.isOver(30_999));
        assertTrue(OPEN.isOver(31_000));
    }

    @Test
    void lanes_are_spread_over_the_streams() {
        boolean[] used = new boolean[CommandLog.SHARDS];
        for (int i = 0; i < 1_000; i++) {
            used[CommandLog.shard("lane-" + i)] = true;
        }
        for (boolean each : used) {
            assertTrue(each);
        }
    }
}
