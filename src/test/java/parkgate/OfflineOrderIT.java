package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** A car came in by a lane that was cut off, and its exit asks before that lane has told: one stay, counted once. */
class OfflineOrderIT {
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        city = new City(2, Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    /** Three cars that nobody saw come in, so that an exit without a session takes one of them off. */
    private static Lot lot(boolean loops) {
        Lot lot = city.lot(new JsonObject(), loops);
        city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 3).put("reason", "counted"));
        return lot;
    }

    private static Paper guest(Lot lot) {
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());
        return paper;
    }

    private static Answer leaves(Lot lot, Paper paper) {
        Answer exit = city.scan(0, lot.exit(), paper.code());
        assertTrue(exit.granted(), exit::toString);
        assertEquals(1, city.sessions(lot, "INVALID"), "nobody has told of its entry");
        assertEquals(2, city.count(0, lot.id()));
        return exit;
    }

    private static JsonObject tellsEntry(Lot lot, Paper paper) {
        JsonObject batch =
                new Journal().admitted(paper.code()).ago(Duration.ofMinutes(3)).body();
        Answer told = city.telling(1, lot.entry(), batch).join();
        Answer again = city.telling(0, lot.entry(), batch).join();
        assertEquals(
                "ALREADY_KNOWN",
                again.body().getJsonArray("results").getJsonObject(0).getString("status"));
        return told.body().getJsonArray("results").getJsonObject(0);
    }

    private static void assertOneStay(Lot lot, Answer exit, JsonObject told) {
        assertTrue(told.getJsonArray("flags").contains("LEFT_ALREADY"), told::encode);
        assertEquals(exit.text("sessionId"), told.getString("sessionId"));
        assertEquals(1, city.ask("select count(*) from session where lot_id = ?", lot));
        assertEquals(0, city.gaps(lot));
    }

    /** Two lanes tell at the same moment, at two instances: nobody waits for PostgreSQL to know of the exit. */
    @Test
    void an_entry_and_its_exit_that_are_told_at_the_same_moment_make_one_stay() {
        Lot lot = lot(true);
        Journal entries = new Journal();
        Journal exits = new Journal();
        for (Paper paper : city.papers(20)) {
            city.permit(paper.credentialId(), lot.id());
            entries.admitted(paper.code()).ago(Duration.ofMinutes(3));
            exits.admitted(paper.code()).ago(Duration.ofMinutes(1));
        }
        var left = city.telling(0, lot.exit(), exits.body());
        var came = city.telling(1, lot.entry(), entries.body());
        assertEquals(200, left.join().status());
        assertEquals(200, came.join().status());

        assertEquals(3, city.count(0, lot.id()));
        assertEquals(20, city.ask("select count(*) from session where lot_id = ?", lot));
        assertEquals(20, city.sessions(lot, "COMPLETED"));
        assertEquals(
                40,
                city.get("/v1/scans?limit=100&placeId=" + lot.id())
                        .getJsonArray("items")
                        .size());
    }

    private static void assertOver(Lot lot, Answer exit) {
        JsonObject session = city.session(exit.text("sessionId"));
        assertEquals("COMPLETED", session.getString("status"), session::encode);
        assertEquals(lot.id() + "-entry", session.getJsonObject("entry").getString("laneId"), session::encode);
        assertEquals(lot.id() + "-exit", session.getJsonObject("exit").getString("laneId"), session::encode);
        assertEquals(3, city.count(0, lot.id()), "those that nobody saw are all still there");
        forget();
        assertEquals(3, city.count(1, lot.id()), "and so PostgreSQL knows it");
    }

    private static void forget() {
        RedisClient client = RedisClient.create(redis.uri());
        try (var connection = client.connect()) {
            connection.sync().flushall();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void without_a_loop_the_exit_gets_the_entry_that_is_told_later() {
        Lot lot = lot(false);
        Paper paper = guest(lot);
        Answer exit = leaves(lot, paper);
        assertOneStay(lot, exit, tellsEntry(lot, paper));
        assertOver(lot, exit);
    }

    @Test
    void with_a_loop_it_gets_it_while_its_passage_is_awaited_and_the_passage_ends_the_stay() {
        Lot lot = lot(true);
        Paper paper = guest(lot);
        Answer exit = leaves(lot, paper);
        assertOneStay(lot, exit, tellsEntry(lot, paper));
        assertEquals(3, city.count(0, lot.id()));
        assertEquals(200, city.report(0, lot.exit(), exit, "CONFIRMED").status());
        assertOver(lot, exit);
    }

    @Test
    void with_a_loop_it_gets_it_after_its_passage_too() {
        Lot lot = lot(true);
        Paper paper = guest(lot);
        Answer exit = leaves(lot, paper);
        assertEquals(200, city.report(0, lot.exit(), exit, "CONFIRMED").status());
        assertOneStay(lot, exit, tellsEntry(lot, paper));
        assertOver(lot, exit);
    }

    @Test
    void a_car_that_backs_out_of_its_exit_is_inside_whatever_was_told_in_between_and_though_redis_forgot() {
        for (boolean forgotten : new boolean[] {false, true}) {
            Lot lot = lot(true);
            Paper paper = guest(lot);
            Answer exit = leaves(lot, paper);
            assertOneStay(lot, exit, tellsEntry(lot, paper));
            if (forgotten) {
                forget();
            }
            assertEquals(200, city.report(1, lot.exit(), exit, "NO_ENTRY").status());
            assertEquals(4, city.count(0, lot.id()));
            assertEquals(
                    "ACTIVE", city.session(exit.text("sessionId")).getString("status"), "it is inside and can leave");
            Answer leaves = city.scan(0, lot.exit(), paper.code(), UUID.randomUUID());
            assertEquals(exit.text("sessionId"), leaves.text("sessionId"));
            assertEquals(3, city.count(0, lot.id()));
        }
    }

    @Test
    void an_exit_that_its_car_backed_out_of_ends_no_stay_that_is_told_after_it() {
        Lot lot = lot(true);
        Paper paper = guest(lot);
        Answer exit = leaves(lot, paper);
        assertEquals(200, city.report(0, lot.exit(), exit, "NO_ENTRY").status());
        JsonObject told = tellsEntry(lot, paper);
        assertEquals("RECORDED", told.getString("status"), told::encode);
        assertEquals("ACTIVE", city.session(told.getString("sessionId")).getString("status"));
        assertEquals(4, city.count(0, lot.id()));
    }
}
