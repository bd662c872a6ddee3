package parkgate.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerOnlyFileTest {
    @TempDir
    Path temp;

    @Test
    void what_is_written_is_read_and_nobody_elses() throws Exception {
        Path file = temp.resolve("secret");
        OwnerOnlyFile.write(file, new byte[] {1, 2, 3});
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertArrayEquals(new byte[] {1, 2, 3}, OwnerOnlyFile.read(file));
        try (var left = Files.list(temp)) {
            assertEquals(1, left.count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void a_file_open_to_others_is_refused(String permissions) throws Exception {
        Path file = temp.resolve("secret");
        OwnerOnlyFile.write(file, new byte[] {1});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThrows(IOException.class, () -> OwnerOnlyFile.read(file));
    }
}
