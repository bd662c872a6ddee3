package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** More than an instance can do: what is not taken is said at once, and what was taken stands once. */
class OverloadIT {
    private static final int AT_ONCE = 32;
    private static final int CARS = 120;
    private static final int SPACES = 50;
    private static final int REPEATS = 10;
    private static final int LANE_PER_SECOND = 1_000;

    private static String postgresUri;
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        postgresUri = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        city = new City(
                1,
                postgresUri,
                redis.uri(),
                "--scans-at-once",
                Integer.toString(AT_ONCE),
                "--key-requests-at-once",
                "1000",
                "--lane-requests-per-second",
                Integer.toString(LANE_PER_SECOND));
    }

    @AfterAll
    static void end() {
        redis.resume();
        city.close();
        redis.close();
    }

    private static double metric(String series) {
        String value = new MetricsPage(city.url()).value(series);
        return value.isEmpty() ? 0 : Double.parseDouble(value);
    }

    @Test
    void while_redis_holds_its_answers_back_each_scan_is_told_to_come_again_and_none_is_doubled() {
        Lot lot = city.lot(new JsonObject().put("capacity", SPACES).put("admitTransients", true));
        Paper first = city.paper();
        Answer warm = city.insist(0, lot.entry(), first.code(), UUID.randomUUID());
        assertEquals(200, city.passage(0, lot.entry(), warm, "NO_ENTRY").status());
        city.scan(0, lot.otherEntry(), "a bad read");
        Map<UUID, Paper> cars = new HashMap<>();
        city.papers(CARS).forEach(paper -> cars.put(UUID.randomUUID(), paper));

        redis.pause();
        List<CompletableFuture<Answer>> flood = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            String lane = i % 2 == 0 ? lot.entry() : lot.otherEntry();
            cars.forEach((scanId, paper) -> flood.add(city.scanning(0, lane, paper.code(), scanId)));
        }
        double underWay = metric("parkgate_scans_under_way");
        for (CompletableFuture<Answer> each : flood) {
            Answer answer = each.join();
            assertEquals(503, answer.status(), answer::toString);
            assertTrue(answer.text("type").endsWith("not-decided"), answer::toString);
            assertTrue(answer.retryAfterS() > 0, answer::toString);
        }
        assertTrue(underWay <= AT_ONCE, () -> underWay + " were under way");
        double shed =
                metric("parkgate_scans_shed_total{why=\"full\"}") + metric("parkgate_scans_shed_total{why=\"late\"}");
        // Fewer than may be at once reach a Redis that is known to stand still.
        assertTrue(shed <= flood.size() && shed > 0, () -> shed + " were shed");
        redis.resume();

        // Some were decided by then and nobody was told; each lane sends its scan again until it is answered.
        Map<UUID, CompletableFuture<Answer>> asked = new HashMap<>();
        cars.forEach((scanId, paper) -> asked.put(scanId, city.insisting(0, lot.entry(), paper.code(), scanId)));
        Map<String, Integer> reasons = new HashMap<>();
        asked.forEach((scanId, answer) -> reasons.merge(answer.join().reason(), 1, Integer::sum));
        int granted = reasons.getOrDefault("OK", 0);
        assertEquals(granted, city.sessions(lot, "ACTIVE") - elsewhere(lot), reasons::toString);
        assertEquals(SPACES, city.sessions(lot, "ACTIVE"), reasons::toString);
        assertEquals(0, city.gaps(lot));
        assertEquals(SPACES, city.count(0, lot.id()));
        asked.forEach((scanId, answer) -> {
            if (answer.join().granted()) {
                Answer again = city.scan(0, lot.entry(), cars.get(scanId).code(), scanId);
                assertEquals(answer.join().text("decisionId"), again.text("decisionId"));
            }
        });
    }

    /** Sessions that the other entry was granted while nobody listened. */
    private static long elsewhere(Lot lot) {
        return city.ask(
                "select count(*) from session where lot_id = ? and status = 'ACTIVE' and entry_lane = '" + lot.id()
                        + "-entry2'",
                lot);
    }

    @Test
    void a_lane_that_floods_is_slowed_and_its_neighbour_is_served() {
        Lot lot = city.lot(new JsonObject().put("admitTransients", true));
        Paper paper = city.paper();
        Answer entry = city.insist(0, lot.otherEntry(), paper.code(), UUID.randomUUID());
        assertTrue(entry.granted(), entry::toString);
        List<CompletableFuture<Answer>> flood = new ArrayList<>();
        for (int i = 0; i < 4 * LANE_PER_SECOND; i++) {
            flood.add(city.scanning(0, lot.entry(), "QP1S.GARBAGE", UUID.randomUUID()));
            if (i % 500 == 0) {
                Answer neighbour = city.scan(0, lot.otherEntry(), paper.code(), UUID.randomUUID());
                assertTrue(neighbour.granted(), neighbour::toString); // the same grant again: the barrier stayed shut
            }
        }
        int slowed = 0;
        for (CompletableFuture<Answer> each : flood) {
            Answer answer = each.join();
            if (answer.status() == 429) {
                assertTrue(answer.text("type").endsWith("too-many-requests"), answer::toString);
                assertTrue(answer.retryAfterS() > 0, answer::toString);
                slowed++;
            } else {
                assertEquals("MALFORMED", answer.reason(), answer::toString);
            }
        }
        double counted = metric("parkgate_requests_slowed_total{why=\"at_once\"}")
                + metric("parkgate_requests_slowed_total{why=\"too_fast\"}");
        assertEquals(slowed, counted);
    }
}
