package parkgate.backup;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.config.Settings;

class RestoreTest {
    @TempDir
    Path temp;

    private Path backup(String manifest) throws IOException {
        Path file = temp.resolve("b");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        MessageDigest digest = Archive.sha256();
        digest.update(Files.readAllBytes(file));
        Files.writeString(file, Archive.seal(digest), StandardOpenOption.APPEND);
        return file;
    }

    private String refusal(String manifest, long usable) throws Exception {
        Path data = temp.resolve("data");
        Settings settings = Settings.read(List.of("--data-dir", data.toString()), Map.of());
        Path file = backup(manifest);
        BackupException refused = assertThrows(
                BackupException.class, () -> new Restore(settings, InstantSource.fixed(Instant.EPOCH), folder -> usable)
                        .from(file, new Restore.Wish(Optional.empty(), true)));
        assertFalse(Files.exists(data), "nothing was touched");
        return String.valueOf(refused.getMessage());
    }

    @Test
    void on_a_full_disk_it_refuses_before_anything_is_touched() throws Exception {
        String manifest = new Manifest("1", Instant.EPOCH, 1, List.of()).json().encode();
        String line = refusal(manifest, 699L << 20);
        assertTrue(line.contains("too little room"), line);
        assertTrue(line.contains("699 MiB are free"), line);
    }

    @Test
    void a_manifest_that_is_none_is_refused() throws Exception {
        for (String text : List.of(
                "",
                "{}",
                "[]",
                "{\"format\":1}",
                "{\"format\":1,\"schema\":\"1\",\"takenAt\":\"x\",\"change\":1,\"entries\":[]}",
                "{\"format\":1,\"schema\":\"1\",\"takenAt\":\"1970-01-01T00:00:00Z\",\"change\":1,\"entries\":[{\"name\":"
                        + "\"tables/a; drop table b\",\"bytes\":1,\"columns\":[],\"rows\":0}]}")) {
            String line = refusal(text, Long.MAX_VALUE);
            assertTrue(line.contains("damaged"), text + ": " + line);
        }
        String newer = refusal("{\"format\":2,\"entries\":[]}", Long.MAX_VALUE);
        assertTrue(newer.contains("newer"), newer);
    }
}
