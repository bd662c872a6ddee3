package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.credential.Phone;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** Drivers who have lost their phone while the car is inside, with what they have written down and without. */
class RecoveryCodeIT {
    private static EmbeddedRedis redis;
    private static City city;
    private static int made;

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
}
