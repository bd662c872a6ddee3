package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import parkgate.testing.Await;

/** What people at a desk find and set right: sessions and refused scans by what somebody has at hand, and lost paper. */
class CorrectionIT extends InScene {

    /** @param session or a key */
    private static Questions.Question as(String session, String operationId) {
        return scene.questions().of(operationId).key(session);
    }

    private static Questions.Heard scan(String lane, String code, String plate) {
        return scene.questions()
                .of("scan")
                .key(scene.key(lane))
                .body(new JsonObject()
                        .put("scanId", UUID.randomUUID().toString())
                        .put("code", code)
                        .put("plate", plate))
                .ask()
                .expect(200);
    }

    private static int count() {
        return scene.questions()
                .of("getOccupancy")
                .at("placeId", "lot")
                .key(Scene.ADMIN)
                .ask()
                .expect(200)
                .body()
                .getInteger("currentCount");
    }

    private static Questions.Heard correct(String who, String sessionId, String body) {
        return as(who, "correctSession")
                .at("sessionId", sessionId)
                .body(json(body))
                .ask();
    }

    /** Redis loses all that it had. */
    private static void forgetAll() {
        RedisClient client = RedisClient.create(redis.uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().flushall();
        } finally {
            client.shutdown();
        }
    }

    private static List<String> flags(Questions.Heard session) {
        return session.body().getJsonArray("flags").stream()
                .map(String.class::cast)
                .toList();
    }

    private static Questions.Heard find(String who, JsonObject asked) {
        return as(who, "find").body(asked).ask().expect(200);
    }

    private static List<String> ids(Questions.Heard found, String list, String field) {
        return found.body().getJsonArray(list).stream()
                .map(each -> ((JsonObject) each).getString(field))
                .toList();
    }

    @Test
    void a_session_that_was_closed_wrongly_goes_on_and_is_counted_once_whoever_presses_twice() {
        JsonObject operator = scene.staff("LOT_OPERATOR", "'operatorId':'op-1'");
        String who = scene.session(operator);
        String code = scene.credential("QR_PRINTED").getString("code");
        String id = scan("lane", code, "B 1").text("sessionId");
        int before = count();
        correct(who, id, "{'status':'COMPLETED','reason':'seen to leave'}").expect(200);
        assertEquals(before - 1, count());
        String reopen = "{'status':'ACTIVE','reason':'it is on its space'}";
        Questions.Heard reopened = correct(who, id, reopen).expect(200);
        assertEquals("ACTIVE", reopened.text("status"));
        assertTrue(
                flags(reopened).contains("REOPENED_BY_HAND") && !flags(reopened).contains("LATE_CONFIRMATION"));
        assertEquals(before, count());
        assertEquals(
                "/problems/session-not-correctable",
                correct(who, id, reopen).expect(409).problem());
        assertEquals(before, count());
        forgetAll();
        assertEquals(before, count(), "the lot, put together again from its history");
        Questions.Heard out = scan("exit", code, "B 1");
        assertEquals("GRANTED", out.text("decision"));
        assertEquals(id, out.text("sessionId"));
        assertEquals(before - 1, count());
        Questions.Heard history = as(who, "listHistory")
                .at("placeId", "lot")
                .query("kind=RESTORED&limit=1")
                .ask()
                .expect(200);
        JsonObject event = history.body().getJsonArray("items").getJsonObject(0);
        assertEquals(operator.getString("staffId"), event.getString("keyId"));
        assertEquals("it is on its space", event.getString("reason"));
        JsonObject told = as(who, "listAudit")
                .query("placeId=lot&subjectId=" + id + "&action=session.reopened")
                .ask()
                .expect(200)
                .body()
                .getJsonArray("items")
                .getJsonObject(0);
        assertEquals(operator.getString("name"), told.getString("staffName"));
    }

    @Test
    void a_correction_that_would_put_one_car_inside_twice_is_refused() {
        String code = scene.credential("QR_PRINTED").getString("code");
        String first = scan("lane", code, "B 2").text("sessionId");
        correct(Scene.ADMIN, first, "{'status':'COMPLETED','reason':'x'}").expect(200);
        String second = scan("lane", code, "B 2").text("sessionId");
        assertNotEquals(first, second);
        String reopen = "{'status':'ACTIVE','reason':'x'}";
        assertTrue(
                correct(Scene.ADMIN, first, reopen).expect(409).text("detail").contains("is open"));
        correct(Scene.ADMIN, second, "{'status':'COMPLETED','reason':'x'}").expect(200);
        assertTrue(
                correct(Scene.ADMIN, first, reopen).expect(409).text("detail").contains("again since"));
        correct(Scene.ADMIN, second, "{'status':'INVALID','reason':'another car under the arm'}")
                .expect(200);
        correct(Scene.ADMIN, first, reopen).expect(200);
        correct(Scene.ADMIN, first, "{'status':'COMPLETED','reason':'x'}").expect(200);
    }

    @Test
    void an_entry_that_never_happened_is_invalid_and_not_counted() {
        int before = count();
        String id = scan("lane", scene.credential("QR_PRINTED").getString("code"), "B 3")
                .text("sessionId");
        assertEquals(before + 1, count());
        Questions.Heard invalid = correct(Scene.ADMIN, id, "{'status':'INVALID','reason':'backed out unseen'}")
                .expect(200);
        assertEquals("INVALID", invalid.text("status"));
        assertTrue(flags(invalid).contains("CORRECTED"));
        assertEquals(before, count());
        assertEquals(
                "COMPLETED",
                correct(Scene.ADMIN, id, "{'status':'COMPLETED','reason':'it did'}")
                        .expect(200)
                        .text("status"));
        assertEquals(before, count());
    }

    @Test
    void the_times_of_a_session_that_is_over_are_corrected() {
        String id = scan("lane", scene.credential("QR_PRINTED").getString("code"), "B 4")
                .text("sessionId");
        Instant monthAgo = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(30, ChronoUnit.DAYS);
        String earlier = monthAgo.toString();
        String times = "{'entryTime':'" + earlier + "','reason':'the lane clock was wrong'}";
        correct(Scene.ADMIN, id, "{'status':'COMPLETED','reason':'x'}").expect(200);
        Questions.Heard corrected = correct(Scene.ADMIN, id, times).expect(200);
        assertEquals(earlier, corrected.body().getJsonObject("entry").getString("eventTime"));
        for (long days : new long[] {-1, -500, 31}) {
            correct(Scene.ADMIN, id, "{'exitTime':'" + monthAgo.plus(days, ChronoUnit.DAYS) + "','reason':'x'}")
                    .expect(409);
        }
        String hourLater = monthAgo.plus(1, ChronoUnit.HOURS).toString();
        correct(Scene.ADMIN, id, "{'exitTime':'" + hourLater + "','reason':'x'}")
                .expect(200);
        correct(Scene.ADMIN, id, "{'reason':'x'}").expect(422);
        correct(Scene.ADMIN, id, "{'status':'ACTIVE','exitTime':'" + hourLater + "','reason':'x'}")
                .expect(422);
        JsonObject row = scene.questions()
                .of("listAudit")
                .key(Scene.ADMIN)
                .query("subjectId=" + id + "&action=session.corrected")
                .ask()
                .expect(200)
                .body()
                .getJsonArray("items")
                .getJsonObject(1);
        assertEquals(
                earlier, row.getJsonObject("details").getJsonArray("entryTime").getString(1));
        assertEquals("the lane clock was wrong", row.getString("reason"));
    }

    @Test
    void a_corrected_entry_of_an_open_session_stays_when_its_lot_is_put_together_again_and_when_the_car_leaves() {
        String operator = scene.session(scene.staff("LOT_OPERATOR", "'operatorId':'op-1'"));
        String elsewhere = scene.session(scene.staff("LOT_OPERATOR", "'placeId':'other-lot'"));
        String attendant = scene.session(scene.staff("ATTENDANT", "'placeId':'lot'"));
        String code = scene.credential("QR_PRINTED").getString("code");
        Questions.Heard in = scan("lane", code, "B 7");
        String id = in.text("sessionId");
        assertTrue(correct(operator, id, entryAt(Instant.now().toString()))
                .expect(409)
                .text("detail")
                .contains("awaited"));
        hasPassed(in);
        int inside = count();
        Instant hoursAgo = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(3, ChronoUnit.HOURS);
        String later = hoursAgo.plus(1, ChronoUnit.HOURS).toString();
        for (String who : List.of(elsewhere, attendant)) {
            correct(who, id, entryAt(later)).expect(403);
        }
        for (Instant refused : List.of(Instant.now().plus(1, ChronoUnit.DAYS), hoursAgo.minus(401, ChronoUnit.DAYS))) {
            correct(operator, id, entryAt(refused.toString())).expect(409);
        }
        correct(operator, id, "{'exitTime':'" + later + "','reason':'x'}").expect(409);
        correct(operator, id, entryAt(hoursAgo.toString())).expect(200);
        Questions.Heard corrected = correct(operator, id, entryAt(later)).expect(200);
        assertEquals("ACTIVE", corrected.text("status"));
        assertEquals(List.of("CORRECTED"), flags(corrected));
        assertEquals(inside, count());
        forgetAll();
        assertEquals(inside, count());
        Questions.Heard out = scan("exit", code, "B 7");
        assertEquals("GRANTED", out.text("decision"));
        assertEquals(id, out.text("sessionId"));
        assertEquals(inside - 1, count());
        Questions.Heard over =
                as(operator, "getSession").at("sessionId", id).ask().expect(200);
        assertEquals(later, over.body().getJsonObject("entry").getString("eventTime"));
        JsonObject row = as(operator, "listAudit")
                .query("placeId=lot&subjectId=" + id + "&action=session.corrected&limit=1")
                .ask()
                .expect(200)
                .body()
                .getJsonArray("items")
                .getJsonObject(0);
        assertEquals(
                List.of(hoursAgo.toString(), later),
                row.getJsonObject("details").getJsonArray("entryTime").getList());
    }

    @Test
    void a_later_entry_of_an_open_session_is_where_lists_find_it_once_it_is_over() {
        String code = scene.credential("QR_PRINTED").getString("code");
        Questions.Heard in = scan("lane", code, "B 8");
        hasPassed(in);
        String id = in.text("sessionId");
        Instant first = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Await.until(() -> Instant.now().isAfter(first.plusSeconds(1)));
        String later = first.plusSeconds(1).toString();
        correct(Scene.ADMIN, id, entryAt(later)).expect(200);
        assertEquals("GRANTED", scan("exit", code, "B 8").text("decision"));
        Questions.Heard listed = scene.questions()
                .of("listSessions")
                .key(Scene.ADMIN)
                .query("placeId=lot&from=" + later)
                .ask()
                .expect(200);
        assertTrue(ids(listed, "items", "sessionId").contains(id));
    }

    private static void hasPassed(Questions.Heard entry) {
        scene.questions()
                .of("reportPassage")
                .key(scene.key("lane"))
                .body(new JsonObject()
                        .put("decisionId", entry.text("decisionId"))
                        .put("outcome", "CONFIRMED"))
                .ask()
                .expect(200);
    }

    private static String entryAt(String time) {
        return "{'entryTime':'" + time + "','reason':'the lane clock was wrong'}";
    }

    @Test
    void a_code_a_number_a_plate_and_a_lane_find_who_stands_there_refusals_too() {
        JsonObject paper = scene.credential("QR_PRINTED");
        String code = paper.getString("code");
        Questions.Heard granted = scan("lane", code, "沪A·77 B-9");
        String id = granted.text("sessionId");
        String refused =
                scan("exit", code.substring(0, code.length() - 4), "沪A77B9").text("decisionId");
        Questions.Heard again = secondLane(code);
        assertEquals("PASSBACK", again.text("reason"));
        String attendant = scene.session(scene.staff("ATTENDANT", "'placeId':'lot'"));
        String number = paper.getString("visualNumber");
        for (JsonObject asked : List.of(
                new JsonObject().put("code", code),
                new JsonObject().put("code", number.toLowerCase(Locale.ROOT)),
                new JsonObject().put("visualNumber", number.replace("-", "")),
                new JsonObject().put("plate", "沪a 77b9"))) {
            Await.until(() -> ids(find(attendant, asked), "scans", "decisionId").contains(again.text("decisionId")));
            Questions.Heard found = find(attendant, asked);
            assertEquals(List.of(id), ids(found, "sessions", "sessionId"), asked::encode);
        }
        assertEquals(
                number,
                find(attendant, new JsonObject().put("code", code))
                        .body()
                        .getJsonObject("credential")
                        .getString("visualNumber"));
        JsonObject lane = new JsonObject().put("laneId", "exit").put("limit", 100);
        Await.until(() -> ids(find(attendant, lane), "scans", "decisionId").contains(refused));
        Questions.Heard refusal = find(attendant, new JsonObject().put("id", refused));
        assertEquals(List.of(refused), ids(refusal, "scans", "decisionId"));
        assertEquals(List.of(), ids(refusal, "sessions", "sessionId"));
        Questions.Heard stay = find(attendant, new JsonObject().put("id", id));
        assertEquals(List.of(id), ids(stay, "sessions", "sessionId"));
        Questions.Heard grant = find(attendant, new JsonObject().put("id", granted.text("decisionId")));
        assertEquals(List.of(granted.text("decisionId")), ids(grant, "scans", "decisionId"));
        assertEquals(List.of(id), ids(grant, "sessions", "sessionId"));
        JsonObject few = new JsonObject().put("placeId", "lot").put("limit", 1);
        assertEquals(1, find(attendant, few).body().getJsonArray("scans").size());
        assertTrue(find(attendant, few).body().getBoolean("more"));
        as(attendant, "find")
                .body(new JsonObject().put("code", "nonsense"))
                .ask()
                .expect(422);
        as(attendant, "find")
                .body(few.copy().put("plate", "x").put("code", code))
                .ask()
                .expect(422);
        as(attendant, "find")
                .body(new JsonObject().put("placeId", "other-lot"))
                .ask()
                .expect(403);
        String elsewhere = scene.session(scene.staff("ATTENDANT", "'placeId':'other-lot'"));
        for (JsonObject asked : List.of(
                new JsonObject().put("code", code),
                new JsonObject().put("id", id),
                new JsonObject().put("id", refused))) {
            assertEquals(
                    "{\"credential\":null,\"sessions\":[],\"scans\":[],\"more\":false}",
                    find(elsewhere, asked).body().encode());
        }
        correct(Scene.ADMIN, id, "{'status':'COMPLETED','reason':'x'}").expect(200);
    }

    /** The same code at another lane, while the car is in. */
    private static Questions.Heard secondLane(String code) {
        scene.questions()
                .of("putLane")
                .at("lotId", "lot")
                .at("laneId", "entry-2")
                .key(Scene.ADMIN)
                .body(json("{'direction':'ENTRY'}"))
                .ask()
                .expect(201);
        return scene.scan(scene.laneKey("lot", "entry-2").getString("key"), code, UUID.randomUUID())
                .expect(200);
    }

    @Test
    void lost_paper_is_killed_and_issued_again_in_one_call_and_the_open_session_goes_over() {
        String operator = scene.session(scene.staff("LOT_OPERATOR", "'operatorId':'op-1'"));
        Questions.Heard paper = as(operator, "issueCredential")
                .body(json("{'type':'QR_PRINTED'}"))
                .ask()
                .expect(201);
        String id = scan("lane", paper.text("code"), "B 6").text("sessionId");
        Questions.Heard fresh = as(operator, "reissueCredential")
                .at("credentialId", paper.text("credentialId"))
                .ask()
                .expect(201);
        for (int i = 0; i < 2; i++) {
            as(operator, "getCredentialSvg")
                    .at("credentialId", fresh.text("credentialId"))
                    .ask()
                    .expect(200);
        }
        assertEquals("REPLACED", scan("lane", paper.text("code"), "B 6").text("reason"));
        Questions.Heard found = find(operator, new JsonObject().put("code", fresh.text("code")));
        assertEquals(List.of(id), ids(found, "sessions", "sessionId"));
        Questions.Heard out = scan("exit", fresh.text("code"), "B 6");
        assertEquals("GRANTED", out.text("decision"));
        assertEquals(id, out.text("sessionId"));
        String attendant = scene.session(scene.staff("ATTENDANT", "'placeId':'lot'"));
        as(attendant, "reissueCredential")
                .at("credentialId", fresh.text("credentialId"))
                .ask()
                .expect(403);
    }
}
