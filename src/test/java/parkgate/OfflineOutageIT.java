package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** A server or an instance is away while a lane tells what it did by itself: nothing is lost, and nothing counts twice. */
class OfflineOutageIT {
    private static final List<String> UNASKED = List.of("OFFLINE", "RIGHT_UNKNOWN");

    @TempDir
    private static Path temp;

    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static RedisClient beside;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedis();
        beside = RedisClient.create(redis.uri());
        city = new City(2, postgres.uri(), redis.uri(), "--record-deadline-ms", "200", "--key-file", keyFile());
    }

    @AfterAll
    static void end() {
        city.close();
        beside.shutdown();
        redis.close();
        postgres.close();
    }

    private static String keyFile() {
        return temp.resolve("keys.p12").toString();
    }

    /** A lot that Redis holds, of which both instances have heard the lanes. */
    private static Lot lot() {
        Lot lot = city.lot(new JsonObject());
        for (String lane : List.of(lot.entry(), lot.otherEntry(), lot.exit())) {
            assertEquals("MALFORMED", city.scan(0, lane, "a bad read").reason());
            assertEquals("MALFORMED", city.scan(1, lane, "a bad read").reason());
        }
        Answer grant = city.insist(0, lot.entry(), guest(lot).code(), UUID.randomUUID());
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.passage(0, lot.entry(), grant, "NO_ENTRY").status());
        Await.until(() -> outbox(lot) == 0);
        return lot;
    }

    private static Paper guest(Lot lot) {
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());
        return paper;
    }

    /** Three cars come in. */
    private static Journal three(Lot lot) {
        Journal journal = new Journal();
        for (int i = 0; i < 3; i++) {
            journal.admitted(guest(lot).code());
        }
        return journal;
    }

    private static long outbox(Lot lot) {
        try (var connection = beside.connect()) {
            return connection.sync().xlen("pg:{" + lot.id() + "}:outbox");
        }
    }

    private static Answer tell(int instance, Lot lot, JsonObject batch) {
        return city.telling(instance, lot.entry(), batch).join();
    }

    /** As a lane does it: the same batch again until each scan of it is final. */
    private static List<JsonObject> insist(int instance, Lot lot, JsonObject batch) {
        JsonArray last = new JsonArray();
        Await.until(() -> {
            Answer answer = tell(instance, lot, batch);
            last.clear();
            last.addAll(answer.body().getJsonArray("results", new JsonArray()));
            return answer.status() == 200
                    && results(last).noneMatch(one -> one.getString("status").equals("NOT_TAKEN"));
        });
        return results(last).toList();
    }

    private static List<JsonObject> results(Answer answer) {
        assertEquals(200, answer.status(), answer::toString);
        return results(answer.body().getJsonArray("results")).toList();
    }

    private static Stream<JsonObject> results(JsonArray all) {
        return all.stream().map(JsonObject.class::cast);
    }

    private static void are(String status, String durability, List<JsonObject> results) {
        for (JsonObject one : results) {
            assertEquals(status, one.getString("status"), one::encode);
            assertEquals(durability, one.getString("durability"), one::encode);
        }
    }

    /** Three entries, each once, whoever is asked. */
    private static void three_cars_are_inside(Lot lot) {
        Await.until(() -> outbox(lot) == 0);
        assertEquals(
                3,
                city.ask("select count(*) from access_event where 'OFFLINE' = any (flags) and lot_id = ?", lot),
                "recorded once");
        assertEquals(3, city.sessions(lot, "ACTIVE"));
        assertEquals(0, city.ask("select count(*) from access_event where kind = 'UNTOLD' and lot_id = ?", lot));
        assertEquals(0, city.gaps(lot));
        assertEquals(3, city.count(0, lot.id()));
        assertEquals(3, city.count(1, lot.id()));
    }

    @Test
    void while_postgres_stands_still_cars_are_queued_and_refusals_wait() {
        Lot lot = lot();
        JsonObject batch =
                three(lot).refused(guest(lot).code(), "NO_RIGHT_HERE").body();
        List<JsonObject> queued;
        List<JsonObject> again;
        postgres.pause();
        try {
            queued = results(tell(0, lot, batch));
            again = results(tell(1, lot, batch));
        } finally {
            postgres.resume();
        }
        are("FLAGGED", "QUEUED", queued.subList(0, 3));
        queued.subList(0, 3).forEach(one -> assertEquals(new JsonArray(UNASKED), one.getJsonArray("flags")));
        are("ALREADY_KNOWN", "QUEUED", again.subList(0, 3));
        assertEquals("NOT_TAKEN", queued.get(3).getString("status"));
        assertEquals("NOT_TAKEN", again.get(3).getString("status"));

        Await.until(() -> outbox(lot) == 0);
        List<JsonObject> all = insist(1, lot, batch);
        are("ALREADY_KNOWN", "COMMITTED", all.subList(0, 3));
        assertEquals(queued.get(0).getString("sessionId"), all.get(0).getString("sessionId"));
        assertEquals(
                1, city.ask("select count(*) from scan_denial where offline_reason is not null and lot_id = ?", lot));
        three_cars_are_inside(lot);
    }

    @Test
    void a_postgres_that_dies_and_comes_back_has_it_all() {
        Lot lot = lot();
        JsonObject batch = three(lot).body();
        postgres.kill();
        List<JsonObject> queued;
        try {
            queued = results(tell(0, lot, batch));
        } finally {
            postgres.restart();
        }
        are("FLAGGED", "QUEUED", queued);
        Await.until(() -> outbox(lot) == 0);
        are("ALREADY_KNOWN", "COMMITTED", insist(1, lot, batch));
        three_cars_are_inside(lot);
    }

    @Test
    void without_redis_nothing_is_taken_and_the_lane_keeps_it() {
        Lot lot = lot();
        JsonObject batch = three(lot).body();
        redis.kill();
        Answer none;
        try {
            none = tell(0, lot, batch);
        } finally {
            redis.restart();
        }
        assertEquals(503, none.status(), none::toString);
        assertTrue(none.text("type").endsWith("not-decided"), none::toString);
        assertTrue(none.retryAfterS() > 0, none::toString);
        are("RECORDED", "COMMITTED", insist(1, lot, batch));
        are("ALREADY_KNOWN", "COMMITTED", insist(0, lot, batch));
        three_cars_are_inside(lot);
    }

    /** It has the cars in its memory, PostgreSQL has not, and the lane knows nothing. */
    @Test
    void a_redis_that_dies_before_the_record_is_made_counts_once_when_the_lane_tells_again() throws SQLException {
        Lot lot = lot();
        JsonObject batch = three(lot).body();
        try (Connection connection = locking(lot)) {
            CompletableFuture<Answer> telling = city.telling(0, lot.entry(), batch);
            Await.until(() -> outbox(lot) == 3);
            redis.kill();
            telling.join(); // 503, NOT_TAKEN or QUEUED: what it was is up to the moment
            redis.restart();
            connection.rollback();
        }
        insist(1, lot, batch);
        are("ALREADY_KNOWN", "COMMITTED", insist(0, lot, batch));
        three_cars_are_inside(lot);
    }

    /** An instance of its own process holds the lot's answers, PostgreSQL is about to commit, and nobody hears of it. */
    @Test
    void what_an_instance_took_in_before_it_died_is_known_to_the_next_one() throws Exception {
        Lot lot = lot();
        JsonObject batch = three(lot).body();
        List<JsonObject> again;
        try (OtherInstance dying = OtherInstance.start(
                        temp,
                        "--key-file",
                        keyFile(),
                        "--postgres-uri",
                        Servers.asService(postgres.uri()),
                        "--postgres-owner-uri",
                        postgres.uri(),
                        "--redis-uri",
                        redis.uri(),
                        "--record-deadline-ms",
                        "10000");
                Connection connection = locking(lot)) {
            CompletableFuture<Answer> never = dying.gate().posting("/v1/scans/batch", lot.entry(), batch);
            Await.until(() -> outbox(lot) == 3 && waits(lot));
            dying.kill();
            assertTrue(never.handle((answer, failure) -> failure != null).join(), "nobody was told");
            again = results(tell(0, lot, batch));
            connection.rollback();
        }
        are("ALREADY_KNOWN", "QUEUED", again);
        three_cars_are_inside(lot);
        are("ALREADY_KNOWN", "COMMITTED", insist(1, lot, batch));
        three_cars_are_inside(lot);
    }

    /** Nothing of this lot can be recorded until this connection lets go of it. */
    private static Connection locking(Lot lot) throws SQLException {
        Connection connection = Jdbc.connect(postgres.uri());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select from lot_head where lot_id = '" + lot.id() + "' for update");
        }
        return connection;
    }

    private static boolean waits(Lot lot) {
        return city.ask("select count(*) from pg_locks where not granted", lot) > 0;
    }
}
