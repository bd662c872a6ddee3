package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** A server is away: what a gate is told, and what becomes of it. */
class OutageIT {
    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static RedisClient beside;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedis();
        beside = RedisClient.create(redis.uri());
        city = new City(2, postgres.uri(), redis.uri(), "--record-deadline-ms", "200");
    }

    @AfterAll
    static void end() {
        city.close();
        beside.shutdown();
        redis.close();
        postgres.close();
    }

    /** A lot whose lanes both instances have heard: a key is looked up in PostgreSQL once. */
    private static Lot lot() {
        Lot lot = city.lot(new JsonObject().put("capacity", 3).put("admitTransients", true));
        for (String lane : List.of(lot.entry(), lot.otherEntry(), lot.exit())) {
            assertEquals("MALFORMED", city.scan(0, lane, "a bad read").reason());
            assertEquals("MALFORMED", city.scan(1, lane, "a bad read").reason());
        }
        return lot;
    }

    private static Answer enters(Lot lot, Paper paper) {
        Answer grant = city.insist(0, lot.entry(), paper.code(), UUID.randomUUID());
        assertTrue(grant.granted(), grant::toString);
        return grant;
    }

    /** A paper whose rights the lot has beside it: it was there before. */
    private static Paper known(Lot lot) {
        Paper paper = city.paper();
        Answer grant = enters(lot, paper);
        assertEquals(200, city.passage(0, lot.entry(), grant, "NO_ENTRY").status());
        return paper;
    }

    private static long outbox(Lot lot) {
        try (var connection = beside.connect()) {
            return connection.sync().xlen("pg:{" + lot.id() + "}:outbox");
        }
    }

    @Test
    void while_postgres_stands_still_grants_are_queued_and_arrive_later() {
        Lot lot = lot();
        Paper first = known(lot);
        Paper second = known(lot);
        Await.until(() -> outbox(lot) == 0);
        long before = city.ask("select count(*) from access_event where lot_id = ?", lot);
        UUID scanId = UUID.randomUUID();

        postgres.pause();
        Answer queued = city.scan(0, lot.entry(), first.code(), scanId);
        Answer again = city.scan(1, lot.entry(), first.code(), scanId);
        Answer other = city.scan(0, lot.otherEntry(), second.code());
        Answer inside = city.scan(0, lot.otherEntry(), first.code());
        postgres.resume();

        assertEquals("QUEUED", queued.text("durability"), queued::toString);
        assertEquals("QUEUED", other.text("durability"), other::toString);
        assertEquals("503", inside.reason(), "a lot that was cold a moment ago refuses nobody without PostgreSQL");
        assertEquals(queued.text("sessionId"), again.text("sessionId"), again::toString);
        Await.until(() -> outbox(lot) == 0);
        assertEquals(before + 2, city.ask("select count(*) from access_event where lot_id = ?", lot));
        assertEquals(2, city.sessions(lot, "ACTIVE"));
        assertEquals(0, city.gaps(lot));
        Answer committed = city.insist(1, lot.entry(), first.code(), scanId);
        assertEquals("COMMITTED", committed.text("durability"), committed::toString);
        assertEquals(queued.text("sessionId"), committed.text("sessionId"));
        assertEquals("PASSBACK", city.scan(0, lot.otherEntry(), first.code()).reason());
        assertEquals(2, city.count(1, lot.id()));
    }

    /** PostgreSQL answers, but what was granted and what became of it wait in the outbox: the lot's row is locked. */
    @Test
    void a_passage_that_ended_before_its_grant_was_recorded_is_known_all_the_same() throws SQLException {
        Lot lot = city.lot(
                new JsonObject().put("capacity", 3).put("admitTransients", true).put("passageTimeoutSeconds", 1));
        Paper paper = known(lot);
        Await.until(() -> outbox(lot) == 0);
        Answer grant;
        Answer early;
        try (Connection connection = Jdbc.connect(postgres.uri());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from lot_head where lot_id = '" + lot.id() + "' for update");
            grant = city.scan(0, lot.entry(), paper.code());
            assertEquals("QUEUED", grant.text("durability"), grant::toString);
            Await.until(() -> outbox(lot) == 2); // the grant, and that it has expired
            early = city.passage(1, lot.entry(), grant, "NO_ENTRY");
            connection.rollback();
        }
        assertEquals(503, early.status(), early::toString);
        assertEquals(200, city.report(1, lot.entry(), grant, "NO_ENTRY").status());
        assertEquals(0, city.count(0, lot.id()));
    }

    @Test
    void a_lane_whose_key_was_never_seen_is_told_to_ask_again_while_postgres_is_halted() {
        Lot unheard = city.lot(new JsonObject().put("admitTransients", true));
        Paper paper = city.paper();
        postgres.pause();
        Answer none;
        try {
            none = city.scan(1, unheard.entry(), paper.code());
        } finally {
            postgres.resume();
        }
        assertEquals(503, none.status(), none::toString);
        assertTrue(none.text("type").endsWith("keys-away"), none::toString);
        assertTrue(none.retryAfterS() > 0, none::toString);
    }

    @Test
    void without_redis_nothing_is_decided_and_the_lane_is_told_so() {
        Lot lot = lot();
        Paper paper = known(lot);
        UUID scanId = UUID.randomUUID();
        redis.kill();
        Answer none = city.scan(0, lot.entry(), paper.code(), scanId);
        redis.restart();

        assertEquals(503, none.status(), none::toString);
        assertTrue(none.text("type").endsWith("not-decided"), none::toString);
        assertTrue(none.retryAfterS() > 0, none::toString);
        Answer grant = city.insist(1, lot.entry(), paper.code(), scanId);
        assertTrue(grant.granted(), grant::toString);
        assertEquals(1, city.sessions(lot, "ACTIVE"));
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void a_code_that_was_revoked_long_ago_is_refused_without_redis_too() {
        Lot lot = lot();
        Paper paper = known(lot);
        city.post("/v1/credentials/" + paper.credentialId() + "/revoke", new JsonObject().put("reason", lot.id()));
        city.ask(
                "with past as (update credential set revoked_at = revoked_at - interval '20 minutes'"
                        + " where revoke_reason = ? returning id) select record_change('CREDENTIAL', id) from past",
                lot);
        redis.kill();
        try {
            Await.until(() ->
                    "REVOKED".equals(city.scan(0, lot.entry(), paper.code()).reason()));
            assertEquals(503, city.scan(0, lot.exit(), paper.code()).status());
        } finally {
            redis.restart();
        }
    }

    @Test
    void without_redis_and_then_without_its_memory_no_car_is_lost() {
        Lot lot = lot();
        Paper paper = city.paper();
        Answer entry = enters(lot, paper);
        redis.kill();
        assertEquals(503, city.scan(1, lot.exit(), paper.code()).status());
        redis.restart();
        Answer exit = city.insist(1, lot.exit(), paper.code(), UUID.randomUUID());
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertEquals(0, city.count(0, lot.id()));
    }
}
