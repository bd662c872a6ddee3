package parkgate.gatesim.lane.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lane keeps until the service has it. */
class JournalTest {
    private static final long SPOILT = 1_795_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("journal.log");
    }

    private static JournalEvent event(long seq, String direction, String decision, boolean awaits) {
        return new JournalEvent(
                seq,
                JournalEvent.Kind.SCAN,
                JSON.createObjectNode()
                        .put("scanId", "s" + seq)
                        .put("direction", direction)
                        .put("offlineDecision", decision),
                awaits,
                null);
    }

    private static JournalEvent exit(long seq) {
        return event(seq, "EXIT", "GRANTED", false);
    }

    private static List<Long> seqs(List<JournalEvent> events) {
        return events.stream().map(JournalEvent::seq).toList();
    }

    @Test
    void what_was_written_is_there_after_any_end_and_what_the_service_has_is_not() throws IOException {
        try (Journal journal = Journal.open(file())) {
            for (long seq = 1; seq <= 5; seq++) {
                journal.add(exit(seq));
            }
            journal.remove(journal.ready(2));
        }
        try (Journal journal = Journal.open(file())) {
            assertEquals(List.of(3L, 4L, 5L), seqs(journal.ready(10)));
            assertEquals("s3", journal.ready(1).get(0).body().path("scanId").asText());
            assertEquals(5, journal.lastSeq());
        }
    }

    @Test
    void a_record_that_a_crash_tore_off_is_cut_and_a_rotten_one_is_left_out() throws IOException {
        try (Journal journal = Journal.open(file())) {
            journal.add(exit(1));
            journal.add(exit(2));
            journal.add(exit(3));
        }
        String whole = Files.readString(file());
        for (int cut = 1; cut < 60; cut += 7) {
            Files.writeString(file(), whole.substring(0, whole.length() - cut));
            try (Journal journal = Journal.open(file())) {
                assertEquals(List.of(1L, 2L), seqs(journal.ready(10)));
                assertEquals(0, journal.damaged());
                journal.add(exit(9));
            }
            try (Journal journal = Journal.open(file())) {
                assertEquals(List.of(1L, 2L, 9L), seqs(journal.ready(10)));
            }
        }
        Files.writeString(file(), whole.replace("\"s2\"", "\"x2\""));
        try (Journal journal = Journal.open(file())) {
            assertEquals(List.of(1L, 3L), seqs(journal.ready(10)));
            assertEquals(1, journal.damaged());
        }
    }

    @Test
    void a_car_before_the_barrier_holds_back_what_came_after_until_somebody_knows() throws IOException {
        try (Journal journal = Journal.open(file())) {
            journal.add(exit(1));
            journal.add(event(2, "ENTRY", "GRANTED", true));
            journal.add(exit(3));
            assertEquals(List.of(1L), seqs(journal.ready(10)));
            assertTrue(journal.outcome(2, "NO_ENTRY"));
            assertFalse(journal.outcome(7, "CONFIRMED"));
            assertEquals(List.of(1L, 2L, 3L), seqs(journal.ready(10)));
            assertEquals(0, journal.entriesAfter(0));
        }
        try (Journal journal = Journal.open(file())) {
            assertEquals(
                    "NO_ENTRY", journal.ready(2).get(1).sent().path("outcome").asText());
            journal.add(event(4, "ENTRY", "GRANTED", true));
        }
        try (Journal journal = Journal.open(file())) {
            JournalEvent unknown = journal.ready(4).get(3);
            assertNull(unknown.outcome(), "nobody saw it, and the journal does not guess");
            assertFalse(unknown.sent().has("outcome"));
            assertEquals(1, journal.entriesAfter(3));
        }
    }

    @Test
    void at_ten_thousand_events_entries_stop_and_exits_go_on_and_refusals_stopped_long_before() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Journal journal = Journal.open(file())) {
            for (long seq = 1; seq <= Journal.DENIALS_TO; seq++) {
                journal.add(event(seq, "ENTRY", "DENIED", false));
            }
            assertThrows(JournalFull.class, () -> journal.add(event(5_001, "ENTRY", "DENIED", false)));
            assertTrue(journal.takesEntries());
        }
        // The rest without waiting for the disk each time: the lines as the journal writes them.
        try (RecordLog log = RecordLog.open(file(), lines)) {
            for (long seq = 5_001; seq <= Journal.ENTRIES_TO; seq++) {
                log.append(lines.get(0).replace("\"seq\":1,", "\"seq\":" + seq + ","), false);
            }
        }
        try (Journal journal = Journal.open(file())) {
            assertEquals(Journal.ENTRIES_TO, journal.size());
            assertFalse(journal.takesEntries());
            assertThrows(JournalFull.class, () -> journal.add(event(20_001, "ENTRY", "GRANTED", true)));
            journal.add(exit(20_002));
            journal.remove(journal.ready(500));
            assertTrue(journal.takesEntries());
            journal.add(event(20_003, "ENTRY", "GRANTED", true));
        }
    }

    @Test
    void the_file_shrinks_when_all_is_told() throws IOException {
        try (Journal journal = Journal.open(file())) {
            for (long seq = 1; seq <= 50; seq++) {
                journal.add(exit(seq));
            }
            journal.remove(journal.ready(50));
            assertEquals(0, Files.size(file()));
            journal.add(exit(51));
        }
        try (Journal journal = Journal.open(file())) {
            assertEquals(List.of(51L), seqs(journal.ready(5)));
        }
    }

    @Test
    void numbers_never_go_back() throws IOException {
        Path file = folder.resolve("seq");
        DeviceSeq seq = open(file, 0);
        long last = 0;
        for (int i = 0; i < 1_500; i++) {
            last = seq.next();
        }
        assertEquals(1_500, last);
        assertTrue(open(file, 0).next() > last, "after a crash");
        Files.delete(file);
        assertEquals(1_501, open(file, 1_500).next(), "by what the journal still holds");
        Files.write(file, "none".getBytes(StandardCharsets.US_ASCII));
        assertEquals(SPOILT + 1, open(file, 1_500).next(), "above all that were ever taken");
        assertTrue(open(file, 0).next() > SPOILT + 1, "and from then on as ever");
    }

    private static DeviceSeq open(Path file, long atLeast) throws IOException {
        return DeviceSeq.open(file, atLeast, () -> SPOILT, complaint -> {});
    }
}
