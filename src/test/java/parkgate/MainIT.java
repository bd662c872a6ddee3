package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainIT {
    /** Takes connections and says nothing, as a server that was stopped by a signal. */
    private static ServerSocket silent;

    private static Waiting withoutRedis;
    private static Waiting withoutPostgres;

    @TempDir
    Path temp;

    private final List<Process> started = new ArrayList<>();

    /** A start that gives up after a minute of trying: that minute goes by beside the other tests. */
    private record Waiting(Process process, Path folder) {
        static Waiting on(Path folder, String postgresUri, String redisUri) throws IOException {
            Files.createDirectories(folder);
            return new Waiting(
                    launch(
                            folder,
                            Map.of(),
                            "--data-dir",
                            folder.resolve("data").toString(),
                            "--http-port",
                            "0",
                            "--postgres-uri",
                            postgresUri,
                            "--redis-uri",
                            redisUri),
                    folder);
        }

        void ends(int code) throws InterruptedException {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it hangs");
            assertEquals(code, process.exitValue(), this::stderr);
        }

        String lastLine() {
            return stderr().lines().reduce("", (a, b) -> b);
        }

        String stderr() {
            try {
                return Files.readString(folder.resolve("stderr"));
            } catch (IOException e) {
                return e.toString();
            }
        }
    }

    @BeforeAll
    static void start_where_a_server_stands_still(@TempDir Path folder) throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        String nobody = "127.0.0.1:" + silent.getLocalPort();
        withoutRedis = Waiting.on(folder.resolve("redis"), Servers.freshDatabaseUri(), "redis://" + nobody);
        withoutPostgres = Waiting.on(
                folder.resolve("postgres"), "postgresql://parkgate:none@" + nobody + "/parkgate", "redis://" + nobody);
    }

    @AfterAll
    static void nobody_stands_still_any_more() throws Exception {
        for (Waiting each : List.of(withoutRedis, withoutPostgres)) {
            each.process().destroyForcibly().waitFor();
        }
        silent.close();
    }

    @AfterEach
    void nothing_of_ours_is_left() throws Exception {
        started.forEach(Process::destroy);
        for (Process each : started) {
            if (!each.waitFor(60, TimeUnit.SECONDS)) {
                each.destroyForcibly().waitFor();
            }
        }
    }

    private Process launch(Map<String, String> environment, String... flags) throws IOException {
        Process process = launch(temp, environment, flags);
        started.add(process);
        return process;
    }

    private static Process launch(Path printed, Map<String, String> environment, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(printed.resolve("stderr").toFile())
                .redirectOutput(printed.resolve("stdout").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARKGATE_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Process launchOn(Path data) throws IOException {
        return launch(Map.of(), "--data-dir", data.toString(), "--http-port", "0", "--demo", "false");
    }

    private Path dataFolder() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.createDirectories(Servers.binaries());
        Files.createSymbolicLink(data.resolve("bin"), Servers.binaries());
        return data;
    }

    /** Waits for the line that says that the service runs. */
    private void awaitRunning(Process process) throws Exception {
        while (process.isAlive()) {
            if (Files.readString(temp.resolve("stdout")).contains("Parkgate runs")) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("ended with " + process.exitValue() + ": " + stderr());
    }

    private static void awaitFile(Process process, Path file) throws Exception {
        while (process.isAlive() && !Files.exists(file)) {
            Thread.sleep(5);
        }
    }

    private String stderr() throws IOException {
        return Files.readString(temp.resolve("stderr"));
    }

    private static long serversOn(Path data) {
        return ProcessHandle.allProcesses()
                .filter(each -> worksIn(each, data.resolve("postgres")) || worksIn(each, data.resolve("redis")))
                .count();
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(folder);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void ends_cleanly_on_sigterm_and_starts_again_with_the_same_admin_key() throws Exception {
        Path data = dataFolder();
        Process first = launchOn(data);
        awaitRunning(first);
        assertTrue(serversOn(data) > 0);
        String key = Files.readString(data.resolve("admin.key"));
        assertTrue(key.matches("pg_admin_[0-9a-f]{16}_[0-9a-f]{64}\n"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin.key"))));
        first.destroy();
        assertEquals(0, first.waitFor(), stderr());
        assertEquals(0, serversOn(data));
        assertFalse(Files.readString(temp.resolve("stdout")).contains(key.strip()), "the key itself is never printed");

        Process second = launchOn(data);
        awaitRunning(second);
        assertEquals(key, Files.readString(data.resolve("admin.key")));
    }

    @Test
    void ends_cleanly_on_sigterm_while_its_servers_stand_still() throws Exception {
        try (EmbeddedPostgres postgres = Servers.startPostgres();
                EmbeddedRedis redis = Servers.startRedis()) {
            Process process = launchOn(dataFolder(), postgres, redis);
            awaitRunning(process);
            postgres.pause();
            redis.pause();
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
            postgres.resume();
            redis.resume();
            assertEquals(0, process.exitValue(), stderr());
        }
    }

    @Test
    @Order(Integer.MAX_VALUE) // it has waited since the class began
    void a_server_that_stands_still_at_the_start_is_named_in_one_line() throws Exception {
        withoutRedis.ends(1);
        assertTrue(withoutRedis.lastLine().startsWith("Redis cannot be used (REDIS_URI): "), withoutRedis::stderr);
        withoutPostgres.ends(1);
        assertTrue(withoutPostgres.lastLine().startsWith("PostgreSQL cannot be used"), withoutPostgres::stderr);
    }

    private Process launchOn(Path data, EmbeddedPostgres postgres, EmbeddedRedis redis) throws IOException {
        return launch(
                Map.of(),
                "--data-dir",
                data.toString(),
                "--http-port",
                "0",
                "--postgres-uri",
                postgres.uri(),
                "--redis-uri",
                redis.uri());
    }

    @Test
    void a_redis_that_comes_up_while_postgresql_is_waited_for_is_found() throws Exception {
        try (EmbeddedPostgres postgres = Servers.startPostgres();
                EmbeddedRedis redis = Servers.startRedis()) {
            postgres.pause();
            redis.kill();
            Await.until(() -> !redis.isAlive());
            Process process;
            try (ServerSocket before =
                    new ServerSocket(URI.create(redis.uri()).getPort(), 50, InetAddress.getLoopbackAddress())) {
                process = launchOn(dataFolder(), postgres, redis);
                before.accept().close();
            }
            redis.restart();
            postgres.resume();
            awaitRunning(process);
        }
    }

    @Test
    void a_second_service_on_the_same_folder_says_so_and_leaves_the_first_alone() throws Exception {
        Path data = dataFolder();
        Process first = launchOn(data);
        awaitRunning(first);
        Process second = launchOn(data);
        assertEquals(1, second.waitFor());
        assertTrue(stderr().contains("is in use by process " + first.pid()), stderr());
        assertEquals(1, stderr().lines().count(), stderr());
        assertTrue(first.isAlive());
    }

    @Test
    void a_port_that_is_taken_is_named_and_nothing_stays_behind() throws Exception {
        Path data = dataFolder();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Process process = launch(Map.of(), "--data-dir", data.toString(), "--http-port", port, "--demo", "false");
            assertEquals(1, process.waitFor());
            assertTrue(
                    stderr().contains("HTTP_PORT " + port + " of HTTP_HOST 127.0.0.1 cannot be listened on"), stderr());
            assertEquals(0, serversOn(data));
        }
    }

    @Test
    void a_service_that_is_told_to_end_while_it_starts_leaves_nothing_running() throws Exception {
        Path data = dataFolder();
        Process process = launchOn(data);
        awaitFile(process, data.resolve("log/postgres.log"));
        process.destroy();
        assertEquals(0, process.waitFor(), stderr());
        assertEquals(0, serversOn(data));
    }

    @Test
    void mistakes_in_the_settings_end_it_with_2_and_a_line_each() throws Exception {
        Process process = launch(Map.of("PARKGATE_HTTP_PORT", "80a"), "--no-such", "thing");
        assertEquals(2, process.waitFor());
        assertEquals(
                List.of(
                        "--no-such: no such setting",
                        "PARKGATE_HTTP_PORT=80a: expected a whole number from 0 to 65535"),
                stderr().lines().toList());
    }
}
