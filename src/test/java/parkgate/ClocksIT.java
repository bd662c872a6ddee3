package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.City.WalletDriver;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Instances whose clocks are wrong: what they do all the same, and who is told. */
class ClocksIT {
    private static final Duration BEHIND = Duration.ofMinutes(-4);
    private static final Duration AHEAD = Duration.ofMinutes(4);

    private static String postgresUri;
    private static EmbeddedRedis redis;
    private static City right;
    private static City behind;
    private static City ahead;

    @BeforeAll
    static void boot() throws IOException {
        String keys = Files.createTempDirectory("clocks").resolve("keys.p12").toString();
        postgresUri = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        right = city(keys, Duration.ZERO);
        behind = city(keys, BEHIND);
        ahead = city(keys, AHEAD);
    }

    private static City city(String keys, Duration offset) {
        return new City(
                1, postgresUri, redis.uri(), "--key-file", keys, "--clock-offset-ms", Long.toString(offset.toMillis()));
    }

    @AfterAll
    static void end() {
        List.of(ahead, behind, right).forEach(City::close);
        redis.close();
    }

    private static Lot lot() {
        return right.lot(new JsonObject().put("capacity", 40).put("admitTransients", true));
    }

    private static Answer granted(Answer answer) {
        assertTrue(answer.granted(), answer::toString);
        return answer;
    }

    private static JsonObject session(Answer grant) {
        return right.session(grant.text("sessionId"));
    }

    // ── A car that meets two clocks ─────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_car_that_came_in_by_a_fast_clock_leaves_by_a_slow_one() {
        Lot lot = lot();
        for (boolean reported : new boolean[] {true, false}) {
            Paper paper = right.paper();
            Answer entry = granted(ahead.scan(0, lot.entry(), paper.code()));
            if (reported) {
                assertEquals(
                        200, behind.report(0, lot.entry(), entry, "CONFIRMED").status());
            }
            Answer exit = granted(behind.insist(0, lot.exit(), paper.code(), UUID.randomUUID()));
            assertEquals(entry.text("sessionId"), exit.text("sessionId"));
            assertEquals(200, right.report(0, lot.exit(), exit, "CONFIRMED").status());
            assertEquals("COMPLETED", session(entry).getString("status"));
        }
        assertEquals(0, right.count(0, lot.id()));
        assertEquals(0, right.gaps(lot));
    }

    @Test
    void a_scan_that_was_granted_by_one_clock_is_the_same_by_the_others() {
        // Longer than the clocks are apart: else the one that is right finds at once that nobody passed in time.
        Lot lot = right.lot(new JsonObject()
                .put("capacity", 40)
                .put("admitTransients", true)
                .put("passageTimeoutSeconds", 600));
        Paper paper = right.paper();
        UUID scanId = UUID.randomUUID();
        Answer grant = granted(behind.scan(0, lot.entry(), paper.code(), scanId));
        for (City each : List.of(right, ahead, behind)) {
            assertEquals(
                    grant.text("decisionId"),
                    granted(each.insist(0, lot.entry(), paper.code(), scanId)).text("decisionId"));
        }
        assertEquals(1, right.sessions(lot, "ACTIVE"));
        assertEquals("PASSBACK", ahead.scan(0, lot.otherEntry(), paper.code()).reason());
    }

    @Test
    void codes_of_phones_are_refused_outside_their_window_at_entries_and_open_every_exit() {
        Lot lot = lot();
        Driver phone = right.driver();
        WalletDriver wallet = right.walletDriver();
        for (City wrong : List.of(behind, ahead)) {
            assertEquals(
                    "STALE_CODE", wrong.scan(0, lot.entry(), phone.shows(0)).reason());
            assertEquals(
                    "STALE_CODE", wrong.scan(0, lot.entry(), wallet.shows(0)).reason());
        }
        granted(right.scan(0, lot.entry(), phone.shows(0)));
        granted(right.scan(0, lot.otherEntry(), wallet.shows(0)));
        granted(behind.scan(0, lot.exit(), phone.shows(0)));
        granted(ahead.scan(0, lot.exit(), wallet.shows(0)));
        assertEquals(2, right.sessions(lot, "COMPLETED"));
    }

    @Test
    void when_a_lane_says_that_it_happened_in_the_future_the_instances_clock_counts() {
        Lot lot = lot();
        String next = Instant.now().plus(Duration.ofMinutes(5)).toString();
        for (String eventTime : List.of(next, "2999-12-31T23:59:59Z")) {
            Answer entry = granted(right.scanAt(lot.entry(), right.paper().code(), eventTime));
            assertEquals(
                    0,
                    right.ask(
                            "select count(*) from session where lot_id = ? and started_at > now() + interval '1 minute'",
                            lot));
            assertTrue(entry.body().containsKey("sessionId"));
        }
    }

    // ── Who is told ─────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_wrong_clock_is_measured_noted_and_alarmed() {
        for (Map.Entry<City, Duration> each :
                Map.of(behind, BEHIND, ahead, AHEAD).entrySet()) {
            MetricsPage page = new MetricsPage(each.getKey().url());
            for (String server : List.of("postgres", "redis")) {
                String series = "parkgate_clock_offset_seconds{server=\"" + server + "\"}";
                Await.until(() ->
                        !page.value(series).isEmpty() && !page.value(series).equals("NaN"));
                double off =
                        Double.parseDouble(page.value(series)) - each.getValue().toSeconds();
                assertTrue(Math.abs(off) < 1, () -> series + " is " + off + " from what it should be");
            }
            Await.until(() -> each.getKey()
                    .get("/health/ready")
                    .getJsonArray("notes")
                    .encode()
                    .contains("this instance's clock is 240."));
        }
        Await.until(() ->
                right.get("/v1/alarms?open=true").getJsonArray("items").encode().contains("\"INSTANCE_CLOCK\""));
        assertTrue(!right.get("/health/ready").getJsonArray("notes").encode().contains("clock"));
    }
}
