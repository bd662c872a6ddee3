package parkgate.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path temp;

    private Path file() {
        return temp.resolve("j");
    }

    private void append(long version, String kind) throws IOException {
        Journal.append(file(), version, List.of(Journal.Line.of(1_000, version, kind)));
    }

    private Journal.Content read() throws IOException {
        return Journal.readBoth(file());
    }

    @Test
    void lines_are_read_as_they_were_written_by_the_owner_alone() throws IOException {
        Journal.append(
                file(),
                4,
                List.of(new Journal.Line(
                        7, 5, "CREDENTIAL", new JsonObject().put("id", "X").put("erased", true))));
        Journal.Line line = read().lines().get(0);
        assertEquals(7, line.at());
        assertEquals(5, line.version());
        assertEquals("X", line.id());
        assertTrue(line.json().getBoolean("erased"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void a_torn_last_line_is_left_out_and_cut_off_by_the_next() throws IOException {
        append(3, "BEGIN");
        append(5, "KEY");
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 1; cut < 40; cut++) {
            Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - cut));
            assertEquals(cut == 1 ? 2 : 1, read().lines().size(), "without its last " + cut + " bytes");
            assertFalse(read().damaged());
            append(6, "ALIVE");
            assertEquals(6, read().version());
            assertFalse(read().damaged());
        }
    }

    @Test
    void a_line_that_was_changed_in_the_middle_covers_nothing() throws IOException {
        append(3, "BEGIN");
        append(5, "KEY");
        append(6, "ALIVE");
        assertTrue(read().covers(3));
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length / 2; at++) {
            byte[] spoilt = whole.clone();
            spoilt[at] ^= 1;
            Files.write(file(), spoilt);
            assertFalse(read().covers(3), "byte " + at);
        }
    }

    @Test
    void it_covers_what_came_after_its_beginning_and_a_gap_uncovers_it() throws IOException {
        assertFalse(read().covers(0));
        append(10, "BEGIN");
        append(12, "ALIVE");
        assertFalse(read().covers(9));
        assertTrue(read().covers(10));
        append(12, "BEGIN");
        assertTrue(read().covers(10), "it went on where it ended");
        append(20, "BEGIN");
        assertFalse(read().covers(11), "13 to 20 are not known");
        assertTrue(read().covers(20));
        assertTrue(read().covers(25));
    }

    @Test
    void a_restore_leads_it_on() throws IOException {
        append(10, "BEGIN");
        append(12, "END");
        append(1_000_000_012, "LINK");
        append(1_000_000_012, "ALIVE");
        assertTrue(read().covers(11));
        assertEquals(1_000_000_012, read().version());
    }

    @Test
    void the_file_before_is_read_too() throws IOException {
        append(1, "BEGIN");
        append(2, "KEY");
        Files.move(file(), Journal.older(file()));
        append(2, "BEGIN");
        append(3, "KEY");
        assertTrue(read().covers(1));
        assertEquals(4, read().lines().size());
        Files.writeString(file(), "junk\nmore\n", StandardOpenOption.APPEND);
        assertFalse(read().covers(1));
    }
}
