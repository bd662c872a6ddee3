package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
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
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** "Why was I refused?": asked, answered, asked again; and what nobody can do to a message. */
class MessageIT {
    private static String postgres;
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        city = new City(1, postgres, redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    private static Lot lot() {
        return city.lot(new JsonObject().put("capacity", 9).put("public", true));
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private static JsonObject view(Driver driver) {
        return city.post("/v1/devices/view", driver.phone().viewBody(driver.credentialId(), now()));
    }

    /** Refused at the lot, where nobody without a right is let in. */
    private static String refused(Driver driver, Lot lot) {
        Answer denied = city.scan(0, lot.entry(), driver.shows(0));
        assertEquals("NO_RIGHT_HERE", denied.reason());
        String decisionId = denied.text("decisionId");
        Await.until(() -> view(driver).getJsonArray("refusals").encode().contains(decisionId));
        return decisionId;
    }

    private static JsonObject why(Driver driver, Phone signing, UUID id, String decisionId, String text) {
        return signing.signedBody("QP1-WHY", driver.credentialId(), now(), id + decisionId + text)
                .put("messageId", id.toString())
                .put("decisionId", decisionId)
                .put("text", text);
    }

    private static Answer ask(Driver driver, UUID id, String decisionId, String text) {
        return city.tryPost("/v1/devices/messages", why(driver, driver.phone(), id, decisionId, text));
    }

    private static Answer askAgain(Driver driver, UUID id, String text) {
        return city.tryPost(
                "/v1/devices/messages/" + id + "/reopen",
                driver.phone()
                        .signedBody("QP1-AGAIN", driver.credentialId(), now(), id + text)
                        .put("text", text));
    }

    private static Answer answer(UUID id, String outcome, String text) {
        return city.tryPost(
                "/v1/messages/" + id + "/answer",
                new JsonObject().put("outcome", outcome).put("text", text));
    }

    private static JsonObject listed(Lot lot, String status) {
        return city.get("/v1/messages?placeId=" + lot.id() + "&status=" + status);
    }

    private static JsonObject figures(Lot lot) {
        return city.get("/v1/messages/figures").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getString("placeId").equals(lot.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_driver_asks_why_and_sees_the_answer_and_asks_again() {
        Lot lot = lot();
        Driver driver = city.driver();
        String decisionId = refused(driver, lot);
        UUID id = UUID.randomUUID();
        assertEquals(
                201, ask(driver, id, decisionId, "Why? <b>I live here</b> 我住这里").status());
        assertEquals(
                200, ask(driver, id, decisionId, "Why? <b>I live here</b> 我住这里").status(), "sent again");
        JsonObject open = listed(lot, "OPEN");
        assertEquals(1, open.getJsonObject("open").getInteger("number"));
        JsonObject message = open.getJsonArray("items").getJsonObject(0);
        assertEquals("NO_RIGHT_HERE", message.getJsonObject("decision").getString("reason"));
        assertEquals(
                "Why? <b>I live here</b> 我住这里",
                message.getJsonArray("entries").getJsonObject(0).getString("text"));
        assertEquals(open.getJsonObject("open").getString("oldest"), message.getString("waitingSince"));

        assertEquals(
                200,
                answer(id, "RULE_HELD", "Your permit is for the other lot.").status());
        assertEquals(
                200,
                answer(id, "RULE_HELD", "Your permit is for the other lot.").status(),
                "sent again");
        assertEquals(409, answer(id, "OTHER", "Something else.").status());
        assertEquals(0, listed(lot, "OPEN").getJsonArray("items").size());
        JsonObject seen = view(driver).getJsonArray("messages").getJsonObject(0);
        assertEquals("ANSWERED", seen.getString("status"));
        assertEquals(
                "Your permit is for the other lot.",
                seen.getJsonArray("entries").getJsonObject(1).getString("text"));
        Await.until(() -> figures(lot).getInteger("answered") == 1);
        assertEquals(0, figures(lot).getInteger("open"));
        assertTrue(figures(lot).getInteger("medianSecondsToAnswer") >= 0);

        assertEquals(200, askAgain(driver, id, "No, it is for both.").status());
        assertEquals(409, askAgain(driver, id, "And another thing.").status());
        assertEquals(
                1, listed(lot, "OPEN").getJsonArray("items").getJsonObject(0).getInteger("reopened"));
        assertEquals(
                200, answer(id, "OUR_MISTAKE", "So it is. It is set right.").status());
        assertEquals(
                "ANSWERED",
                listed(lot, "ANSWERED").getJsonArray("items").getJsonObject(0).getString("status"));
        JsonObject audit = city.get("/v1/audit?subjectId=" + id);
        assertEquals(4, audit.getJsonArray("items").size(), audit::encode);
        assertFalse(audit.encode().contains("live here") || audit.encode().contains("other lot"), audit::encode);
    }

    @Test
    void an_attendant_asks_for_a_driver_without_a_phone_at_their_own_lot() {
        Lot lot = lot();
        Lot other = lot();
        Driver driver = city.driver();
        JsonObject body = new JsonObject()
                .put("messageId", UUID.randomUUID().toString())
                .put("decisionId", refused(driver, lot))
                .put("text", "The driver has a paper of the office.");
        assertEquals(404, city.postAt(0, other.entry(), "/v1/messages", body).status());
        Answer sent = city.postAt(0, lot.entry(), "/v1/messages", body);
        assertEquals(201, sent.status(), sent::toString);
        String path = "/v1/messages/" + body.getString("messageId");
        assertEquals(403, city.getAt(0, other.entry(), path).status());
        assertEquals("OPEN", city.getAt(0, lot.entry(), path).text("status"));
        assertEquals(
                409,
                ask(driver, UUID.randomUUID(), body.getString("decisionId"), "Me too.")
                        .status(),
                "one about each refusal");

        assertEquals(List.of(), view(city.driver()).getJsonArray("messages").getList(), "it is nobody else's");
        JsonObject seen = view(driver).getJsonArray("messages").getJsonObject(0);
        assertEquals("ATTENDANT", seen.getJsonArray("entries").getJsonObject(0).getString("by"));
        UUID id = UUID.fromString(body.getString("messageId"));
        assertEquals(200, answer(id, "OTHER", "Which office?").status());
        assertEquals(404, askAgain(city.driver(), id, "Me too.").status());
        assertEquals(200, askAgain(driver, id, "The one in the town hall.").status());
    }

    @Test
    void what_attendants_ask_for_a_driver_takes_nothing_from_what_the_driver_may_ask() {
        Lot lot = lot();
        Driver driver = city.driver();
        for (int i = 0; i < 10; i++) {
            JsonObject body = new JsonObject()
                    .put("messageId", UUID.randomUUID().toString())
                    .put("decisionId", refused(driver, lot))
                    .put("text", "The driver has a paper of the office.");
            assertEquals(201, city.postAt(0, lot.entry(), "/v1/messages", body).status());
        }
        assertEquals(
                201,
                ask(driver, UUID.randomUUID(), refused(driver, lot), "Why?").status());
    }

    @Test
    void nobody_asks_about_what_was_anothers_and_nobody_signs_for_another() {
        Lot lot = lot();
        Driver driver = city.driver();
        Driver other = city.driver();
        String decisionId = refused(driver, lot);
        UUID id = UUID.randomUUID();
        assertEquals(404, ask(other, id, decisionId, "Why?").status());
        assertEquals(
                404,
                city.tryPost("/v1/devices/messages", why(driver, other.phone(), id, decisionId, "Why?"))
                        .status());
        JsonObject changed = why(driver, driver.phone(), id, decisionId, "Why?").put("text", "Why not?");
        assertEquals(404, city.tryPost("/v1/devices/messages", changed).status(), "the text is signed too");
        assertEquals(201, ask(driver, id, decisionId, "Why?").status());
        assertEquals(404, askAgain(other, id, "Why?").status());
    }

    @Test
    void a_driver_who_sends_too_much_is_told_to_wait() {
        Lot lot = lot();
        Driver driver = city.driver();
        UUID id = UUID.randomUUID();
        Answer sent = ask(driver, id, refused(driver, lot), "Why?");
        int times = 0;
        while (sent.status() < 300) {
            times++;
            assertEquals(200, answer(id, "OTHER", "Because " + times).status());
            sent = askAgain(driver, id, "Why " + times + "?");
        }
        assertEquals(429, sent.status());
        assertEquals(10, times);
    }

    @Test
    void no_message_is_closed_without_an_answer_whatever_the_service_does() throws SQLException {
        Lot lot = lot();
        Driver driver = city.driver();
        UUID id = UUID.randomUUID();
        assertEquals(201, ask(driver, id, refused(driver, lot), "Why?").status());
        String entry = "insert into message_entry (message_id, n, author, outcome, text, at) values ('" + id + "', ";
        try (Connection connection = Jdbc.connect(postgres);
                Statement statement = connection.createStatement()) {
            for (String wrong : new String[] {
                "update message set entries = 2 where id = '" + id + "'",
                "update message set status = 'ANSWERED' where id = '" + id + "'",
                entry + "2, 'OPERATOR', 'OTHER', null, now())",
                entry + "2, 'OPERATOR', null, 'no outcome', now())",
                entry + "2, 'DRIVER', null, 'answered by oneself', now())",
                entry + "4, 'OPERATOR', 'OTHER', 'nothing before it', now())"
            }) {
                assertThrows(SQLException.class, () -> statement.execute(wrong), wrong);
            }
        }
        assertEquals(1, listed(lot, "OPEN").getJsonArray("items").size());
    }

    @Test
    void what_was_written_is_given_out_to_its_holder_and_goes_with_them() {
        Lot lot = lot();
        String holder = "holder-who-asks";
        JsonObject issued = city.post(
                "/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC").put("holderRef", holder));
        Phone phone = new Phone();
        JsonObject claimed = city.post("/v1/devices/claim", phone.claimBody(issued.getString("claimToken")));
        Driver driver = new Driver(issued.getString("credentialId"), claimed.getString("code"), phone);
        UUID id = UUID.randomUUID();
        assertEquals(201, ask(driver, id, refused(driver, lot), "I am ill.").status());
        JsonObject asked = new JsonObject()
                .put("messageId", UUID.randomUUID().toString())
                .put("decisionId", refused(driver, lot))
                .put("text", "The driver is ill.");
        assertEquals(201, city.postAt(0, lot.entry(), "/v1/messages", asked).status());
        JsonObject data = city.post("/v1/holders/export", new JsonObject().put("holderRef", holder));
        assertTrue(data.getJsonArray("messages").encode().contains("I am ill."), data::encode);
        assertTrue(data.getJsonArray("messages").encode().contains("The driver is ill."), data::encode);
        city.post("/v1/holders/erase", new JsonObject().put("holderRef", holder).put("reason", "asked for"));
        JsonObject left = listed(lot, "OPEN");
        assertEquals(2, left.getJsonArray("items").size());
        assertFalse(left.encode().contains("ill."), left::encode);
        assertEquals(200, answer(id, "OTHER", "Nobody to answer any more.").status());
    }
}
