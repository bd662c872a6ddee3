package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** What a newcomer does: starts the service, pastes the four lines into a shell. */
class DemonstrationIT {
    private static final Secret ADMIN = new Secret("pg_admin_0123456789abcdef_" + "0123456789abcdef".repeat(4));

    @TempDir
    private Path data;

    @Test
    void the_printed_lines_take_a_car_in_and_out_again_and_again() throws Exception {
        try (EmbeddedRedis redis = Servers.startRedis()) {
            ServerAddresses servers =
                    new ServerAddresses(new Secret(Servers.freshDatabaseUri()), new Secret(redis.uri()), true);
            Settings settings = Settings.read(
                    List.of(
                            "--http-port=0",
                            "--demo=true",
                            "--data-dir=" + data,
                            "--postgres-uri=" + servers.postgres().text(),
                            "--redis-uri=" + servers.redis().text(),
                            "--admin-key=" + ADMIN.text()),
                    Map.of());
            List<String> first = runs(settings, servers, true);
            List<String> second = runs(settings, servers, false);
            assertNotEquals(first, second, "fresh lines at each start");
            assertEquals(4, holders(servers), "the city is made once");
            try (Stream<Path> kept = Files.list(data.resolve("demo"))) {
                for (Path file : (Iterable<Path>) kept::iterator) {
                    assertEquals(
                            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file + "");
                }
            }
        }
    }

    private List<String> runs(Settings settings, ServerAddresses servers, boolean leaves) throws Exception {
        Service service = Start.service(settings, servers, ADMIN);
        try {
            String text = Demonstration.lines(settings, service, ADMIN).orElseThrow();
            List<String> lines =
                    text.lines().filter(line -> line.startsWith("curl")).toList();
            assertEquals(4, lines.size(), text);
            assertTrue(Files.size(data.resolve("demo/driver.png")) > 100);
            signIns(service, text);
            assertTrue(text.contains(service.url() + "/claim#"), text);
            assertEquals(
                    2,
                    text.lines().filter(line -> line.contains("/lane#pg_lane_")).count(),
                    text);
            entry(lines, false);
            assertEquals(1, shell(lines.get(2)).getInteger("currentCount"));
            entry(lines, true);
            if (leaves) {
                assertGranted(false, shell(lines.get(3)));
                assertGranted(true, shell(lines.get(3)));
                assertEquals(0, shell(lines.get(2)).getInteger("currentCount"));
            }
            return lines;
        } finally {
            Await.result(service.drain());
            Await.result(service.close());
        }
    }

    private void signIns(Service service, String text) throws Exception {
        for (String name : List.of("demo-operator", "demo-attendant")) {
            Path file = data.resolve("demo/" + name + ".password");
            String signIn = "curl -sS " + service.url() + "/v1/staff/sign-in -H 'Content-Type: application/json'"
                    + " -d '{\"name\":\"" + name + "\",\"password\":\"'$(cat " + file + ")'\"}'";
            JsonObject signed = shell(signIn);
            assertEquals(name, signed.getString("name"), signed::encode);
            assertEquals(false, signed.getBoolean("mustChangePassword"), signed::encode);
        }
        String password =
                Files.readString(data.resolve("demo/demo-operator.password")).strip();
        assertTrue(text.contains(service.url() + "/ops\n"), text);
        assertTrue(text.contains("Sign in as demo-operator with the password " + password), text);
        assertTrue(text.indexOf("/claim#") > text.lastIndexOf("curl"), "what to open stays in view: " + text);
    }

    private static int holders(ServerAddresses servers) throws SQLException {
        try (Connection connection = Jdbc.connect(servers.postgres().text());
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from credential where holder_ref <> 'demo-driver'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void entry(List<String> lines, boolean again) throws Exception {
        assertGranted(again, shell(lines.get(0)));
        JsonObject session = shell(lines.get(1));
        assertEquals("ACTIVE", session.getString("status"), session.encode());
    }

    private static void assertGranted(boolean again, JsonObject answer) {
        assertEquals("GRANTED", answer.getString("decision"), answer.encode());
        assertEquals(again, answer.getBoolean("replayed"), answer.encode());
    }

    private static JsonObject shell(String line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return new JsonObject(said);
    }
}
