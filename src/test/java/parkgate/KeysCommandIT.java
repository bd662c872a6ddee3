package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyRing;

/** {@code java -jar parkgate.jar keys …}, as an operator types it. */
class KeysCommandIT {
    @TempDir
    Path folder;

    private record Ended(int exitCode, String text) {}

    private static Ended run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "keys"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    @Test
    void a_key_is_added_beside_the_service_and_a_mistake_is_one_line() throws Exception {
        Path file = folder.resolve("keys.p12");
        KeyRing before = KeyFile.openOrMake(file, new SecureRandom(), Instant.now());

        Ended added = run("add", "paper", "--signs-from", "2099-01-01T00:00:00Z", "--data-dir", folder.toString());
        assertEquals(0, added.exitCode(), added.text());
        assertTrue(added.text().contains("2099-01-01T00:00:00Z"), added.text());
        assertEquals(
                before.publicKeys().size() + 1, KeyFile.read(file).publicKeys().size());

        Ended refused = run("retire", "00000000", "--key-file", file.toString());
        assertEquals(1, refused.exitCode());
        assertEquals("the key file has no key 00000000", refused.text().strip());
        assertEquals(2, run("list", "--no-such-setting", "1").exitCode());
    }
}
