package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.FlushMode;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.RedisCluster;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Two whole instances on a real Redis Cluster, of which they were told one node. */
class ClusterIT {
    private static final JsonObject OPEN = new JsonObject().put("capacity", 40).put("admitTransients", true);

    private static EmbeddedPostgres postgres;
    private static RedisCluster redis;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedisCluster();
        city = new City(2, postgres.uri(), redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
        postgres.close();
    }

    /** A lot that lives on this primary. */
    private static Lot lot(int primary, JsonObject rules) {
        while (true) {
            Lot lot = city.lot(rules);
            if (RedisCluster.primaryOf(head(lot)) == primary) {
                return lot;
            }
        }
    }

    private static Lot lot(int primary) {
        return lot(primary, OPEN);
    }

    private static String head(Lot lot) {
        return "pg:{" + lot.id() + "}:head";
    }

    private static Answer granted(Answer answer) {
        assertTrue(answer.granted(), answer::toString);
        return answer;
    }

    private static Answer enters(Lot lot, String code) {
        Answer grant = granted(city.scan(0, lot.entry(), code));
        assertEquals(200, city.passage(1, lot.entry(), grant, "CONFIRMED").status());
        return grant;
    }

    private static void leaves(Lot lot, String code, Answer entry) {
        Answer exit = granted(city.scan(1, lot.exit(), code));
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertEquals(200, city.passage(0, lot.exit(), exit, "CONFIRMED").status());
        assertEquals("COMPLETED", city.session(entry.text("sessionId")).getString("status"));
    }

    private static long epoch(Lot lot) {
        return city.ask("select epoch from lot_head where lot_id = ?", lot);
    }

    // ── A lot lives on one node ─────────────────────────────────────────────────────────────────────────────────────

    @Test
    void cars_come_and_go_at_lots_of_every_primary() {
        for (int primary = 0; primary < RedisCluster.PRIMARIES; primary++) {
            Lot lot = lot(primary);
            String code = city.paper().code();
            Answer entry = enters(lot, code);
            assertEquals(1L, redis.ask(primary, c -> c.exists(head(lot))).longValue());
            assertEquals("PASSBACK", city.scan(1, lot.otherEntry(), code).reason());
            assertEquals(1, city.count(1, lot.id()));
            leaves(lot, code, entry);
            assertEquals(0, city.count(0, lot.id()));
            assertEquals(0, city.gaps(lot));
        }
    }

    @Test
    void lanes_that_listen_to_one_instance_are_opened_at_the_other_whatever_slot_tells_them() {
        for (int i = 0; i < 6; i++) {
            Lot lot = city.lot(OPEN);
            try (LaneEar ear = new LaneEar(city.url(1), lot.entry())) {
                ear.awaits("config", 1);
                Answer opened = city.postAt(
                        0,
                        city.adminKey(),
                        "/v1/lanes/" + lot.id() + "-entry/open",
                        new JsonObject().put("reason", "car " + i).put("unmatched", true));
                assertEquals(201, opened.status(), opened::toString);
                assertEquals("car " + i, ear.awaits("open", 1).get(0).getString("reason"));
            }
        }
    }

    @Test
    void every_primary_gets_the_library_and_gets_it_again() {
        List<Lot> lots = IntStream.range(0, RedisCluster.PRIMARIES)
                .mapToObj(ClusterIT::lot)
                .toList();
        assertEquals(List.of(0, 1, 2), withLibrary());
        for (int primary = 0; primary < RedisCluster.PRIMARIES; primary++) {
            redis.ask(primary, c -> c.functionFlush(FlushMode.SYNC));
        }
        lots.forEach(lot -> granted(city.scan(0, lot.entry(), city.paper().code())));
        assertEquals(List.of(0, 1, 2), withLibrary());
    }

    private static List<Integer> withLibrary() {
        return IntStream.range(0, RedisCluster.PRIMARIES)
                .filter(primary ->
                        !redis.ask(primary, c -> c.functionList("parkgate")).isEmpty())
                .boxed()
                .toList();
    }

    @Test
    void one_node_forgets_its_lots_and_the_others_go_on() {
        List<Lot> lots = IntStream.range(0, RedisCluster.PRIMARIES)
                .mapToObj(ClusterIT::lot)
                .toList();
        String code = city.paper().code();
        UUID scanId = UUID.randomUUID();
        Answer before = granted(city.scan(0, lots.get(1).entry(), code, scanId));
        lots.forEach(lot -> enters(lot, city.paper().code()));
        List<Long> epochs = lots.stream().map(ClusterIT::epoch).toList();

        redis.ask(1, c -> c.flushall());

        Answer again = granted(city.insist(1, lots.get(1).entry(), code, scanId));
        assertEquals(before.text("decisionId"), again.text("decisionId"));
        for (Lot lot : lots) {
            granted(city.scan(0, lot.otherEntry(), city.paper().code()));
            assertEquals(0, city.gaps(lot));
        }
        assertEquals(epochs.get(0), epoch(lots.get(0)));
        assertTrue(epoch(lots.get(1)) > epochs.get(1));
        assertEquals(epochs.get(2), epoch(lots.get(2)));
        assertEquals(2, city.count(1, lots.get(0).id()));
        assertEquals(3, city.count(1, lots.get(1).id()));
    }

    // ── Many scans of one credential ────────────────────────────────────────────────────────────────────────────────

    @Test
    void two_hundred_scans_of_one_paper_make_one_session() {
        Lot lot = lot(2);
        String code = city.paper().code();
        assertEquals(
                1,
                sessions(IntStream.range(0, 200)
                        .mapToObj(i -> scanning(lot, i, code))
                        .toList()));
        assertEquals(1, city.ask("select count(*) from access_event where lot_id = ?", lot));
        assertEquals(1, city.sessions(lot, "ACTIVE"));
    }

    @Test
    void two_hundred_scans_of_one_step_make_one_session_at_one_lot() {
        List<Lot> lots = IntStream.range(0, RedisCluster.PRIMARIES)
                .mapToObj(ClusterIT::lot)
                .toList();
        String code = city.driver().shows(0);
        assertEquals(
                1,
                sessions(IntStream.range(0, 200)
                        .mapToObj(i -> scanning(lots.get(i % lots.size()), i, code))
                        .toList()));
        assertEquals(
                1, lots.stream().mapToLong(lot -> city.sessions(lot, "ACTIVE")).sum());
    }

    private static CompletableFuture<Answer> scanning(Lot lot, int turn, String code) {
        return city.scanning(turn % 2, turn % 4 < 2 ? lot.entry() : lot.otherEntry(), code, UUID.randomUUID());
    }

    /** How many sessions these made; each was answered. */
    private static int sessions(List<CompletableFuture<Answer>> scans) {
        Set<String> sessions = new HashSet<>();
        for (CompletableFuture<Answer> scan : scans) {
            Answer answer = scan.join();
            assertEquals(200, answer.status(), answer::toString);
            if (answer.granted()) {
                sessions.add(answer.text("sessionId"));
            }
        }
        return sessions.size();
    }

    // ── The same step at two lots ───────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_step_opens_at_one_lot() {
        Lot here = lot(0);
        Lot there = lot(1);
        Driver driver = city.driver();
        String code = driver.shows(0);
        UUID scanId = UUID.randomUUID();
        Answer grant = granted(city.scan(0, here.entry(), code, scanId));
        assertEquals("REPLAYED", city.scan(1, there.entry(), code).reason());
        assertEquals("REPLAYED", city.scan(0, here.otherEntry(), code).reason());
        Answer twice = granted(city.scan(1, here.entry(), code)); // the camera read it twice
        assertEquals(grant.text("decisionId"), twice.text("decisionId"));
        Answer again = granted(city.scan(1, here.entry(), code, scanId)); // the lane heard no answer
        assertEquals(grant.text("decisionId"), again.text("decisionId"));
        granted(city.scan(1, there.entry(), driver.shows(1)));
        assertEquals("STALE_CODE", city.scan(1, here.otherEntry(), code).reason());
        again = granted(city.scan(0, here.entry(), code, scanId)); // whatever the guard says by then
        assertEquals(grant.text("decisionId"), again.text("decisionId"));
    }

    @Test
    void a_refused_scan_gives_its_step_back() {
        Lot full = lot(2, new JsonObject().put("capacity", 0).put("admitTransients", true));
        Lot other = lot(1);
        Driver driver = city.driver();
        String code = driver.shows(0);
        assertEquals("LOT_FULL", city.scan(0, full.entry(), code).reason());
        granted(city.scan(0, other.entry(), code));
        assertEquals("LOT_FULL", city.scan(0, full.entry(), driver.shows(1)).reason());
        assertEquals("REPLAYED", city.scan(0, full.entry(), code).reason(), "what stood before stands again");
    }

    @Test
    void an_exit_burns_no_step() {
        Lot here = lot(0);
        Lot there = lot(1);
        Driver driver = city.driver();
        Answer entry = enters(here, driver.shows(0));
        String code = driver.shows(1);
        leaves(here, code, entry);
        granted(city.scan(0, there.entry(), code));
    }

    @Test
    void a_car_that_backs_out_gets_its_step_back() {
        Lot here = lot(0);
        Lot there = lot(1);
        String code = city.driver().shows(0);
        Answer grant = granted(city.scan(0, here.entry(), code));
        assertEquals(200, city.passage(0, here.entry(), grant, "NO_ENTRY").status());
        granted(city.scan(0, there.entry(), code));
        assertEquals("REPLAYED", city.scan(0, here.otherEntry(), code).reason());
    }

    @Test
    void while_the_guard_is_away_a_grant_stands_and_is_flagged() {
        Driver driver = city.driver();
        int guard = RedisCluster.primaryOf("pg:guard:{" + driver.credentialId() + "}");
        Lot lot = lot((guard + 1) % RedisCluster.PRIMARIES);
        enters(lot, city.paper().code()); // its lanes and its head are known
        String code = driver.shows(0);
        redis.without(guard, () -> granted(city.scan(0, lot.entry(), code)));
        assertEquals(
                1, city.ask("select count(*) from access_event where lot_id = ? and 'GUARD_AWAY' = any(flags)", lot));
    }

    // ── Replicas ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void queued_is_said_when_a_replica_has_it_too() {
        Lot replicated = lot(0);
        Lot alone = lot(1);
        List<String> codes =
                IntStream.range(0, 3).mapToObj(i -> known(replicated, alone)).toList();
        postgres.pause();
        try {
            redis.withoutReplicas(() -> {
                UUID scanId = UUID.randomUUID();
                for (int again = 0; again < 2; again++) { // the mark stands by then, and has no replica all the same
                    Answer refused = city.scan(0, replicated.entry(), codes.get(0), scanId);
                    assertEquals(503, refused.status(), refused::toString);
                }
                Answer queued = city.scan(0, alone.entry(), codes.get(1));
                assertEquals("QUEUED", queued.text("durability"), queued::toString);
            });
            Answer queued = city.scan(0, replicated.otherEntry(), codes.get(2));
            assertEquals("QUEUED", queued.text("durability"), queued::toString);
        } finally {
            postgres.resume();
        }
        Await.until(() -> city.sessions(replicated, "ACTIVE") == 2 && city.sessions(alone, "ACTIVE") == 1);
        assertEquals(0, city.gaps(replicated));
    }

    /** A code whose rights these lots have beside them: it was there before. */
    private static String known(Lot... lots) {
        Paper paper = city.paper();
        for (Lot lot : lots) {
            for (String lane : List.of(lot.entry(), lot.otherEntry())) {
                Answer grant = granted(city.scan(0, lane, paper.code()));
                assertEquals(200, city.passage(0, lane, grant, "NO_ENTRY").status());
            }
        }
        return paper.code();
    }
}
