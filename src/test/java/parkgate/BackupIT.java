package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.backup.BackupCommands;
import parkgate.backup.BackupException;
import parkgate.config.Secret;
import parkgate.embedded.EmbeddedServers;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** {@code backup} and {@code restore} on the embedded servers, as they are typed. */
class BackupIT {
    @TempDir
    Path temp;

    private EmbeddedServers servers;
    private City city;

    @AfterEach
    void stop() {
        if (city != null) {
            city.close();
            city = null;
        }
        if (servers != null) {
            servers.close();
            servers = null;
        }
    }

    private Path data() {
        return temp.resolve("data");
    }

    private Path file() {
        return temp.resolve("lots.backup");
    }

    private void start() throws IOException {
        Files.createDirectories(data());
        Files.createDirectories(Servers.binaries());
        if (!Files.exists(data().resolve("bin"))) {
            Files.createSymbolicLink(data().resolve("bin"), Servers.binaries());
        }
        servers = EmbeddedServers.start(data());
        city = new City(
                1,
                servers.postgresUri(),
                new ServerAddresses(
                        new Secret(servers.postgresServiceUri()),
                        Optional.of(new Secret(servers.postgresUri())),
                        new Secret(servers.redisUri()),
                        false),
                "--key-file=" + data().resolve("keys.p12"),
                "--revocation-journal=" + data().resolve("revocations.journal"));
    }

    private List<String> type(String... words) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--data-dir", data().toString()));
        return BackupCommands.run(all, Map.of(), InstantSource.system());
    }

    private void restore(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("restore", file().toString()));
        words.addAll(List.of(options));
        type(words.toArray(String[]::new));
    }

    private String refused(String... options) {
        return String.valueOf(
                assertThrows(BackupException.class, () -> restore(options)).getMessage());
    }

    private Lot lot() {
        return city.lot(new JsonObject().put("capacity", 500).put("admitTransients", true));
    }

    private Answer enters(Lot lot, Paper paper, UUID scanId) {
        Answer grant = city.insist(0, lot.entry(), paper.code(), scanId);
        assertTrue(grant.granted(), grant::toString);
        city.report(0, lot.entry(), grant, "CONFIRMED");
        return grant;
    }

    private static String idOf(String key) {
        return key.split("_", -1)[2];
    }

    @Test
    void what_was_taken_under_load_comes_back_and_what_was_revoked_since_stays_revoked() throws Exception {
        start();
        Lot lot = lot();
        Paper before = city.paper();
        UUID beforeScan = UUID.randomUUID();
        Answer granted = enters(lot, before, beforeScan);
        Paper revoked = city.paper();
        Paper replaced = city.paper();
        Paper erased = city.paper(new JsonObject().put("holderRef", "who-was-erased"));
        Paper parked = city.paper();
        enters(lot, parked, UUID.randomUUID());
        String right = city.post(
                        "/v1/rights",
                        new JsonObject()
                                .put("type", "PERMIT")
                                .put("credentialId", parked.credentialId())
                                .put("placeId", lot.id()))
                .getString("rightId");
        List<Paper> papers = city.papers(40);
        List<CompletableFuture<Answer>> load = new ArrayList<>();
        papers.forEach(paper -> load.add(city.insisting(0, lot.otherEntry(), paper.code(), UUID.randomUUID())));

        type("backup", file().toString());

        papers.forEach(paper -> load.add(city.insisting(0, lot.entry(), paper.code(), UUID.randomUUID())));
        load.forEach(CompletableFuture::join);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        city.post("/v1/credentials/" + revoked.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        city.post("/v1/credentials/" + replaced.credentialId() + "/reissue", new JsonObject());
        city.post(
                "/v1/holders/erase",
                new JsonObject().put("holderRef", "who-was-erased").put("reason", "asked for"));
        Paper afterwards = city.paper();
        city.post("/v1/credentials/" + afterwards.credentialId() + "/revoke", new JsonObject());
        assertEquals(204, city.delete("/v1/rights/" + right).status());
        assertEquals(
                204,
                city.delete("/v1/places/" + lot.id() + "/lanes/" + lot.id() + "-entry2/keys/" + idOf(lot.otherEntry()))
                        .status());
        long epoch = city.ask("select epoch from lot_head where lot_id = ?", lot);
        stop();

        restore();
        start();

        assertEquals(city.sessions(lot, "ACTIVE"), city.count(0, lot.id()));
        assertTrue(city.sessions(lot, "ACTIVE") >= 2);
        assertEquals(0, city.gaps(lot));
        assertTrue(city.ask("select epoch from lot_head where lot_id = ?", lot) > epoch);
        Answer again = city.insist(0, lot.entry(), before.code(), beforeScan);
        assertEquals(granted.text("decisionId"), again.text("decisionId"), again::toString);
        assertEquals(granted.text("sessionId"), again.text("sessionId"));
        for (Paper dead : List.of(revoked, replaced, erased, afterwards)) {
            Answer refused = city.insist(0, lot.entry(), dead.code(), UUID.randomUUID());
            assertEquals("REVOKED", refused.reason(), refused::toString);
        }
        assertEquals(401, city.scan(0, lot.otherEntry(), before.code()).status());
        assertEquals(0, city.ask("select count(*) from credential where holder_ref = 'who-was-erased'", lot));
        assertEquals(0, city.ask("select count(*) from access_right where deleted_at is null", lot));
        assertTrue(city.insist(0, lot.exit(), parked.code(), UUID.randomUUID()).granted());
        assertTrue(city.insist(0, lot.entry(), city.paper().code(), UUID.randomUUID())
                .granted());
        JsonObject told = city.get("/v1/audit?action=service.restored")
                .getJsonArray("items")
                .getJsonObject(0);
        assertTrue(told.getJsonObject("details").getBoolean("complete"), told::encode);
        assertEquals(
                1,
                city.get("/v1/audit?action=key.revoked").getJsonArray("items").size());
        try (var kept = Files.newDirectoryStream(data(), "before-restore-*")) {
            Path aside = kept.iterator().next();
            assertTrue(Files.isDirectory(aside.resolve("postgres")) && Files.isDirectory(aside.resolve("redis")));
        }
    }

    private JsonObject account(String name) {
        return city.post(
                "/v1/staff",
                new JsonObject().put("name", name).put("role", "AUDITOR").put("placeId", "city"));
    }

    private int signsIn(JsonObject account) {
        JsonObject body =
                new JsonObject().put("name", account.getString("name")).put("password", account.getString("password"));
        return city.postAt(0, city.adminKey(), "/v1/staff/sign-in", body).status();
    }

    private static String pathOf(JsonObject account) {
        return "/v1/staff/" + account.getString("staffId");
    }

    @Test
    void nobody_is_signed_in_after_it_and_no_account_or_password_that_was_taken_back_is_good_again() throws Exception {
        start();
        Lot lot = lot();
        JsonObject stays = account("stays");
        JsonObject goes = account("goes");
        JsonObject leaked = account("leaked");
        for (JsonObject each : List.of(stays, goes, leaked)) {
            assertEquals(200, signsIn(each));
        }
        type("backup", file().toString());
        assertEquals(204, city.delete(pathOf(goes)).status());
        JsonObject since = city.post(pathOf(leaked) + "/reset");
        assertEquals(200, signsIn(since));
        JsonObject made = account("made");
        stop();
        assertFalse(Files.readString(data().resolve("revocations.journal")).contains("leaked"), "no name is in it");

        restore();
        start();

        assertEquals(0, city.ask("select count(*) from staff_session", lot), "whose ended since is not known");
        assertEquals(200, signsIn(stays));
        for (JsonObject each : List.of(goes, leaked, since, made)) {
            assertEquals(401, signsIn(each), each.getString("name"));
        }
        assertEquals(200, signsIn(city.post(pathOf(leaked) + "/reset")), "a new first one is the way back in");
        JsonObject told = city.get("/v1/audit?action=service.restored")
                .getJsonArray("items")
                .getJsonObject(0);
        assertEquals(2, told.getJsonObject("details").getInteger("revokedAgain"), told::encode);
    }

    @Test
    void without_the_journal_it_says_so_and_goes_on_only_when_told_to() throws Exception {
        start();
        Lot lot = lot();
        Paper paper = city.paper();
        type("backup", file().toString());
        city.post("/v1/credentials/" + paper.credentialId() + "/revoke", new JsonObject());
        stop();
        Path copy = Files.move(data().resolve("revocations.journal"), temp.resolve("copy.journal"));

        assertTrue(refused().contains("no journal"), this::refused);
        assertTrue(refused("--journal", temp.resolve("none").toString()).contains("there is no journal"));
        restore("--journal", copy.toString());
        start();
        assertEquals(
                "REVOKED",
                city.insist(0, lot.entry(), paper.code(), UUID.randomUUID()).reason());
        stop();

        Files.delete(data().resolve("revocations.journal"));
        restore("--accept-lost-revocations");
        start();
        assertTrue(city.insist(0, lot.entry(), paper.code(), UUID.randomUUID()).granted(), "that is what was accepted");
        JsonObject told = city.get("/v1/audit?action=service.restored")
                .getJsonArray("items")
                .getJsonObject(0);
        assertFalse(told.getJsonObject("details").getBoolean("complete"), told::encode);
    }

    @Test
    void into_an_empty_folder_come_the_keys_too() throws Exception {
        start();
        Lot lot = lot();
        Paper paper = city.paper();
        type("backup", file().toString());
        stop();
        Path journal = Files.move(data().resolve("revocations.journal"), temp.resolve("other.journal"));
        Files.move(data(), temp.resolve("gone"));

        restore("--journal", journal.toString());
        start();
        assertTrue(city.insist(0, lot.entry(), paper.code(), UUID.randomUUID()).granted());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("keys.p12"))));
    }

    private String listing() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (var all = Files.newDirectoryStream(data())) {
            all.forEach(each -> names.add(each.getFileName().toString()));
        }
        return names.toString();
    }

    @Test
    void what_is_torn_changed_or_none_of_ours_is_refused_before_anything_is_touched() throws Exception {
        start();
        Lot lot = lot();
        type("backup", file().toString());
        assertTrue(refused().contains("is in use by"), this::refused);
        assertTrue(assertThrows(BackupException.class, () -> type("backup", file().toString()))
                .getMessage()
                .contains("there already"));
        stop();
        String before = listing();
        byte[] whole = Files.readAllBytes(file());
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertTrue(refused().contains("no whole backup"), this::refused);
        }
        for (int at = 0; at < whole.length - 100; at += whole.length / 50) {
            byte[] spoilt = whole.clone();
            spoilt[at] ^= 0x10;
            Files.write(file(), spoilt);
            assertTrue(refused().contains("damaged"), this::refused);
        }
        Files.write(file(), whole);
        assertEquals(before, listing());
        start();
        assertEquals(0, city.count(0, lot.id()));
    }

    @Test
    void servers_of_ones_own_are_for_their_own_tools() {
        String uri = "postgresql://a:b@localhost/c";
        for (String command : List.of("backup", "restore")) {
            BackupException refused = assertThrows(
                    BackupException.class,
                    () -> BackupCommands.run(
                            List.of(command, file().toString(), "--postgres-uri", uri),
                            Map.of(),
                            InstantSource.system()));
            assertTrue(refused.getMessage().contains("its own tools"), refused::getMessage);
        }
    }

    @Test
    void a_restore_that_is_killed_leaves_the_old_data_usable() throws Exception {
        start();
        Lot lot = lot();
        Paper inside = city.paper();
        type("backup", file().toString());
        enters(lot, inside, UUID.randomUUID());
        stop();
        Process restoring = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "restore",
                        file().toString(),
                        "--data-dir",
                        data().toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("restoring").toFile())
                .start();
        while (restoring.isAlive() && preparedPostgres().isEmpty()) {
            Thread.sleep(10);
        }
        restoring.destroyForcibly().waitFor();
        assertTrue(preparedPostgres().isPresent(), () -> "it was killed in the middle: " + said());

        start();
        assertTrue(preparedPostgres().isEmpty(), "what it had prepared is gone");
        assertEquals(1, city.count(0, lot.id()), "the car that came after the backup is still inside");
    }

    private String said() {
        try {
            return Files.readString(temp.resolve("restoring"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Optional<Path> preparedPostgres() throws IOException {
        try (var prepared = Files.newDirectoryStream(data(), ".restore-*")) {
            for (Path each : prepared) {
                if (Files.exists(each.resolve("postgres/postmaster.pid"))) {
                    return Optional.of(each);
                }
            }
        }
        return Optional.empty();
    }

    @Test
    void a_folder_of_an_older_version_gets_the_second_role_where_it_is() throws Exception {
        start();
        Lot lot = lot();
        Paper inside = city.paper();
        enters(lot, inside, UUID.randomUUID());
        city.close();
        city = null;
        asOlderVersion();
        servers.close();
        servers = null;
        Files.delete(data().resolve("postgres-service.password"));

        start();
        assertEquals(1, city.count(0, lot.id()));
        assertTrue(city.insist(0, lot.exit(), inside.code(), UUID.randomUUID()).granted());
        try (Connection service = Jdbc.connect(servers.postgresServiceUri());
                Statement statement = service.createStatement()) {
            SQLException no = assertThrows(SQLException.class, () -> statement.execute("delete from audit"));
            assertEquals("42501", no.getSQLState());
        }
    }

    private void asOlderVersion() throws SQLException {
        try (Connection owner = Jdbc.connect(servers.postgresUri());
                Statement statement = owner.createStatement()) {
            statement.execute("revoke all on all tables in schema public from parkgate_service");
            statement.execute("revoke all on all functions in schema public from parkgate_service");
            statement.execute("revoke all on schema public from parkgate_service");
            statement.execute("revoke all on database parkgate from parkgate_service");
        }
    }
}
