package parkgate.gatesim.lane.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.core.CredentialId;
import parkgate.core.access.Direction;
import parkgate.gatesim.lane.Issuer;
import parkgate.gatesim.lane.offline.Room;
import parkgate.gatesim.lane.offline.Seen;

class LaneMemoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();

    private static Seen entry(String decision, long step, boolean waiting) {
        return new Seen(decision, Direction.ENTRY, waiting, step, NOW);
    }

    @Test
    void remembers_over_a_crash_and_a_step_is_not_forgotten_by_leaving() throws IOException {
        CredentialId id = Issuer.credential();
        LaneMemory memory = LaneMemory.open(folder.resolve("memory"));
        memory.granted(id, entry("a", 77, true), true);
        memory.granted(id, new Seen("b", Direction.EXIT, false, -1, NOW.plusSeconds(9)), false);

        try (LaneMemory again = LaneMemory.open(folder.resolve("memory"))) {
            assertEquals(new Seen("b", Direction.EXIT, false, 77, NOW.plusSeconds(9)), again.seen(id));
        }
        memory.close();
    }

    @Test
    void a_grant_whose_car_did_not_pass_leaves_no_trace() throws IOException {
        CredentialId id = Issuer.credential();
        try (LaneMemory memory = LaneMemory.open(folder.resolve("memory"))) {
            memory.granted(id, entry("a", 5, true), true);
            memory.undone("a");
            assertNull(memory.seen(id));
            memory.granted(id, entry("b", 6, true), true);
            memory.passed(id, "b");
            assertFalse(memory.seen(id).waiting());
            memory.undone("b");
            assertEquals("b", memory.seen(id).decision(), "what has passed has passed");
            memory.granted(id, entry("c", 7, true), true);
            memory.undone("c");
            assertEquals(6, memory.seen(id).step(), "its step may be shown again");
        }
        try (LaneMemory again = LaneMemory.open(folder.resolve("memory"))) {
            assertEquals("b", again.seen(id).decision());
        }
    }

    @Test
    void the_share_of_spaces_outlives_a_crash_without_the_cars_let_in_since() throws IOException {
        try (Journal journal = Journal.open(folder.resolve("journal"))) {
            LaneState state = LaneState.open(folder.resolve("state"), journal, complaints::add);
            assertEquals(Room.UNKNOWN, state.spaces());
            state.share(3, 10);
            state.clock(Duration.ofSeconds(40), 10);
            journal.add(new JournalEvent(
                    11,
                    JournalEvent.Kind.SCAN,
                    new com.fasterxml.jackson.databind.ObjectMapper()
                            .createObjectNode()
                            .put("direction", "ENTRY")
                            .put("offlineDecision", "GRANTED"),
                    false,
                    null));

            LaneState again = LaneState.open(folder.resolve("state"), journal, complaints::add);

            assertEquals(2, again.spaces());
            assertEquals(Duration.ofSeconds(40), again.offset());
            again.atMost(1, 11);
            assertEquals(1, again.spaces());
            again.add(-2);
            assertEquals(0, again.spaces());
            again.share(Room.UNLIMITED, 12);
            again.add(-1);
            again.atMost(4, 12);
            assertTrue(again.spaces() == Room.UNLIMITED);
        }
    }

    @Test
    void a_spoilt_share_is_said_and_not_known() throws IOException {
        try (Journal journal = Journal.open(folder.resolve("journal"))) {
            for (String spoilt : List.of("", "{\"spaces\":", "\"x\"", "\0".repeat(50))) {
                complaints.clear();
                Files.writeString(folder.resolve("state"), spoilt);
                LaneState state = LaneState.open(folder.resolve("state"), journal, complaints::add);
                assertEquals(Room.UNKNOWN, state.spaces());
                assertEquals(Duration.ZERO, state.offset());
                assertEquals(1, complaints.size(), spoilt);
            }
        }
    }
}
