package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.credential.Phone;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** A driver gives a visitor a code: what opens the gate for it, what ends it, and what nobody gives. */
class VisitorIT {
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        city = new City(1, Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    private static Lot lot() {
        return city.lot(new JsonObject().put("capacity", 9));
    }

    private static Instant inHours(int hours) {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(hours, ChronoUnit.HOURS);
    }

    private static String right(Driver driver, Lot lot, String type, JsonObject terms) {
        return city.post(
                        "/v1/rights",
                        terms.copy()
                                .put("type", type)
                                .put("credentialId", driver.credentialId())
                                .put("placeId", lot.id()))
                .getString("rightId");
    }

    private static Driver resident(Lot lot) {
        Driver driver = city.driver();
        right(driver, lot, "PERMIT", new JsonObject());
        return driver;
    }

    private static Answer give(Driver driver, Phone signing, UUID id, String placeId, Instant until) {
        return city.tryPost(
                "/v1/devices/visitors",
                signing.signedBody(
                                "QP1-VISITOR",
                                driver.credentialId(),
                                Instant.now().getEpochSecond(),
                                id + placeId + until)
                        .put("visitorId", id.toString())
                        .put("placeId", placeId)
                        .put("validUntil", until.toString()));
    }

    private static Answer give(Driver driver, UUID id, Lot lot, int hours) {
        return give(driver, driver.phone(), id, lot.id(), inHours(hours));
    }

    private static Answer takeBack(Driver driver, String id) {
        return city.tryPost(
                "/v1/devices/visitors/" + id + "/end",
                driver.phone()
                        .signedBody(
                                "QP1-TAKE-BACK",
                                driver.credentialId(),
                                Instant.now().getEpochSecond(),
                                id));
    }

    private static JsonArray given(Driver driver) {
        return city.post(
                        "/v1/devices/view",
                        driver.phone()
                                .viewBody(driver.credentialId(), Instant.now().getEpochSecond()))
                .getJsonArray("visitors");
    }

    /** The visitor opens the link on a phone of their own. */
    private static Driver visitor(Answer given) {
        Phone phone = new Phone();
        String link = given.text("claimUrl");
        JsonObject claimed = city.post("/v1/devices/claim", phone.claimBody(link.substring(link.indexOf('#') + 1)));
        return new Driver(given.text("credentialId"), claimed.getString("code"), phone);
    }

    private static String problem(Answer answer) {
        return answer.text("type").replace("/problems/", "");
    }

    @Test
    void a_visitors_code_opens_the_givers_lot_and_is_taken_back() {
        Lot lot = lot();
        Driver giver = resident(lot);
        UUID id = UUID.randomUUID();
        Instant until = inHours(5);
        Answer first = give(giver, giver.phone(), id, lot.id(), until);
        assertEquals(201, first.status(), first::toString);
        Answer again = give(giver, giver.phone(), id, lot.id(), until);
        assertEquals(200, again.status(), again::toString);
        assertEquals(first.text("credentialId"), again.text("credentialId"));
        assertNotEquals(first.text("claimUrl"), again.text("claimUrl"));
        String old = first.text("claimUrl");
        assertEquals(
                404,
                city.tryPost("/v1/devices/claim", new Phone().claimBody(old.substring(old.indexOf('#') + 1)))
                        .status(),
                "one link at a time");
        Driver visitor = visitor(again);
        assertEquals(
                "VISITOR",
                city.get("/v1/rights?credentialId=" + visitor.credentialId())
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("type"));
        assertTrue(city.scan(0, lot.entry(), visitor.shows(0)).granted());
        assertTrue(given(giver).getJsonObject(0).getBoolean("claimed"));
        assertEquals(404, takeBack(resident(lot), id.toString()).status(), "it is another's");
        assertEquals(200, takeBack(giver, id.toString()).status());
        assertEquals(200, takeBack(giver, id.toString()).status(), "sent again");
        assertEquals(0, given(giver).size());
        assertEquals("visitor-exists", problem(give(giver, giver.phone(), id, lot.id(), until)));
        JsonObject audit = city.get("/v1/audit?subjectId=" + id);
        assertEquals(
                "visitor.made", audit.getJsonArray("items").getJsonObject(0).getString("action"), audit::encode);
    }

    @Test
    void it_ends_at_once_with_the_givers_right_and_with_the_givers_credential() {
        Lot lot = lot();
        Driver giver = city.driver();
        String right = right(giver, lot, "PERMIT", new JsonObject());
        Driver visitor = visitor(give(giver, UUID.randomUUID(), lot, 2));
        assertEquals(204, city.delete("/v1/rights/" + right).status());
        assertEquals(
                "NO_RIGHT_HERE", city.scan(0, lot.entry(), visitor.shows(0)).reason());

        Driver other = resident(lot);
        Driver others = visitor(give(other, UUID.randomUUID(), lot, 2));
        city.post("/v1/credentials/" + other.credentialId() + "/revoke", new JsonObject().put("reason", "moved"));
        assertEquals("NO_RIGHT_HERE", city.scan(0, lot.entry(), others.shows(0)).reason());
        assertEquals("no-visitor-right", problem(give(other, UUID.randomUUID(), lot, 1)));
    }

    @Test
    void nobody_gives_what_they_do_not_have_nor_for_longer() {
        Lot lot = lot();
        Driver giver = city.driver();
        right(giver, lot, "VISITOR", new JsonObject());
        right(giver, lot, "STAFF", new JsonObject());
        assertEquals("no-visitor-right", problem(give(giver, UUID.randomUUID(), lot, 1)), "not one of these");
        right(
                giver,
                lot,
                "PERMIT",
                new JsonObject().put("validUntil", inHours(3).toString()));
        assertEquals("no-visitor-right", problem(give(giver, UUID.randomUUID(), lot, 4)), "longer than the permit");
        assertEquals("no-visitor-right", problem(give(giver, UUID.randomUUID(), lot(), 1)), "another lot");
        assertEquals(422, give(giver, UUID.randomUUID(), lot, 25).status());
        assertEquals(
                404,
                give(giver, new Phone(), UUID.randomUUID(), lot.id(), inHours(1))
                        .status());
        for (int i = 0; i < 3; i++) {
            assertEquals(201, give(giver, UUID.randomUUID(), lot, 1).status());
        }
        assertEquals("too-many-visitors", problem(give(giver, UUID.randomUUID(), lot, 1)));
        String id = given(giver).getJsonObject(0).getString("visitorId");
        assertEquals(200, takeBack(giver, id).status());
        Answer given = give(giver, UUID.randomUUID(), lot, 1);
        assertEquals(201, given.status());
        Driver visitor = visitor(given);
        assertEquals("no-visitor-right", problem(give(visitor, UUID.randomUUID(), lot, 1)), "visitors give none");
    }
}
