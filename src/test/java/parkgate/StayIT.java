package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.core.CredentialId;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Cars in and out of whole instances: what an operator has set and done decides what the gates say. */
class StayIT {
    private static final JsonObject ANYONE = new JsonObject().put("admitTransients", true);
    private static final JsonArray EVERY_DAY = new JsonArray(List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"));

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

    @Test
    void a_number_read_out_by_phone_opens_as_its_paper_does_and_no_other_number_opens() {
        Lot lot = city.lot(ANYONE);
        City.Paper paper = city.paper();
        String number = new CredentialId(paper.credentialId()).visualNumber().toLowerCase(Locale.ROOT);
        Answer entry = enters(lot, number);
        assertEquals("PASSBACK", city.scan(1, lot.otherEntry(), paper.code()).reason(), "the same credential");
        Answer exit = city.scan(1, lot.exit(), number);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"), exit::toString);

        City.Driver phone = city.driver();
        assertEquals(
                "ASSURANCE_TOO_LOW",
                city.scan(0, lot.entry(), phone.credentialId()).reason());
        assertTrue(city.scan(0, lot.entry(), phone.shows(0)).granted());
        assertEquals(
                "ASSURANCE_TOO_LOW",
                city.scan(0, lot.exit(), phone.credentialId()).reason());
        assertEquals(
                "UNKNOWN_CREDENTIAL",
                city.scan(0, lot.entry(), "0123-4567-89AB-CDEF").reason());
        city.post("/v1/credentials/" + paper.credentialId() + "/revoke", new JsonObject());
        Await.until(() -> "REVOKED".equals(city.scan(1, lot.entry(), number).reason()));
    }

    private static Answer enters(Lot lot, String code) {
        Answer grant = city.scan(0, lot.entry(), code);
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.passage(0, lot.entry(), grant, "CONFIRMED").status());
        return grant;
    }

    private static Answer leaves(Lot lot, String code) {
        Answer grant = city.insist(1, lot.exit(), code, UUID.randomUUID());
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.passage(1, lot.exit(), grant, "CONFIRMED").status());
        return grant;
    }

    private static JsonArray flags(Answer grant) {
        return city.session(grant.text("sessionId")).getJsonArray("flags");
    }

    private static JsonObject both(JsonObject one, String name, Object value) {
        return one.copy().put(name, value);
    }

    @Test
    void a_car_leaves_with_the_paper_that_replaced_the_one_it_came_with() {
        Lot lot = city.lot(new JsonObject());
        Paper old = city.paper();
        city.permit(old.credentialId(), lot.id());
        Answer entry = enters(lot, old.code());

        JsonObject paper = city.post("/v1/credentials/" + old.credentialId() + "/reissue");

        Await.until(() -> city.scan(1, lot.otherEntry(), old.code()).reason().equals("REPLACED"));
        Answer exit = leaves(lot, paper.getString("code"));
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertEquals(0, city.count(0, lot.id()));
        assertTrue(enters(lot, paper.getString("code")).granted(), "the right has gone over too");
    }

    @Test
    void what_one_instance_revokes_the_other_refuses() {
        Lot lot = city.lot(ANYONE);
        Paper paper = city.paper();
        city.post("/v1/credentials/" + paper.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        assertEquals("REVOKED", city.scan(0, lot.entry(), paper.code()).reason());
        Await.until(() -> city.scan(1, lot.entry(), paper.code()).reason().equals("REVOKED"));
    }

    @Test
    void a_revoked_code_leaves_flagged_where_the_lot_says_so() {
        Lot lot = city.lot(ANYONE);
        Paper paper = city.paper();
        Answer entry = enters(lot, paper.code());
        city.post("/v1/credentials/" + paper.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        Await.until(() -> city.scan(1, lot.otherEntry(), paper.code()).reason().equals("REVOKED"));
        leaves(lot, paper.code());
        assertTrue(flags(entry).contains("REVOKED"), () -> flags(entry).encode());
    }

    @Test
    void a_revoked_code_waits_for_the_attendant_where_the_lot_says_so() {
        Lot lot = city.lot(both(ANYONE, "revokedExit", "CALL_ATTENDANT"));
        Paper paper = city.paper();
        enters(lot, paper.code());
        city.post("/v1/credentials/" + paper.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        assertEquals("REVOKED", city.scan(0, lot.exit(), paper.code()).reason());
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void an_expired_code_gets_out_and_not_in() {
        Lot lot = city.lot(ANYONE);
        Instant end = Instant.now().plusSeconds(8);
        Paper paper = city.paper(new JsonObject().put("expiresAt", end.toString()));
        Answer entry = enters(lot, paper.code());
        Await.until(() -> Instant.now().isAfter(end));
        assertEquals("EXPIRED", city.scan(0, lot.otherEntry(), paper.code()).reason());
        leaves(lot, paper.code());
        assertTrue(flags(entry).contains("EXPIRED"), () -> flags(entry).encode());
    }

    @Test
    void a_stale_code_of_a_phone_gets_out_and_not_in() {
        Lot lot = city.lot(both(ANYONE, "minAssurance", "D"));
        Driver driver = city.driver();
        String early = driver.shows(-10);
        assertEquals("STALE_CODE", city.scan(0, lot.entry(), early).reason());
        Answer entry = enters(lot, driver.shows(0));
        leaves(lot, early);
        assertTrue(flags(entry).contains("STALE_CODE"), () -> flags(entry).encode());
        assertEquals(
                "ASSURANCE_TOO_LOW",
                city.scan(0, lot.entry(), city.paper().code()).reason());
    }

    @Test
    void a_car_without_a_session_leaves_flagged_or_stays_as_the_lot_says() {
        Lot open = city.lot(ANYONE);
        Lot closed = city.lot(both(ANYONE, "noOpenSession", "REFUSE"));
        Paper paper = city.paper();
        assertEquals(
                "NO_OPEN_SESSION", city.scan(0, closed.exit(), paper.code()).reason());
        Answer exit = leaves(open, paper.code());
        assertTrue(flags(exit).contains("NO_OPEN_SESSION"), () -> flags(exit).encode());
        assertEquals(0, city.count(0, open.id()));
    }

    @Test
    void cars_without_a_session_leave_the_unknown_part_and_never_less_than_none() {
        Lot lot = city.lot(both(ANYONE, "capacity", 3));
        Answer known = enters(lot, city.paper().code());
        JsonObject set = city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 3).put("reason", "counted by hand"));
        assertEquals(3, set.getInteger("currentCount"));
        assertEquals("LOT_FULL", city.scan(1, lot.entry(), city.paper().code()).reason());
        for (int count : List.of(2, 1, 1)) {
            leaves(lot, city.paper().code());
            assertEquals(count, city.count(1, lot.id()));
        }
        assertEquals("ACTIVE", city.session(known.text("sessionId")).getString("status"));
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void a_car_that_did_not_drive_in_leaves_everything_as_it_was() {
        Lot lot = city.lot(both(ANYONE, "capacity", 1));
        Paper paper = city.paper();
        Answer grant = city.scan(0, lot.entry(), paper.code());
        assertEquals(1, city.count(1, lot.id()));
        assertEquals(200, city.passage(1, lot.entry(), grant, "NO_ENTRY").status());
        assertEquals(200, city.passage(0, lot.entry(), grant, "NO_ENTRY").status());
        assertEquals(409, city.passage(0, lot.entry(), grant, "CONFIRMED").status());
        assertEquals(0, city.count(0, lot.id()));
        assertEquals("INVALID", city.session(grant.text("sessionId")).getString("status"));
        Answer again = enters(lot, paper.code());
        assertNotEquals(grant.text("sessionId"), again.text("sessionId"));
    }

    @Test
    void a_passage_that_nobody_reports_expires_and_a_late_report_puts_the_car_back() {
        Lot lot = city.lot(both(both(ANYONE, "capacity", 1), "passageTimeoutSeconds", 1));
        Answer grant = city.scan(0, lot.entry(), city.paper().code());
        assertTrue(grant.granted(), grant::toString);
        Await.until(() -> city.count(1, lot.id()) == 0);
        Answer late = city.report(1, lot.entry(), grant, "CONFIRMED");
        assertEquals(200, late.status(), late::toString);
        assertEquals("ACTIVE", late.text("status"));
        assertEquals(1, city.count(0, lot.id()));
        assertEquals(
                "LOT_FULL", city.scan(0, lot.otherEntry(), city.paper().code()).reason());
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void a_recurring_right_holds_within_its_window_of_the_lots_time() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        Lot lot = city.lot(new JsonObject().put("timeZone", zone.getId()));
        LocalTime now = LocalTime.now(zone);
        Paper within = windowed(lot, now.minusHours(2), now.plusHours(2));
        Paper outside = windowed(lot, now.plusHours(2), now.minusHours(2));
        assertEquals("OK", city.scan(0, lot.entry(), within.code()).reason());
        assertEquals(
                "OUT_OF_TIME_RANGE", city.scan(1, lot.entry(), outside.code()).reason());
    }

    @Test
    void a_grant_is_told_again_though_its_code_has_died_meanwhile() {
        Lot lot = city.lot(ANYONE);
        Paper paper = city.paper();
        UUID scanId = UUID.randomUUID();
        Answer grant = city.scan(0, lot.entry(), paper.code(), scanId);
        assertTrue(grant.granted(), grant::toString);
        city.post("/v1/credentials/" + paper.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        assertEquals(
                "REVOKED",
                city.scan(0, lot.otherEntry(), paper.code(), UUID.randomUUID()).reason());

        Answer again = city.scan(0, lot.entry(), paper.code(), scanId);

        assertTrue(again.granted(), again::toString);
        assertTrue(again.body().getBoolean("replayed"));
        assertEquals(grant.text("decisionId"), again.text("decisionId"));
    }

    @Test
    void a_scan_id_that_was_granted_is_good_for_no_other_code_and_no_other_lane() {
        Lot lot = city.lot(ANYONE);
        Paper paper = city.paper();
        UUID scanId = UUID.randomUUID();
        assertTrue(city.scan(0, lot.entry(), paper.code(), scanId).granted());
        for (Answer reused : List.of(
                city.scan(0, lot.entry(), city.paper().code(), scanId),
                city.scan(1, lot.otherEntry(), paper.code(), scanId),
                city.scan(1, lot.exit(), paper.code(), scanId))) {
            assertEquals(409, reused.status(), reused::toString);
            assertEquals("/problems/scan-id-reused", reused.text("type"));
        }
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void a_passage_is_told_by_the_lane_that_got_the_grant() {
        Lot lot = city.lot(ANYONE);
        Answer grant = city.scan(0, lot.entry(), city.paper().code());
        assertEquals(404, city.passage(0, lot.otherEntry(), grant, "NO_ENTRY").status());
        assertEquals(200, city.passage(0, lot.entry(), grant, "CONFIRMED").status());
        assertEquals(404, city.passage(0, lot.otherEntry(), grant, "CONFIRMED").status());
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void staff_enters_a_closed_lot_whatever_else_it_holds() {
        Lot lot = city.lot(new JsonObject().put("status", "CLOSED"));
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());
        city.permit(paper.credentialId(), lot.id(), new JsonObject().put("validFrom", "2020-01-01T00:00:00Z"));
        assertEquals("LOT_CLOSED", city.scan(0, lot.entry(), paper.code()).reason());
        city.post(
                "/v1/rights",
                new JsonObject()
                        .put("type", "STAFF")
                        .put("credentialId", paper.credentialId())
                        .put("placeId", lot.id())
                        .put("validFrom", "2021-01-01T00:00:00Z"));
        assertTrue(city.scan(0, lot.entry(), paper.code()).granted());
    }

    /** A lane's clock may say anything; what PostgreSQL cannot hold must not get as far as there. */
    @Test
    void no_time_that_a_lane_tells_stops_what_comes_after_it() {
        Lot lot = city.lot(ANYONE);
        for (String never : List.of("+294277-01-01T00:00:00Z", "+999999-01-01T00:00:00Z", "2026-02-30T00:00:00Z")) {
            assertEquals(
                    422, city.scanAt(lot.entry(), city.paper().code(), never).status(), never);
            assertEquals(422, city.scanAt(lot.entry(), "no code", never).status(), never);
        }
        for (String odd : List.of("1970-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z")) {
            Answer grant = city.scan(0, lot.entry(), city.paper().code());
            assertEquals(200, city.passageAt(lot.entry(), grant, odd).status(), odd);
        }
        assertEquals(3, city.count(1, lot.id()));
        assertEquals(0, city.gaps(lot));
        city.scan(0, lot.entry(), "no code");
        Await.until(() -> city.ask("select count(*) from scan_denial where lot_id = ?", lot) == 1);
    }

    @Test
    void an_area_is_not_said_to_be_empty() {
        Lot lot = city.lot(ANYONE);
        assertEquals(404, city.occupancyOfNewArea(lot).status());
    }

    private static Paper windowed(Lot lot, LocalTime from, LocalTime to) {
        DateTimeFormatter hours = DateTimeFormatter.ofPattern("HH:mm");
        Paper paper = city.paper();
        JsonObject window = new JsonObject()
                .put("days", EVERY_DAY)
                .put("from", hours.format(from))
                .put("to", hours.format(to));
        city.permit(paper.credentialId(), lot.id(), new JsonObject().put("recurring", new JsonArray().add(window)));
        return paper;
    }

    // ── Closed by hand ──────────────────────────────────────────────────────────────────────────────────────────────

    private static Answer closed(Lot lot, Paper paper, boolean softly) {
        Answer entry = enters(lot, paper.code());
        JsonObject closed = city.post(
                "/v1/sessions/" + entry.text("sessionId") + "/close",
                new JsonObject().put("softClose", softly).put("reason", "not found on the lot"));
        assertEquals("COMPLETED", closed.getString("status"));
        assertEquals(0, city.count(1, lot.id()));
        return entry;
    }

    @Test
    void the_exit_of_a_car_whose_session_was_closed_softly_reopens_and_completes_it() {
        Lot lot = city.lot(both(ANYONE, "noOpenSession", "REFUSE"));
        Paper paper = city.paper();
        Answer entry = closed(lot, paper, true);
        city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 2).put("reason", "counted"));
        Answer exit = leaves(lot, paper.code());
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        JsonObject session = city.session(entry.text("sessionId"));
        assertEquals("COMPLETED", session.getString("status"));
        assertEquals(lot.id() + "-exit", session.getJsonObject("exit").getString("laneId"));
        assertEquals("AUTO", session.getJsonObject("exit").getString("passType"));
        assertTrue(flags(entry).contains("REOPENED"), () -> flags(entry).encode());
        assertEquals(2, city.count(0, lot.id()), "its close has taken it off the count");
        assertEquals("NO_OPEN_SESSION", city.scan(0, lot.exit(), paper.code()).reason());
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void a_car_that_did_not_leave_after_a_soft_close_is_inside_again() {
        Lot lot = city.lot(ANYONE);
        Paper paper = city.paper();
        Answer entry = closed(lot, paper, true);
        Answer exit = city.scan(0, lot.exit(), paper.code());
        assertEquals(200, city.passage(1, lot.exit(), exit, "NO_ENTRY").status());
        assertEquals("ACTIVE", city.session(entry.text("sessionId")).getString("status"));
        assertEquals(1, city.count(0, lot.id()));
        assertEquals(entry.text("sessionId"), leaves(lot, paper.code()).text("sessionId"));
        assertEquals(0, city.count(1, lot.id()));
    }

    @Test
    void after_a_soft_close_the_next_use_at_an_entry_is_a_plain_entry() {
        Lot lot = city.lot(ANYONE);
        Paper paper = city.paper();
        Answer first = closed(lot, paper, true);
        Answer second = enters(lot, paper.code());
        assertNotEquals(first.text("sessionId"), second.text("sessionId"));
        assertEquals(new JsonArray(), flags(second));
        forgets();
        assertEquals(second.text("sessionId"), leaves(lot, paper.code()).text("sessionId"));
        Answer unknown = leaves(lot, paper.code());
        assertNotEquals(first.text("sessionId"), unknown.text("sessionId"));
        assertEquals("COMPLETED", city.session(first.text("sessionId")).getString("status"));
        assertEquals(0, city.ask("select count(*) from session where lot_id = ? and reopens", lot));
    }

    @Test
    void a_rebuild_keeps_in_mind_what_was_closed_softly() {
        Lot lot = city.lot(ANYONE);
        Paper soft = city.paper();
        Paper hard = city.paper();
        Answer softly = closed(lot, soft, true);
        Answer entry = closed(lot, hard, false);
        forgets();
        assertEquals(softly.text("sessionId"), leaves(lot, soft.code()).text("sessionId"));
        Answer unknown = leaves(lot, hard.code());
        assertNotEquals(entry.text("sessionId"), unknown.text("sessionId"));
        assertEquals(new JsonArray(List.of("NO_OPEN_SESSION")), flags(unknown));
        assertEquals(0, city.count(0, lot.id()));
        assertEquals(0, city.gaps(lot));
    }

    /** Redis loses all it knows. */
    private static void forgets() {
        RedisClient client = RedisClient.create(redis.uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().flushall();
        } finally {
            client.shutdown();
        }
    }
}
