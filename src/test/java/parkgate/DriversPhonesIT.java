package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.credential.Phone;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/**
 * What a driver's phone does without anybody's leave: lost phones, with what was written down and without; codes for visitors, what
 * they open, what ends them, and what nobody gives.
 */
class DriversPhonesIT {
    private static EmbeddedRedis redis;
    private static City city;
    private static Visiting visiting;
    private static int made;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        city = new City(1, Servers.freshDatabaseUri(), redis.uri());
        visiting = new Visiting(city);
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    private static String written() {
        return "%028d".formatted(++made);
    }

    private static Driver driver(String recoveryCode) {
        JsonObject issued = city.post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        Driver driver = claimed(issued.getString("claimToken"), recoveryCode);
        assertEquals(issued.getString("credentialId"), driver.credentialId());
        return driver;
    }

    private static Driver claimed(String token, String recoveryCode) {
        Phone phone = new Phone();
        JsonObject claimed = city.post("/v1/devices/claim", phone.claimBody(token, recoveryCode));
        return new Driver(claimed.getString("credentialId"), claimed.getString("code"), phone);
    }

    private static JsonObject recover(String recoveryCode, String action) {
        return city.post("/v1/devices/recover", asking(recoveryCode, action));
    }

    private static Answer tried(String recoveryCode, String action) {
        return city.tryPost("/v1/devices/recover", asking(recoveryCode, action));
    }

    private static JsonObject asking(String recoveryCode, String action) {
        return new JsonObject().put("recoveryCode", recoveryCode).put("action", action);
    }

    private static Answer inside(Lot lot, Driver driver) {
        Answer entry = city.scan(0, lot.entry(), driver.shows(0));
        assertTrue(entry.granted(), entry::toString);
        assertEquals(200, city.report(0, lot.entry(), entry, "CONFIRMED").status());
        return entry;
    }

    private static JsonObject anyone() {
        return new JsonObject().put("admitTransients", true);
    }

    @Test
    void a_lost_phone_is_killed_at_once_and_its_car_still_leaves() {
        Lot lot = city.lot(anyone());
        String code = written();
        Driver driver = driver(code);
        Answer entry = inside(lot, driver);

        JsonObject dead = recover(code, "KILL");
        assertEquals(driver.credentialId(), dead.getString("credentialId"));
        assertEquals("REVOKED", dead.getString("status"));
        assertNull(dead.getString("claimToken"));
        assertEquals("REVOKED", city.scan(0, lot.otherEntry(), driver.shows(1)).reason());
        assertEquals("REVOKED", recover(code, "KILL").getString("status"), "the answer may have been lost");
        assertEquals(409, tried(code, "MOVE").status());

        Answer exit = city.scan(0, lot.exit(), driver.shows(1));
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        JsonObject told = city.get("/v1/audit?subjectId=" + driver.credentialId())
                .getJsonArray("items")
                .getJsonObject(0);
        assertEquals("credential.revoked", told.getString("action"));
        assertEquals("by its recovery code", told.getString("reason"));
        assertFalse(told.encode().contains(code), "the code itself stands nowhere");
    }

    @Test
    void a_killed_phone_waits_for_the_attendant_where_the_lot_says_so() {
        Lot lot = city.lot(anyone().put("revokedExit", "CALL_ATTENDANT"));
        String code = written();
        Driver driver = driver(code);
        inside(lot, driver);
        recover(code, "KILL");
        assertEquals("REVOKED", city.scan(0, lot.exit(), driver.shows(1)).reason());
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void another_phone_takes_over_the_rights_and_the_open_session() {
        Lot lot = city.lot(new JsonObject());
        String code = written();
        Driver lost = driver(code);
        city.permit(lost.credentialId(), lot.id());
        Answer entry = inside(lot, lost);

        String unheard = recover(code, "MOVE").getString("claimToken");
        assertEquals("REPLACED", city.scan(0, lot.otherEntry(), lost.shows(1)).reason());
        JsonObject moved = recover(code, "MOVE");
        assertTrue(moved.getString("claimUrl").endsWith("/claim#" + moved.getString("claimToken")), moved::encode);
        assertEquals(
                409,
                city.tryPost("/v1/devices/claim", new Phone().claimBody(unheard))
                        .status(),
                "one link at a time");
        String next = written();
        Driver found = claimed(moved.getString("claimToken"), next);
        assertEquals(moved.getString("credentialId"), found.credentialId());

        assertEquals(409, tried(code, "KILL").status(), "what was written down for the lost phone is over");
        Answer exit = city.scan(0, lot.exit(), found.shows(0));
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertEquals(200, city.report(0, lot.exit(), exit, "CONFIRMED").status());
        assertTrue(city.scan(0, lot.otherEntry(), found.shows(1)).granted(), "the right has gone over");
        assertEquals("REVOKED", recover(next, "KILL").getString("status"));
    }

    @Test
    void without_a_code_the_operators_new_link_keeps_the_open_session() {
        Lot lot = city.lot(anyone());
        Driver lost = city.driver();
        Answer entry = inside(lot, lost);
        JsonObject issued = city.post("/v1/credentials/" + lost.credentialId() + "/reissue");
        Driver found = claimed(issued.getString("claimToken"), written());
        assertEquals("REPLACED", city.scan(0, lot.otherEntry(), lost.shows(1)).reason());
        Answer exit = city.scan(0, lot.exit(), found.shows(0));
        assertEquals(entry.text("sessionId"), exit.text("sessionId"), exit::toString);
    }

    @Test
    void a_wrong_code_does_nothing_and_no_two_phones_have_the_same() {
        String code = written();
        assertEquals(404, tried(code, "KILL").status());
        assertEquals(422, tried(code.substring(1), "KILL").status());
        Driver driver = driver(code);
        JsonObject other = city.post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        JsonObject same = new Phone().claimBody(other.getString("claimToken"), code);
        assertEquals(422, city.tryPost("/v1/devices/claim", same).status());
        assertEquals(driver.credentialId(), recover(code, "KILL").getString("credentialId"));
    }

    @Test
    void an_erased_holders_code_is_erased_too() {
        JsonObject issued = city.post(
                "/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC").put("holderRef", "who-lost-it"));
        String code = written();
        claimed(issued.getString("claimToken"), code);
        city.post(
                "/v1/holders/erase",
                new JsonObject().put("holderRef", "who-lost-it").put("reason", "asked for it"));
        assertEquals(404, tried(code, "KILL").status());
    }

    private static Lot nine() {
        return city.lot(new JsonObject().put("capacity", 9));
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

    private static String problem(Answer answer) {
        return answer.text("type").replace("/problems/", "");
    }

    private static String refusedTo(Driver visitor, Lot lot) {
        return city.scan(0, lot.entry(), visitor.shows(0)).reason();
    }

    @Test
    void a_visitors_code_opens_the_givers_lot_and_is_taken_back() {
        Lot lot = nine();
        Driver giver = visiting.resident(lot);
        UUID id = UUID.randomUUID();
        Instant until = Visiting.inHours(5);
        Answer first = visiting.give(giver, giver.phone(), id, lot.id(), until);
        assertEquals(201, first.status(), first::toString);
        Answer again = visiting.give(giver, giver.phone(), id, lot.id(), until);
        assertEquals(200, again.status(), again::toString);
        assertEquals(first.text("credentialId"), again.text("credentialId"));
        assertNotEquals(first.text("claimUrl"), again.text("claimUrl"));
        assertEquals(
                404,
                city.tryPost("/v1/devices/claim", new Phone().claimBody(Visiting.token(first)))
                        .status(),
                "one link at a time");
        Driver visitor = visiting.visitor(again);
        assertEquals(
                "VISITOR",
                city.get("/v1/rights?credentialId=" + visitor.credentialId())
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("type"));
        Answer entry = inside(lot, visitor);
        assertTrue(visiting.given(giver).getJsonObject(0).getBoolean("claimed"));
        assertEquals(
                404, visiting.takeBack(visiting.resident(lot), id.toString()).status(), "it is another's");
        assertEquals(200, visiting.takeBack(giver, id.toString()).status());
        assertEquals(200, visiting.takeBack(giver, id.toString()).status(), "sent again");
        assertEquals(0, visiting.given(giver).size());
        assertEquals("visitor-exists", problem(visiting.give(giver, giver.phone(), id, lot.id(), until)));
        Answer exit = city.scan(0, lot.exit(), visitor.shows(1));
        assertEquals(entry.text("sessionId"), exit.text("sessionId"), "a car that is inside gets out");
        assertTrue(exit.granted(), exit::toString);
        assertEquals(200, city.report(0, lot.exit(), exit, "CONFIRMED").status());
        assertEquals(
                "NO_RIGHT_HERE",
                city.scan(0, lot.otherEntry(), visitor.shows(1)).reason());
        JsonObject audit = city.get("/v1/audit?subjectId=" + id);
        assertEquals(
                "visitor.made", audit.getJsonArray("items").getJsonObject(0).getString("action"), audit::encode);
    }

    @Test
    void a_visitor_takes_a_space_of_the_givers_pool() {
        Lot lot = nine();
        city.put(
                "/v1/places/" + lot.id() + "/pools/residents",
                new JsonObject().put("spaces", 1).put("policy", "HARD"));
        Driver giver = city.driver();
        right(giver, lot, "PERMIT", new JsonObject().put("poolId", "residents"));
        Driver visitor = visiting.visitor(visiting.give(giver, lot, 2));
        Driver second = visiting.visitor(visiting.give(giver, lot, 2));
        inside(lot, visitor);
        assertEquals("POOL_FULL", refusedTo(second, lot));
        assertEquals("POOL_FULL", refusedTo(giver, lot), "the giver has lent the space");
        Await.until(() -> !visiting.view(giver).getJsonArray("refusals").isEmpty());
        assertEquals(
                new JsonObject().put("taken", 1).put("spaces", 1),
                visiting.view(giver).getJsonArray("refusals").getJsonObject(0).getJsonObject("pool"));
    }

    @Test
    void it_ends_at_once_with_the_givers_right_and_with_the_givers_credential() {
        Lot lot = nine();
        Driver giver = city.driver();
        String right = right(giver, lot, "PERMIT", new JsonObject());
        Driver visitor = visiting.visitor(visiting.give(giver, lot, 2));
        assertEquals(204, city.delete("/v1/rights/" + right).status());
        assertEquals("NO_RIGHT_HERE", refusedTo(visitor, lot));

        Driver other = visiting.resident(lot);
        Driver others = visiting.visitor(visiting.give(other, lot, 2));
        city.post("/v1/credentials/" + other.credentialId() + "/revoke", new JsonObject().put("reason", "moved"));
        assertEquals("NO_RIGHT_HERE", refusedTo(others, lot));
        assertEquals("no-visitor-right", problem(visiting.give(other, lot, 1)));
    }

    @Test
    void what_a_lost_phone_gave_ends_when_it_is_killed_and_goes_over_when_it_is_moved() {
        Lot lot = nine();
        String code = written();
        Driver lost = driver(code);
        city.permit(lost.credentialId(), lot.id());
        Driver visitor = visiting.visitor(visiting.give(lost, lot, 2));
        UUID unclaimed = UUID.randomUUID();
        Instant until = Visiting.inHours(2);
        assertEquals(
                201,
                visiting.give(lost, lost.phone(), unclaimed, lot.id(), until).status());

        String next = written();
        Driver found = claimed(recover(code, "MOVE").getString("claimToken"), next);
        assertEquals(
                "no-visitor-right",
                problem(visiting.give(lost, lost.phone(), unclaimed, lot.id(), until)),
                "who found the phone gets no link");
        assertEquals(404, visiting.takeBack(lost, unclaimed.toString()).status());
        assertEquals(2, visiting.given(found).size());
        assertEquals(0, visiting.given(lost).size());
        assertEquals(0, visiting.view(lost).getJsonArray("rights").size(), "nor learns where the car may be");
        assertEquals("REPLACED", visiting.view(lost).getString("status"));
        Answer again = visiting.give(found, found.phone(), unclaimed, lot.id(), until);
        assertEquals(200, again.status(), again::toString);

        recover(next, "KILL");
        assertEquals("NO_RIGHT_HERE", refusedTo(visitor, lot));
        assertEquals("NO_RIGHT_HERE", refusedTo(visiting.visitor(again), lot));
    }

    @Test
    void nobody_gives_what_they_do_not_have_nor_for_longer() {
        Lot lot = nine();
        Driver giver = city.driver();
        right(giver, lot, "VISITOR", new JsonObject());
        right(giver, lot, "STAFF", new JsonObject());
        assertEquals("no-visitor-right", problem(visiting.give(giver, lot, 1)), "not one of these");
        right(
                giver,
                lot,
                "PERMIT",
                new JsonObject().put("validUntil", Visiting.inHours(3).toString()));
        assertEquals("no-visitor-right", problem(visiting.give(giver, lot, 4)), "longer than the permit");
        assertEquals("no-visitor-right", problem(visiting.give(giver, nine(), 1)), "another lot");
        assertEquals(422, visiting.give(giver, lot, 25).status());
        assertEquals(
                404,
                visiting.give(giver, new Phone(), UUID.randomUUID(), lot.id(), Visiting.inHours(1))
                        .status());
        for (int i = 0; i < 3; i++) {
            assertEquals(201, visiting.give(giver, lot, 1).status());
        }
        assertEquals("too-many-visitors", problem(visiting.give(giver, lot, 1)));
        String id = visiting.given(giver).getJsonObject(0).getString("visitorId");
        assertEquals(200, visiting.takeBack(giver, id).status());
        Answer given = visiting.give(giver, lot, 1);
        assertEquals(201, given.status());
        assertEquals("no-visitor-right", problem(visiting.give(visiting.visitor(given), lot, 1)), "visitors give none");
    }

    @Test
    void no_visitor_has_longer_than_the_code_in_the_givers_phone() {
        Lot lot = nine();
        JsonObject issued = city.post(
                "/v1/credentials",
                new JsonObject()
                        .put("type", "QR_DYNAMIC")
                        .put("expiresAt", Visiting.inHours(2).toString()));
        Driver giver = claimed(issued.getString("claimToken"), written());
        city.permit(giver.credentialId(), lot.id());
        assertEquals("no-visitor-right", problem(visiting.give(giver, lot, 3)));
        assertEquals(201, visiting.give(giver, lot, 1).status());
    }
}
