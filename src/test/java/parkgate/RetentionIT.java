package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.postgres.Database;
import parkgate.privacy.Kept;
import parkgate.privacy.Retention;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** What was kept long enough goes by itself, and the gates do not notice. */
class RetentionIT {
    private static String postgres;
    private static EmbeddedRedis redis;
    private static City city;
    private static Vertx vertx;
    private static Database database;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @BeforeAll
    static void boot() {
        postgres = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        city = new City(1, postgres, redis.uri());
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        database = Database.open(vertx, Servers.asService(postgres), 2);
    }

    @AfterAll
    static void end() {
        Await.result(database.close());
        Await.result(vertx.close());
        city.close();
        redis.close();
    }

    /** A round of an instance whose clock is ahead. */
    private boolean round(int days, Kept kept) {
        Retention retention = new Retention(
                vertx,
                database.pool(),
                kept,
                InstantSource.offset(InstantSource.system(), Duration.ofDays(days)),
                new Random(1),
                UUID::randomUUID,
                metrics);
        return Await.result(retention.round());
    }

    private double failures() {
        return metrics.get("parkgate_retention_failures").counter().count();
    }

    private static Lot lot() {
        return city.lot(new JsonObject().put("capacity", 9).put("admitTransients", true));
    }

    private static Answer passes(String lane, String code, String plate) {
        Answer grant = city.scanWithPlate(0, lane, code, plate);
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.report(0, lane, grant, "CONFIRMED").status());
        return grant;
    }

    private static long count(String sql, Lot lot) {
        return city.ask("select count(*) from " + sql, lot);
    }

    private static long plates(Lot lot) {
        return count("session where lot_id = ? and plate is not null", lot);
    }

    private static long personal(Lot lot) {
        return count(
                "access_event where lot_id = ? and (credential_id is not null or root_id is not null"
                        + " or session_id is not null or right_id is not null or detail is not null)",
                lot);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Jdbc.connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void whose_visitor_it_was_is_forgotten_when_the_visit_is_long_over() {
        Visiting visiting = new Visiting(city);
        Lot lot = lot();
        City.Driver giver = visiting.resident(lot);
        City.Driver visitor = visiting.visitor(visiting.give(giver, lot, 1));
        assertFalse(round(90, Kept.days(30, 90, 0, 0)));
        assertEquals(1, count("visitor where place_id = ?", lot));
        assertFalse(round(91, Kept.days(30, 90, 0, 0)));
        assertEquals(0, count("visitor where place_id = ?", lot));
        assertFalse(
                city.get("/v1/credentials/" + visitor.credentialId()).encode().contains(giver.credentialId()));
        assertEquals(
                1,
                city.get("/v1/rights?credentialId=" + visitor.credentialId())
                        .getJsonArray("items")
                        .size());
    }

    @Test
    void after_its_time_nothing_says_who_it_was_and_the_lot_goes_on() {
        Lot lot = lot();
        Paper gone = city.paper();
        Paper inside = city.paper();
        UUID firstScan = UUID.randomUUID();
        Answer first = city.scan(0, lot.entry(), gone.code(), firstScan);
        assertEquals(200, city.report(0, lot.entry(), first, "CONFIRMED").status());
        passes(lot.exit(), gone.code(), "A-GONE 1");
        Answer entry = passes(lot.entry(), inside.code(), "B-INSIDE 2");
        assertEquals("PASSBACK", city.scan(0, lot.otherEntry(), inside.code()).reason());
        city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 3).put("reason", "Mr Li counted"));
        Await.until(() -> count("scan_denial where lot_id = ?", lot) == 1);
        long events = count("access_event where lot_id = ?", lot);

        assertFalse(round(91, Kept.days(30, 90, 0, 0)));

        assertEquals(1, plates(lot), "of the car that is inside");
        assertEquals(2, personal(lot), "of the car that is inside: its entry and its passage");
        assertEquals(0, count("access_event where lot_id = ? and detail is not null", lot));
        assertEquals(0, count("scan_denial where lot_id = ?", lot));
        assertEquals(events, count("access_event where lot_id = ?", lot));
        assertEquals(0, city.gaps(lot));
        assertEquals(
                1,
                city.get("/v1/scans?placeId=" + lot.id()).getJsonArray("items").size());
        assertEquals(gone.credentialId(), city.session(first.text("sessionId")).getString("credentialId"));

        RedisClient client = RedisClient.create(redis.uri());
        client.connect().sync().flushall();
        client.shutdown();

        assertEquals(3, city.count(0, lot.id()));
        assertEquals(404, city.passage(0, lot.entry(), first, "CONFIRMED").status());
        Answer exit = city.insist(0, lot.exit(), inside.code(), UUID.randomUUID());
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertTrue(city.insist(0, lot.entry(), gone.code(), UUID.randomUUID()).granted());
        assertEquals(3, city.count(0, lot.id()));
        Answer again = city.insist(0, lot.entry(), gone.code(), firstScan);
        assertTrue(again.status() < 500, again::toString);
        assertEquals(3, city.count(0, lot.id()), "a scan of long ago is not granted a second time");
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void a_day_before_its_time_everything_is_still_there() {
        Lot lot = lot();
        Paper paper = city.paper();
        passes(lot.entry(), paper.code(), "C-EARLY 3");
        passes(lot.exit(), paper.code(), "C-EARLY 3");
        assertFalse(round(29, Kept.days(30, 90, 0, 0)));
        assertEquals(1, plates(lot));
        assertFalse(round(31, Kept.days(30, 90, 0, 0)));
        assertEquals(0, plates(lot));
        assertEquals(4, personal(lot));
        assertFalse(round(91, Kept.days(30, 90, 0, 0)));
        assertEquals(0, personal(lot));
        assertEquals(1, city.sessions(lot, "COMPLETED"));
        assertFalse(round(400, Kept.days(30, 90, 365, 0)));
        assertEquals(0, city.sessions(lot, "COMPLETED"));
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void what_was_erased_stands_in_the_audit_which_nobody_changes() {
        Lot lot = lot();
        Paper paper = city.paper();
        passes(lot.entry(), paper.code(), "D-AUDIT 4");
        passes(lot.exit(), paper.code(), "D-AUDIT 4");
        assertFalse(round(31, Kept.days(30, 90, 0, 0)));
        JsonObject row = city.get("/v1/audit?action=retention.erased").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(erased -> erased.getJsonObject("details").getInteger("plates", 0) >= 1)
                .findFirst()
                .orElseThrow();
        assertEquals(null, row.getString("keyId"));
        for (String sql : new String[] {
            "update audit set reason = 'another'",
            "delete from audit",
            "truncate audit",
            "delete from audit where false"
        }) {
            SQLException refused = assertThrows(SQLException.class, () -> execute(sql));
            assertTrue(refused.getMessage().contains("never changed"), refused::getMessage);
        }
    }

    @Test
    void one_instance_at_a_time() throws SQLException {
        Lot lot = lot();
        Paper paper = city.paper();
        passes(lot.entry(), paper.code(), "E-LOCK 5");
        passes(lot.exit(), paper.code(), "E-LOCK 5");
        try (Connection other = Jdbc.connect(postgres)) {
            other.setAutoCommit(false);
            other.createStatement().execute("select pg_advisory_xact_lock(7233, 1)");
            assertFalse(round(31, Kept.days(30, 90, 0, 0)));
            assertEquals(1, plates(lot));
            other.rollback();
        }
        assertFalse(round(31, Kept.days(30, 90, 0, 0)));
        assertEquals(0, plates(lot));
        assertEquals(0, failures());
    }

    @Test
    void a_round_that_fails_erases_nothing_and_the_next_one_does() throws SQLException {
        Lot lot = lot();
        Paper paper = city.paper();
        passes(lot.entry(), paper.code(), "F-FAIL 6");
        passes(lot.exit(), paper.code(), "F-FAIL 6");
        execute("alter table audit rename to audit_away");
        try {
            assertFalse(round(31, Kept.days(30, 90, 0, 0)));
        } finally {
            execute("alter table audit_away rename to audit");
        }
        assertEquals(1, failures());
        assertEquals(1, plates(lot), "without its row of the audit nothing is erased");
        assertFalse(round(31, Kept.days(30, 90, 0, 0)));
        assertEquals(0, plates(lot));
    }

    @Test
    void more_than_a_batch_is_erased_in_one_round() throws SQLException {
        Lot lot = lot();
        execute(
                "insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, reason, event_time, received_time)"
                        + " select gen_random_uuid(), gen_random_uuid(), '" + lot.id()
                        + "', 'x', 'ENTRY', 'MALFORMED', now(), now() from generate_series(1, 1200)");
        assertFalse(round(91, Kept.days(30, 90, 0, 0)));
        assertEquals(0, count("scan_denial where lot_id = ?", lot));
    }
}
