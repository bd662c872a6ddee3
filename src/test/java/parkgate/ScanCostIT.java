package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.City.WalletDriver;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.postgres.Migrations;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** What a scan at a warm lot costs: Redis once, PostgreSQL not before the decision, and a part of a commit. */
class ScanCostIT {
    private static final int CARS = 200;

    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedis();
        city = new City(1, postgres.uri(), redis.uri(), "--record-deadline-ms", "200");
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
        postgres.close();
    }

    /** Was granted here a moment ago and did not drive in: its rights are beside the lot. */
    private static Paper known(Lot lot) {
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());
        Answer grant = city.scan(0, lot.entry(), paper.code());
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.passage(0, lot.entry(), grant, "NO_ENTRY").status());
        return paper;
    }

    /** What a decision asks of Redis: whatever names the lot, but for what clears up afterwards and by itself. */
    private static List<String> asked(Tape tape, Lot lot) {
        return tape.with("pg:{" + lot.id() + "}").stream()
                .filter(line ->
                        !line.contains("\"done\"") && !line.contains("\"waiting\"") && !line.contains("\"lot_counts\""))
                .toList();
    }

    @Test
    void a_decision_asks_redis_once_and_postgres_never() throws IOException {
        Lot lot = city.lot(new JsonObject());
        List<Paper> papers = IntStream.range(0, 5).mapToObj(i -> known(lot)).toList();
        try (Tape tape = new Tape(redis.uri())) {
            for (Paper paper : papers) {
                Answer answer = city.scan(0, lot.entry(), paper.code());
                assertTrue(answer.granted(), answer::toString);
                assertEquals("COMMITTED", answer.text("durability"));
            }
            Await.until(() -> asked(tape, lot).size() >= papers.size());
            assertEquals(papers.size(), asked(tape, lot).size(), () -> asked(tape, lot)
                    .toString());
            assertTrue(asked(tape, lot).stream().allMatch(line -> line.contains("\"access\"")));
        }
    }

    @Test
    void a_malformed_a_forged_and_a_long_revoked_code_ask_redis_nothing_at_an_entry() throws IOException, SQLException {
        Lot lot = city.lot(new JsonObject());
        Paper known = known(lot);
        Paper revoked = city.paper();
        revokeLongAgo(revoked);
        Await.until(
                () -> "REVOKED".equals(city.scan(0, lot.entry(), revoked.code()).reason()));
        String genuine = known.code();
        String malformed = genuine.substring(0, genuine.length() - 1) + "1";
        String forged = genuine.substring(0, genuine.length() - 8) + "AAAAAAAA";
        try (Tape tape = new Tape(redis.uri())) {
            for (int i = 0; i < 20; i++) {
                assertEquals("MALFORMED", city.scan(0, lot.entry(), malformed).reason());
                assertEquals("BAD_SIGNATURE", city.scan(0, lot.entry(), forged).reason());
                assertEquals(
                        "REVOKED", city.scan(0, lot.entry(), revoked.code()).reason());
            }
            // On the same connection behind all that those asked: once this is on the tape, so is that.
            Answer granted = city.scan(0, lot.entry(), genuine);
            assertTrue(granted.granted(), granted::toString);
            Await.until(() -> !asked(tape, lot).isEmpty());
            assertEquals(1, asked(tape, lot).size(), () -> asked(tape, lot).toString());
            assertTrue(asked(tape, lot).get(0).contains("\"access\""));
            assertEquals(List.of(), tape.with(revoked.credentialId()));
        }
    }

    /** In one change, so that no instance ever takes it for one that was revoked just now. */
    private static void revokeLongAgo(Paper paper) throws SQLException {
        try (Connection connection = Migrations.connect(postgres.uri());
                PreparedStatement past = connection.prepareStatement("with past as (update credential set"
                        + " status = 'REVOKED', revoked_at = now() - interval '20 minutes' where id = ? returning id)"
                        + " select record_change('CREDENTIAL', id) from past")) {
            past.setString(1, paper.credentialId());
            past.execute();
        }
    }

    @Test
    void a_decision_needs_no_postgres() {
        Lot lot = city.lot(new JsonObject());
        Paper paper = known(lot);
        Await.until(() -> city.count(0, lot.id()) == 0);
        postgres.pause();
        Answer answer;
        try {
            answer = city.scan(0, lot.entry(), paper.code());
        } finally {
            postgres.resume();
        }
        assertTrue(answer.granted(), answer::toString);
        assertEquals("QUEUED", answer.text("durability"), answer::toString);
    }

    @Test
    void a_wallet_pass_needs_no_postgres_either_though_its_drift_is_learned_from_it() throws IOException {
        Lot lot = city.lot(new JsonObject());
        WalletDriver driver = city.walletDriver();
        city.permit(driver.credentialId(), lot.id());
        Answer first = city.scan(0, lot.entry(), driver.shows(-1));
        assertTrue(first.granted(), first::toString);
        assertEquals(200, city.passage(0, lot.entry(), first, "NO_ENTRY").status());
        Await.until(() -> city.count(0, lot.id()) == 0);
        List<String> asked;
        postgres.pause();
        try (Tape tape = new Tape(redis.uri())) {
            Answer answer = city.scan(0, lot.entry(), driver.shows(1));
            assertTrue(answer.granted(), answer::toString);
            Await.until(() -> !asked(tape, lot).isEmpty());
            asked = asked(tape, lot);
        } finally {
            postgres.resume();
        }
        assertEquals(
                1, asked.stream().filter(line -> line.contains("\"access\"")).count(), asked::toString);
    }

    @Test
    void records_of_scans_at_once_share_commits() {
        Lot lot = city.lot(new JsonObject().put("admitTransients", true));
        List<Paper> papers = city.papers(CARS);
        List<CompletableFuture<Answer>> scans = papers.stream()
                .map(paper -> city.insisting(0, lot.entry(), paper.code(), UUID.randomUUID()))
                .toList();
        assertTrue(scans.stream().map(CompletableFuture::join).allMatch(Answer::granted));
        assertEquals(CARS, city.ask("select count(*) from access_event where lot_id = ?", lot));
        long commits = city.ask("select count(distinct xmin::text) from access_event where lot_id = ?", lot);
        assertTrue(commits <= CARS / 2, () -> commits + " commits for " + CARS + " records");
    }
}
