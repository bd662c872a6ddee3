package parkgate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String KEY = "k".repeat(32);

    @TempDir
    Path temp;

    private static Settings read(String... flags) throws SettingsException {
        return Settings.read(List.of(flags), Map.of());
    }

    private static List<String> mistakes(Map<String, String> environment, String... flags) {
        return assertThrows(SettingsException.class, () -> Settings.read(List.of(flags), environment))
                .mistakes();
    }

    @Test
    void with_nothing_given_all_is_embedded_on_loopback() throws Exception {
        Settings settings = read();
        assertEquals(8080, settings.httpPort());
        assertEquals("127.0.0.1", settings.httpHost());
        assertEquals(Path.of("./data"), settings.dataDir());
        assertEquals(Path.of("./data/keys.p12"), settings.keyFile());
        assertEquals(Optional.empty(), settings.postgresUri());
        assertEquals(Optional.empty(), settings.redisUri());
        assertEquals(Duration.ofSeconds(1), settings.recordDeadline());
    }

    @Test
    void a_clock_is_put_wrong_by_no_more_than_five_minutes() throws Exception {
        assertEquals(Duration.ZERO, read().clockOffset());
        assertEquals(
                Duration.ofSeconds(-3),
                Settings.read(List.of(), Map.of("PARKGATE_CLOCK_OFFSET_MS", "-3000"))
                        .clockOffset());
        assertEquals(1, mistakes(Map.of("PARKGATE_CLOCK_OFFSET_MS", "-300001")).size());
        assertEquals(1, mistakes(Map.of("PARKGATE_CLOCK_OFFSET_MS", "300001")).size());
    }

    @Test
    void a_flag_wins_over_the_environment_and_that_over_the_file() throws Exception {
        Path file = temp.resolve("parkgate.properties");
        Files.writeString(file, "HTTP_PORT=1\nRECORD_DEADLINE_MS=10\nPOSTGRES_POOL_SIZE=1\n");
        Settings settings = Settings.read(
                List.of("--config", file.toString(), "--http-port=3"),
                Map.of("PARKGATE_HTTP_PORT", "2", "PARKGATE_RECORD_DEADLINE_MS", "20"));
        assertEquals(3, settings.httpPort());
        assertEquals(20, settings.recordDeadline().toMillis());
        assertEquals(1, settings.postgresPoolSize());
    }

    @Test
    void every_mistake_has_a_line_that_says_where_it_stands() throws Exception {
        Path file = temp.resolve("parkgate.properties");
        Files.writeString(file, "RECORD_DEADLINE_MS=none\nHTTP_PROT=1\n");
        List<String> lines = mistakes(
                Map.of("PARKGATE_HTTP_PORT", "80a", "PARKGATE_HOST", "x", "HOME", "/root"),
                "--config",
                file.toString(),
                "--demo",
                "maybe",
                "--data-dri",
                "elsewhere");
        assertEquals(
                List.of(
                        "--data-dri: no such setting",
                        "PARKGATE_HOST: no such setting",
                        file + ": HTTP_PROT: no such setting",
                        "PARKGATE_HTTP_PORT=80a: expected a whole number from 0 to 65535",
                        "--demo=maybe: expected true or false",
                        file + ": RECORD_DEADLINE_MS=none: expected a whole number from 10 to 60000"),
                lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "80 ", "0x50", "99999999999", "８０"})
    void a_port_is_a_plain_number_that_a_port_can_be(String port) {
        assertEquals(
                List.of("--http-port=" + port + ": expected a whole number from 0 to 65535"),
                mistakes(Map.of(), "--http-port=" + port));
    }

    @Test
    void no_mistake_shows_a_secret() {
        List<String> lines = mistakes(
                Map.of(
                        "PARKGATE_ADMIN_KEY", "hush-short",
                        "PARKGATE_REDIS_URI", "redis://:hush@host:port",
                        "PARKGATE_POSTGRES_URI", "postgres://user:hush@host/db"),
                "hush-argument");
        assertEquals(4, lines.size(), lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.contains("hush")), lines.toString());
    }

    @Test
    void settings_do_not_print_their_secrets() throws Exception {
        Settings settings = read("--admin-key", KEY, "--postgres-uri", "postgresql://user:hush@host/db");
        assertFalse(settings.toString().contains(KEY));
        assertFalse(settings.toString().contains("hush"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:pass@host:5432/db",
                "postgresql://user@host/db",
                "postgresql://us%40er:p%3Ass@10.0.0.1/db",
                "postgresql://user:pass@[::1]:5432/db",
                "postgresql://user:pass@host/db?sslmode=verify-full"
            })
    void takes_a_postgres_uri(String uri) throws Exception {
        assertEquals(new Secret(uri), read("--postgres-uri", uri).postgresUri().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "postgresql://host/db before",
                "postgresql://user:pass@host database",
                "postgresql://user:pass@host/ database",
                "postgresql://user:pass@/db host",
                "postgresql://user:pass@host:0/db port",
                "postgresql://user:pass@host:65536/db port",
                "postgresql://user:pass@host:/db port",
                "postgresql://user:pass@host:5x/db expected",
                "postgresql://us:er:pass@host/db percent-encoded",
                "postgresql://user:pass@host/db?ssl=on sslmode",
                "postgresql://user:pass@host/db#x expected",
                "jdbc:postgresql://host/db expected"
            })
    void says_what_a_postgres_uri_lacks(String uri, String word) {
        List<String> lines = mistakes(Map.of(), "--postgres-uri", uri);
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("--postgres-uri: ") && lines.get(0).contains(word), lines.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://host", "redis://:pass@host:6379", "rediss://user:pass@host:6380/0", "redis://[::1]:6379"
            })
    void takes_a_redis_uri(String uri) throws Exception {
        assertEquals(new Secret(uri), read("--redis-uri", uri).redisUri().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:6379",
                "redis://",
                "redis://host:x",
                "redis://host/a",
                "redis://host?timeout=1",
                "http://host"
            })
    void refuses_what_is_no_redis_uri(String uri) {
        assertEquals(1, mistakes(Map.of(), "--redis-uri", uri).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host", "https://host?x=1", "https://user@host", "https://"})
    void a_public_url_is_one_that_paths_can_follow(String url) {
        assertEquals(1, mistakes(Map.of(), "--public-url", url).size());
    }

    @Test
    void a_public_url_loses_the_slash_at_its_end() throws Exception {
        assertEquals(
                Optional.of("https://park.example"),
                read("--public-url", "https://park.example/").publicUrl());
    }

    @Test
    void an_admin_key_has_at_least_32_characters() throws Exception {
        assertEquals(new Secret(KEY), read("--admin-key", KEY).adminKey().orElseThrow());
        assertEquals(1, mistakes(Map.of(), "--admin-key", KEY.substring(1)).size());
    }

    @Test
    void an_empty_value_is_a_mistake_and_not_a_setting_left_out() {
        assertEquals(
                List.of("PARKGATE_ADMIN_KEY: empty; leave it out or give it a value"),
                mistakes(Map.of("PARKGATE_ADMIN_KEY", "")));
    }

    @Test
    void tls_takes_two_readable_files() throws Exception {
        Path pem = Files.createFile(temp.resolve("cert.pem"));
        assertEquals(
                List.of("TLS_CERT and TLS_KEY: give both or none"), mistakes(Map.of(), "--tls-cert", pem.toString()));
        assertEquals(
                pem,
                read("--tls-cert", pem.toString(), "--tls-key", pem.toString())
                        .tls()
                        .orElseThrow()
                        .key());
        assertEquals(
                List.of("--tls-key=" + temp + "/none: no such file, or not readable"),
                mistakes(Map.of(), "--tls-cert", pem.toString(), "--tls-key", temp + "/none"));
    }

    @Test
    void a_ca_for_lanes_needs_tls() throws Exception {
        Path pem = Files.createFile(temp.resolve("ca.pem"));
        assertEquals(
                List.of("TLS_LANE_CA: needs TLS_CERT and TLS_KEY"),
                mistakes(Map.of(), "--tls-lane-ca", pem.toString()));
        Settings settings =
                read("--tls-cert", pem.toString(), "--tls-key", pem.toString(), "--tls-lane-ca", pem.toString());
        assertEquals(Optional.of(pem), settings.tls().orElseThrow().laneCa());
    }

    @Test
    void a_flag_without_its_value_or_given_twice_is_a_mistake() {
        assertEquals(List.of("--demo: expected a value"), mistakes(Map.of(), "--demo", "--http-port=1"));
        assertEquals(List.of("--http-port: given twice"), mistakes(Map.of(), "--http-port=1", "--http-port=2"));
    }

    @Test
    void a_missing_file_is_a_mistake() {
        List<String> lines = mistakes(Map.of(), "--config", temp + "/none");
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("--config=" + temp + "/none: cannot be read"), lines.get(0));
    }

    @Test
    void the_demonstration_city_is_for_a_first_embedded_start_unless_asked_for() throws Exception {
        assertTrue(read().demo(true));
        assertFalse(read().demo(false));
        assertFalse(read("--redis-uri", "redis://host").demo(true));
        assertTrue(read("--redis-uri", "redis://host", "--demo", "true").demo(false));
        assertFalse(read("--demo=false").demo(true));
    }

    @Test
    void help_names_every_setting() {
        assertTrue(
                Arrays.stream(Setting.values()).allMatch(each -> Settings.help().contains("  " + each.flag() + " ")));
    }
}
