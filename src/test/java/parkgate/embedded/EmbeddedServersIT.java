package parkgate.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

class EmbeddedServersIT {
    @TempDir
    Path temp;

    private EmbeddedServers start() {
        return start(temp.resolve("data"));
    }

    private static EmbeddedServers start(Path data) {
        try {
            // The executables are shared by all runs of the tests, through a link, as nothing else of the folder is.
            Files.createDirectories(data);
            if (!Files.exists(data.resolve("bin"))) {
                Files.createDirectories(Servers.binaries());
                Files.createSymbolicLink(data.resolve("bin"), Servers.binaries());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return EmbeddedServers.start(data);
    }

    @Test
    void a_second_start_finds_what_the_first_one_kept() throws Exception {
        try (EmbeddedServers servers = start()) {
            assertTrue(servers.firstStart());
            write(servers);
        }
        try (EmbeddedServers servers = start()) {
            assertFalse(servers.firstStart());
            assertWritten(servers);
        }
    }

    @Test
    void after_a_killed_service_the_next_start_stops_its_servers_and_finds_its_data() throws Exception {
        Path data = temp.resolve("data");
        Files.createDirectories(data);
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledService.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // The child writes one line when it has written its data, and then waits to be killed.
        String said = killed.inputReader().readLine();
        killed.destroyForcibly().waitFor();
        assertEquals("written", said);
        List<ProcessHandle> orphans = processesOn(data);
        assertFalse(orphans.isEmpty(), "the servers of a killed service live on");
        try (EmbeddedServers servers = start(data)) {
            assertTrue(Collections.disjoint(orphans, processesOn(data)), "none of the old servers is left");
            assertFalse(servers.firstStart());
            assertWritten(servers);
        } finally {
            orphans.forEach(ProcessHandle::destroyForcibly);
        }
        assertEquals(List.of(), processesOn(data));
    }

    /** Run in a process of its own by the test above. */
    static final class KilledService {
        private KilledService() {}

        public static void main(String[] args) throws Exception {
            EmbeddedServers servers = start(Path.of(args[0]));
            write(servers);
            System.out.println("written");
            Thread.currentThread().join();
        }
    }

    @Test
    @Timeout(120)
    void a_server_that_dies_is_started_again_where_it_was() throws Exception {
        Path data = temp.resolve("data");
        try (EmbeddedServers servers = start()) {
            write(servers);
            List<ProcessHandle> before = processesOn(data);
            before.forEach(ProcessHandle::destroyForcibly);
            while (true) {
                try {
                    assertWritten(servers);
                    break;
                } catch (SQLException | RedisException e) {
                    Thread.sleep(50);
                }
            }
            assertTrue(Collections.disjoint(before, processesOn(data)));
        }
        assertEquals(List.of(), processesOn(data));
    }

    @Test
    void two_services_never_run_on_one_folder() {
        try (EmbeddedServers first = start()) {
            EmbeddedServerException refused = assertThrows(EmbeddedServerException.class, this::start);
            assertTrue(refused.getMessage().contains("is in use by"), refused.getMessage());
            // The refusal has not loosened the first one's lock.
            assertThrows(EmbeddedServerException.class, this::start);
            assertTrue(first.redisUri().startsWith("redis://"));
        }
    }

    @Test
    void a_stranger_that_came_by_the_number_of_an_old_server_is_left_alone() throws Exception {
        start().close();
        Path data = temp.resolve("data").toRealPath();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(data.resolve("postgres/postmaster.pid"), stranger.pid() + "\n" + data + "/postgres\n");
            Files.writeString(data.resolve("redis/redis.pid"), stranger.pid() + "\n");
            try (EmbeddedServers servers = start()) {
                write(servers);
            }
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void both_servers_keep_what_they_answered_through_a_kill() throws Exception {
        try (DataFolder folder = DataFolder.open(temp.resolve("data"), Servers.binaries());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
            sql(postgres.uri(), "create table kept (what text)");
            sql(postgres.uri(), "insert into kept values ('yes')");
            redis(redis.uri(), commands -> commands.set("kept", "yes"));
            postgres.kill();
            redis.kill();
            postgres.restart();
            redis.restart();
            assertEquals("yes", ask(postgres.uri(), "select what from kept"));
            assertEquals("yes", redis(redis.uri(), commands -> commands.get("kept")));
        }
    }

    @Test
    void postgres_is_durable_listens_on_loopback_and_asks_for_the_password() throws Exception {
        try (DataFolder folder = DataFolder.open(temp.resolve("data"), Servers.binaries());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertEquals("on", ask(postgres.uri(), "show fsync"));
            assertEquals("on", ask(postgres.uri(), "show synchronous_commit"));
            assertEquals("127.0.0.1", ask(postgres.uri(), "show listen_addresses"));
            assertEquals("UTF8", ask(postgres.uri(), "show server_encoding"));
            assertEquals(
                    "scram-sha-256",
                    ask(
                            postgres.superuserUri(),
                            "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"));
            assertEquals("off", ask(postgres.uri(), "select current_setting('is_superuser')"));
            String withoutPassword = postgres.uri().replaceFirst(":[0-9a-f]{64}@", ":guess@");
            assertNotEquals(postgres.uri(), withoutPassword);
            assertThrows(SQLException.class, () -> ask(withoutPassword, "select 1"));
        }
    }

    @Test
    void redis_is_durable_evicts_nothing_and_asks_for_the_password() throws Exception {
        try (DataFolder folder = DataFolder.open(temp.resolve("data"), Servers.binaries());
                EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
            assertEquals("always", setting(redis, "appendfsync"));
            assertEquals("yes", setting(redis, "appendonly"));
            assertEquals("noeviction", setting(redis, "maxmemory-policy"));
            assertEquals("127.0.0.1", setting(redis, "bind"));
            assertFalse(RedisPing.answers(URI.create(redis.uri()).getPort(), "guess"));
        }
    }

    @Test
    void secrets_are_the_owners_alone() throws Exception {
        try (EmbeddedServers servers = start()) {
            assertTrue(servers.postgresUri().contains("@127.0.0.1:"));
        }
        Path data = temp.resolve("data");
        for (String secret :
                List.of("postgres.password", "postgres-superuser.password", "redis.password", "redis/redis.conf")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(secret))),
                    secret);
        }
    }

    @Test
    void a_paused_server_goes_on_where_it_was() throws Exception {
        try (DataFolder folder = DataFolder.open(temp.resolve("data"), Servers.binaries());
                EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
            int port = URI.create(redis.uri()).getPort();
            String password = URI.create(redis.uri()).getUserInfo().substring(1);
            redis.pause();
            assertFalse(RedisPing.answers(port, password));
            redis.resume();
            assertTrue(RedisPing.answers(port, password));
            redis.pause();
            // Closing ends a paused server too.
        }
        assertEquals(List.of(), processesOn(temp.resolve("data")));
    }

    private static void write(EmbeddedServers servers) throws SQLException {
        sql(servers.postgresUri(), "create table if not exists kept (what text)");
        sql(servers.postgresUri(), "insert into kept values ('yes')");
        redis(servers.redisUri(), commands -> commands.set("kept", "yes"));
    }

    private static void assertWritten(EmbeddedServers servers) throws SQLException {
        assertEquals("yes", ask(servers.postgresUri(), "select what from kept"));
        assertEquals("yes", redis(servers.redisUri(), commands -> commands.get("kept")));
    }

    private static List<ProcessHandle> processesOn(Path data) throws IOException {
        List<ProcessHandle> found =
                new ArrayList<>(new Leftovers("postgres", data.toRealPath().resolve("postgres")).find());
        found.addAll(new Leftovers("redis-server", data.toRealPath().resolve("redis")).find());
        return found;
    }

    private static void sql(String uri, String statement) throws SQLException {
        try (Connection connection = Jdbc.connect(uri);
                Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    private static String ask(String uri, String question) throws SQLException {
        try (Connection connection = Jdbc.connect(uri);
                Statement each = connection.createStatement();
                ResultSet answer = each.executeQuery(question)) {
            assertTrue(answer.next());
            return answer.getString(1);
        }
    }

    private static String setting(EmbeddedRedis redis, String name) {
        return redis(redis.uri(), commands -> commands.configGet(name).get(name));
    }

    private static <T> T redis(String uri, Function<RedisCommands<String, String>, T> work) {
        RedisClient client = RedisClient.create(uri);
        try (var connection = client.connect()) {
            return work.apply(connection.sync());
        } finally {
            client.shutdown(0, 5, TimeUnit.SECONDS);
        }
    }
}
