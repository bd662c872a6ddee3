package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.credential.Phone;
import parkgate.embedded.EmbeddedRedis;
import parkgate.postgres.Database;
import parkgate.privacy.Kept;
import parkgate.privacy.Retention;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** A holder's data, given out by one call and erased by one. */
class HolderIT {
    private static String postgres;
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        city = new City(2, postgres, redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    private static Lot lot() {
        return city.lot(new JsonObject().put("capacity", 9));
    }

    private static Paper paperOf(String holder) {
        return city.paper(new JsonObject().put("holderRef", holder));
    }

    private static Answer passes(String lane, String code, String plate) {
        Answer grant = city.scanWithPlate(0, lane, code, plate);
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.report(0, lane, grant, "CONFIRMED").status());
        return grant;
    }

    private static JsonObject export(String holder) {
        return city.post("/v1/holders/export", new JsonObject().put("holderRef", holder));
    }

    private static JsonObject erase(String holder) {
        return city.post(
                "/v1/holders/erase", new JsonObject().put("holderRef", holder).put("reason", "asked for by letter"));
    }

    /** A round of an instance whose clock is ahead. */
    private static void round(Duration ahead) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Database database = Database.open(vertx, postgres, 1);
        Await.result(new Retention(
                        vertx,
                        database.pool(),
                        Kept.days(30, 90, 0, 0),
                        InstantSource.offset(InstantSource.system(), ahead),
                        new Random(1),
                        UUID::randomUUID,
                        new SimpleMeterRegistry())
                .round());
        Await.result(database.close());
        Await.result(vertx.close());
    }

    private static long count(String sql) {
        return city.ask("select count(*) from " + sql, new Lot("", "", "", ""));
    }

    /** The tables of the database that have a text in some column of some row. */
    private static List<String> tablesWith(String text) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = Jdbc.connect(postgres);
                Statement statement = connection.createStatement();
                Statement look = connection.createStatement()) {
            ResultSet tables = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'");
            while (tables.next()) {
                String table = tables.getString(1);
                ResultSet rows = look.executeQuery(
                        "select count(*) from \"" + table + "\" t where t::text like '%" + text + "%'");
                rows.next();
                if (rows.getLong(1) > 0) {
                    found.add(table);
                }
            }
        }
        return found.stream().sorted().toList();
    }

    @Test
    void all_that_is_kept_is_given_out_by_one_call() {
        Lot lot = lot();
        Paper paper = paperOf("holder-export-4711");
        city.permit(paper.credentialId(), lot.id());
        Paper other = paperOf("holder-other-4711");
        city.permit(other.credentialId(), lot.id());
        Answer entry = passes(lot.entry(), paper.code(), "EX-PORT 1");
        passes(lot.entry(), other.code(), "OT-HER 1");
        assertEquals("PASSBACK", city.scan(0, lot.otherEntry(), paper.code()).reason());
        Await.until(() -> count("scan_denial where credential_id = '" + paper.credentialId() + "'") == 1);

        JsonObject data = export("holder-export-4711");

        assertEquals(1, data.getJsonArray("credentials").size());
        assertEquals(1, data.getJsonArray("rights").size());
        JsonObject session = data.getJsonArray("sessions").getJsonObject(0);
        assertEquals(entry.text("sessionId"), session.getString("sessionId"));
        assertEquals("EX-PORT 1", session.getString("plate"));
        assertEquals(
                List.of("PASSBACK", "OK"),
                data.getJsonArray("scans").stream()
                        .map(scan -> ((JsonObject) scan).getString("reason"))
                        .toList());
        assertNull(data.getString("nextCursor"));
        assertFalse(data.encode().contains("OT-HER"), data::encode);
        assertFalse(data.encode().contains(other.credentialId()), data::encode);
        JsonObject nobody = export("nobody-knows-4711");
        assertEquals(new JsonArray(), nobody.getJsonArray("credentials"));
        assertEquals(new JsonArray(), nobody.getJsonArray("scans"));
    }

    @Test
    void what_was_given_visitors_is_given_out_and_ends_with_its_giver() {
        Visiting visiting = new Visiting(city);
        Lot lot = lot();
        JsonObject issued = city.post(
                "/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC").put("holderRef", "holder-gives-4711"));
        Phone phone = new Phone();
        JsonObject claimed = city.post("/v1/devices/claim", phone.claimBody(issued.getString("claimToken")));
        Driver giver = new Driver(claimed.getString("credentialId"), claimed.getString("code"), phone);
        city.permit(giver.credentialId(), lot.id());
        Driver visitor = visiting.visitor(visiting.give(giver, lot, 2));

        JsonArray given = export("holder-gives-4711").getJsonArray("visitors");
        assertEquals(1, given.size());
        assertEquals(visitor.credentialId(), given.getJsonObject(0).getString("credentialId"));
        assertNull(given.getJsonObject(0).getString("endedAt"));

        erase("holder-gives-4711");
        assertEquals(
                "NO_RIGHT_HERE", city.scan(0, lot.entry(), visitor.shows(0)).reason());
        assertEquals(new JsonArray(), export("holder-gives-4711").getJsonArray("visitors"));
    }

    @Test
    void the_holder_is_gone_and_the_stay_remains() throws SQLException {
        Lot lot = lot();
        String holder = "holder-erase-8152";
        Paper first = paperOf(holder);
        city.permit(first.credentialId(), lot.id());
        Answer entry = passes(lot.entry(), first.code(), "ER-ASE 2");
        passes(lot.exit(), first.code(), "ER-ASE 2");
        assertEquals("LOT_CLOSED", refused(first));
        city.post("/v1/credentials/" + first.credentialId() + "/reissue");
        assertEquals(List.of("credential"), tablesWith(holder));
        assertEquals(List.of("session"), tablesWith("ER-ASE 2"));

        JsonObject erased = erase(holder);

        assertEquals(2, erased.getInteger("credentials"));
        assertEquals(2, erased.getInteger("rights"));
        assertEquals(1, erased.getInteger("sessions"));
        assertEquals(true, erased.getBoolean("complete"));
        assertEquals(List.of(), tablesWith(holder));
        assertEquals(List.of(), tablesWith("ER-ASE 2"));
        JsonObject session = city.session(entry.text("sessionId"));
        assertEquals("COMPLETED", session.getString("status"));
        assertNull(session.getString("credentialId"));
        assertNull(session.getString("rightId"));
        assertTrue(session.getJsonArray("flags").contains("HOLDER_ERASED"), session::encode);
        assertTrue(session.getJsonObject("exit") != null, session::encode);
        assertEquals(new JsonArray(), export(holder).getJsonArray("sessions"));

        assertEquals(
                List.of("access_event", "access_right", "audit", "change", "credential"),
                tablesWith(first.credentialId()));
        round(Duration.ofHours(2));
        assertEquals(
                List.of("access_right", "audit", "change", "credential"),
                tablesWith(first.credentialId()),
                "once no lane repeats them, the scans do not say it either");
        assertEquals(0, city.gaps(lot));
        round(Duration.ofDays(91));
        assertEquals(0, count("credential where id = '" + first.credentialId() + "' and traces_until is not null"));
    }

    /** A refusal that names its credential. */
    private static String refused(Paper paper) {
        Lot closed = city.lot(new JsonObject().put("status", "CLOSED_TO_ALL"));
        city.permit(paper.credentialId(), closed.id());
        String reason = city.scan(0, closed.entry(), paper.code()).reason();
        Await.until(() -> count("scan_denial where credential_id = '" + paper.credentialId() + "'") == 1);
        return reason;
    }

    @Test
    void a_car_inside_gets_out_and_its_stay_forgets_it_then() throws SQLException {
        Lot lot = lot();
        Paper paper = paperOf("holder-inside-99");
        city.permit(paper.credentialId(), lot.id());
        Answer entry = passes(lot.entry(), paper.code(), "IN-SIDE 3");

        assertEquals(0, erase("holder-inside-99").getInteger("sessions"));

        assertEquals(List.of(), tablesWith("IN-SIDE 3"));
        Await.until(
                () -> "REVOKED".equals(city.scan(1, lot.entry(), paper.code()).reason()));
        RedisClient client = RedisClient.create(redis.uri());
        client.connect().sync().flushall();
        client.shutdown();
        Answer exit = city.insist(1, lot.exit(), paper.code(), UUID.randomUUID());
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertEquals(200, city.report(1, lot.exit(), exit, "CONFIRMED").status());
        round(Duration.ofHours(2));
        JsonObject session = city.session(entry.text("sessionId"));
        assertEquals("COMPLETED", session.getString("status"));
        assertNull(session.getString("credentialId"));
        assertEquals(0, city.count(0, lot.id()));
        assertEquals(
                List.of("access_right", "audit", "change", "credential"),
                tablesWith(paper.credentialId()),
                "and in no scan");
    }

    @Test
    void a_stay_that_goes_on_after_all_is_known_until_its_car_is_out() {
        Lot lot = city.lot(new JsonObject().put("capacity", 9).put("passageTimeoutSeconds", 1));
        Paper paper = paperOf("holder-late-3");
        city.permit(paper.credentialId(), lot.id());
        Answer entry = city.scan(0, lot.entry(), paper.code());
        assertTrue(entry.granted(), entry::toString);
        Await.until(() -> "INVALID".equals(city.session(entry.text("sessionId")).getString("status")));
        assertEquals(1, erase("holder-late-3").getInteger("sessions"));
        assertNull(city.session(entry.text("sessionId")).getString("credentialId"));

        assertEquals(200, city.report(0, lot.entry(), entry, "CONFIRMED").status());
        assertEquals("ACTIVE", city.session(entry.text("sessionId")).getString("status"));
        RedisClient client = RedisClient.create(redis.uri());
        client.connect().sync().flushall();
        client.shutdown();
        Answer exit = city.insist(1, lot.exit(), paper.code(), UUID.randomUUID());
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertEquals(200, city.report(1, lot.exit(), exit, "CONFIRMED").status());
        round(Duration.ofHours(2));
        assertNull(city.session(entry.text("sessionId")).getString("credentialId"));
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void asking_again_changes_nothing_and_both_are_in_the_audit_without_a_name() {
        Lot lot = lot();
        Paper paper = paperOf("holder-twice-5");
        city.permit(paper.credentialId(), lot.id());
        JsonObject first = erase("holder-twice-5");
        JsonObject second = erase("holder-twice-5");
        assertEquals(1, first.getInteger("credentials"));
        assertEquals(0, second.getInteger("credentials"));
        assertEquals(0, second.getInteger("rights"));
        JsonArray items = city.get("/v1/audit?action=holder.erased&limit=2").getJsonArray("items");
        assertEquals(second.getString("auditId"), items.getJsonObject(0).getString("auditId"));
        JsonObject row = items.getJsonObject(1);
        assertEquals(first.getString("auditId"), row.getString("auditId"));
        assertEquals("asked for by letter", row.getString("reason"));
        assertEquals(1, row.getJsonObject("details").getInteger("credentials"));
        assertFalse(items.encode().contains("holder-twice-5"));
        assertFalse(items.encode().contains(paper.credentialId()));
        JsonObject next = city.get("/v1/audit?limit=1");
        assertEquals(
                1,
                city.get("/v1/audit?limit=1&cursor=" + next.getString("nextCursor"))
                        .getJsonArray("items")
                        .size());
    }

    @Test
    void the_same_reference_of_two_issuers_means_two_people() {
        String ops = city.post(
                        "/v1/keys/access", new JsonObject().put("kind", "ops").put("placeId", "district"))
                .getString("key");
        JsonObject theirs = city.post(
                ops,
                "/v1/credentials",
                new JsonObject().put("type", "QR_PRINTED").put("holderRef", "guest-7"));
        Paper ours = paperOf("guest-7");
        JsonObject issuer = new JsonObject().put("placeId", "district");
        JsonObject asked = new JsonObject().put("holderRef", "guest-7").put("issuer", issuer);

        assertFalse(export("guest-7").encode().contains(theirs.getString("credentialId")));
        JsonArray found = city.post("/v1/holders/export", asked).getJsonArray("credentials");
        assertEquals(1, found.size());
        assertEquals(theirs.getString("credentialId"), found.getJsonObject(0).getString("credentialId"));
        assertEquals(1, erase("guest-7").getInteger("credentials"));
        assertEquals(
                "REVOKED", city.get("/v1/credentials/" + ours.credentialId()).getString("status"));
        assertEquals(
                "ACTIVE",
                city.get("/v1/credentials/" + theirs.getString("credentialId")).getString("status"));
        JsonObject both = asked.copy().put("reason", "a letter");
        both.getJsonObject("issuer").put("operatorId", "operator");
        assertEquals(422, city.tryPost("/v1/holders/erase", both).status());
        assertEquals(
                1,
                city.post("/v1/holders/erase", asked.copy().put("reason", "a letter"))
                        .getInteger("credentials"));
    }

    @Test
    void a_reason_that_names_the_holder_is_refused() {
        Answer refused = city.tryPost(
                "/v1/holders/erase",
                new JsonObject().put("holderRef", "holder-named-6").put("reason", "Holder-Named-6 wrote to us"));
        assertEquals(422, refused.status(), refused::toString);
    }
}
