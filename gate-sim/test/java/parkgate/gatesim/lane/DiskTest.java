package parkgate.gatesim.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.gatesim.lane.offline.JdkSignatures;

class DiskTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z"));

    @TempDir
    Path temp;

    @Test
    void nobody_else_may_look_into_the_folder() throws IOException {
        assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"));
        Path folder = Files.createDirectory(temp.resolve("lane"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        open(folder).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    @Test
    void a_folder_belongs_to_one_program_at_a_time() throws IOException {
        Path folder = temp.resolve("lane");
        Disk first = open(folder);
        assertThrows(IOException.class, () -> open(folder));
        first.close();
        open(folder).close();
    }

    private static Disk open(Path folder) throws IOException {
        return Disk.open(folder, "", new JdkSignatures(), CLOCK, complaint -> {});
    }
}
