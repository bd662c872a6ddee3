package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.contract.Operation;
import parkgate.embedded.EmbeddedRedis;
import parkgate.http.Csrf;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** People sign in to the whole service, and do what their role and their place allow. */
class StaffIT {
    private static final String OWN = "the horse stands in the lane";

    private static String postgres;
    private static EmbeddedRedis redis;
    private static Scene scene;

    @BeforeAll
    static void boot() {
        postgres = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        scene = new Scene(postgres, redis.uri());
    }

    @AfterAll
    static void end() {
        scene.close();
        redis.close();
    }

    private static void sql(String text) {
        try (Connection connection = Jdbc.connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    private static Questions.Question signIn(String name, String password) {
        return scene.questions()
                .of("signIn")
                .body(new JsonObject().put("name", name).put("password", password));
    }

    private static Questions.Heard signIn(JsonObject account) {
        return signIn(account.getString("name"), account.getString("password"))
                .ask()
                .expect(200);
    }

    /** What stands for the session where a key could. */
    private static String session(Questions.Heard in) {
        String cookie = in.header("Set-Cookie");
        return Questions.SESSION + cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    private static Questions.Question as(String session, String operationId) {
        return scene.questions().of(operationId).key(session);
    }

    /** Somebody with a password of their own, signed in. */
    private static String person(String role, String binding) {
        JsonObject account = scene.staff(role, binding);
        JsonObject change =
                new JsonObject().put("password", account.getString("password")).put("newPassword", OWN);
        return session(as(session(signIn(account)), "changePassword")
                .body(change)
                .ask()
                .expect(200));
    }

    @Test
    void who_has_signed_in_is_known_by_a_cookie_that_no_script_reads_until_they_sign_out() {
        JsonObject account = scene.staff("DISTRICT", "'placeId':'district'");
        Questions.Heard in =
                signIn(account.copy().put("name", account.getString("name").toUpperCase(java.util.Locale.ROOT)));
        String cookie = in.header("Set-Cookie");
        assertTrue(cookie.startsWith("parkgate="), cookie);
        for (String attribute : List.of("Path=/", "HTTPOnly", "SameSite=Strict", "Max-Age=43200")) {
            assertTrue(cookie.contains(attribute), cookie);
        }
        assertFalse(cookie.contains("Secure"), "this service is asked over http");
        assertTrue(in.body().getBoolean("mustChangePassword"));
        String session = session(in);
        Questions.Heard me = as(session, "getMe").ask().expect(200);
        assertEquals(in.text("csrf"), me.text("csrf"));
        assertEquals(account.getString("staffId"), me.text("staffId"));
        Questions.Heard out = as(session, "signOut").ask().expect(204);
        assertTrue(out.header("Set-Cookie").contains("Max-Age=0"), out::toString);
        as(session, "getMe").ask().expect(401);
    }

    @Test
    void over_https_the_cookie_is_one_that_only_this_host_can_set() {
        // Its form is the browser's law: __Host- needs Secure, Path=/ and no Domain.
        String cookie = parkgate.http.SessionCookie.keep("0".repeat(64), java.time.Duration.ofHours(12), true);
        assertTrue(cookie.startsWith("__Host-parkgate="), cookie);
        assertTrue(cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"), cookie);
    }

    @Test
    void a_first_password_is_changed_before_anything_else_and_the_change_ends_the_other_sessions() {
        JsonObject account = scene.staff("DISTRICT", "'placeId':'district'");
        String elsewhere = session(signIn(account));
        String here = session(signIn(account));
        Questions.Heard early = as(here, "listPlaces").ask().expect(403);
        assertEquals("/problems/password-must-change", early.problem());
        as(here, "getRules").at("lotId", "lot").ask().expect(200);
        JsonObject change = new JsonObject().put("password", account.getString("password"));
        for (String bad :
                List.of("x".repeat(40), account.getString("password"), account.getString("name") + " is my name")) {
            Questions.Heard refused = as(here, "changePassword")
                    .body(change.copy().put("newPassword", bad))
                    .ask()
                    .expect(422);
            assertEquals(
                    "/newPassword",
                    refused.body().getJsonArray("errors").getJsonObject(0).getString("field"));
        }
        as(here, "changePassword")
                .body(json("{'password':'not it at all'}").put("newPassword", OWN))
                .ask()
                .expect(401);
        Questions.Heard changed = as(here, "changePassword")
                .body(change.copy().put("newPassword", OWN))
                .ask()
                .expect(200);
        as(elsewhere, "getMe").ask().expect(401);
        as(here, "getMe").ask().expect(401);
        as(session(changed), "listPlaces").ask().expect(200);
        signIn(account.getString("name"), account.getString("password")).ask().expect(401);
        signIn(account.getString("name"), OWN).ask().expect(200);
    }

    @Test
    void a_first_password_is_no_longer_good_when_its_week_is_over() {
        JsonObject account = scene.staff("AUDITOR", "'placeId':'district'");
        sql("update staff set password_until = now() - interval '1 s' where id = '" + account.getString("staffId")
                + "'");
        signIn(account.getString("name"), account.getString("password")).ask().expect(401);
    }

    @Test
    void wrong_passwords_lock_a_name_for_a_while_and_nobody_learns_whether_it_exists() {
        JsonObject account = scene.staff("AUDITOR", "'placeId':'district'");
        String name = account.getString("name");
        List<String> known = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            known.add(withoutId(signIn(name, "wrong").ask()));
            unknown.add(withoutId(signIn("nobody-of-that-name", "wrong").ask()));
        }
        assertEquals(known, unknown);
        assertTrue(known.get(4).contains("wrong-sign-in") && known.get(5).contains("sign-in-locked"), known::toString);
        Questions.Heard locked =
                signIn(name, account.getString("password")).ask().expect(429);
        assertTrue(Integer.parseInt(locked.header("Retry-After")) <= 31, locked::toString);
        sql("update sign_in_try set locked_until = now() - interval '1 s'");
        signIn(account);
        assertEquals("wrong-sign-in", wrongOnce(name), "a right one begins anew");
    }

    @Test
    void who_has_signed_in_at_a_browser_gets_in_there_while_somebody_else_locks_the_name() {
        JsonObject account = scene.staff("AUDITOR", "'placeId':'district'");
        String name = account.getString("name");
        String password = account.getString("password");
        String mark = mark(signIn(account));
        String others = mark(signIn(scene.staff("AUDITOR", "'placeId':'district'")));
        signIn(name, "wrong").ask().expect(401);
        sql(LOCK_ALL);
        for (String none : List.of(others, mark.substring(0, mark.length() - 1) + "g", "", "x".repeat(300))) {
            at(none, name, password).expect(429);
        }
        at(mark, name, password).expect(200);
        signIn(name, password).ask().expect(429);
        at(mark, name, "wrong").expect(401);
        sql(LOCK_ALL);
        at(mark, name, password).expect(429);
        sql("delete from sign_in_try");
        String after = mark(as(session(at(mark, name, password).expect(200)), "changePassword")
                .body(new JsonObject().put("password", password).put("newPassword", OWN))
                .ask()
                .expect(200));
        signIn(name, "wrong").ask().expect(401);
        sql(LOCK_ALL);
        at(mark, name, OWN).expect(429);
        at(after, name, OWN).expect(200);
        sql("delete from sign_in_try");
    }

    private static final String LOCK_ALL = "update sign_in_try set locked_until = now() + interval '1 minute'";

    private static Questions.Heard at(String mark, String name, String password) {
        return signIn(name, password).header("Cookie", BROWSER + mark).ask();
    }

    private static final String BROWSER = "parkgate-browser=";

    private static String mark(Questions.Heard in) {
        String cookie = in.headers().allValues("Set-Cookie").get(1);
        assertTrue(cookie.startsWith(BROWSER) && cookie.contains("HTTPOnly"), cookie);
        return cookie.substring(BROWSER.length(), cookie.indexOf(';'));
    }

    private static String wrongOnce(String name) {
        return signIn(name, "wrong").ask().problem().substring("/problems/".length());
    }

    private static String withoutId(Questions.Heard heard) {
        JsonObject body = heard.body().copy();
        body.remove("requestId");
        return heard.status() + " " + body.encode();
    }

    @Test
    void a_call_that_changes_something_needs_the_sessions_own_text_and_a_page_of_ours() {
        String session = person("DISTRICT", "'placeId':'district'");
        JsonObject body = json("{'line1':'Hello'}");
        Map<String, Questions.Question> bad = new TreeMap<>();
        bad.put("no text", as(session, "showLaneMessage").header(Csrf.HEADER, ""));
        bad.put("another's text", as(session, "showLaneMessage").header(Csrf.HEADER, Csrf.of("0".repeat(64))));
        bad.put("another site", as(session, "showLaneMessage").header("Sec-Fetch-Site", "cross-site"));
        bad.put("a neighbour", as(session, "showLaneMessage").header("Sec-Fetch-Site", "same-site"));
        bad.put("another origin", as(session, "showLaneMessage").header("Origin", "http://127.0.0.1:1"));
        bad.forEach((how, question) -> {
            Questions.Heard heard = question.at("laneId", "entry").body(body).ask();
            assertEquals(403, heard.status(), how);
        });
        List<Questions.Question> good = List.of(
                as(session, "showLaneMessage"),
                as(session, "showLaneMessage").header("Sec-Fetch-Site", "same-origin"),
                as(session, "showLaneMessage").header("Origin", scene.url()),
                scene.questions().of("showLaneMessage").key(Scene.ADMIN).header("Sec-Fetch-Site", "cross-site"));
        for (Questions.Question question : good) {
            question.at("laneId", "entry").body(body).ask().expect(201);
        }
        as(session, "listPlaces").header(Csrf.HEADER, "").ask().expect(200);
    }

    /** What each of those roles that may not do everything may do at all; everything else is refused to it. */
    private static final Map<String, Set<String>> MAY = Map.of(
            "ATTENDANT",
            Set.of(
                    "getMe",
                    "signOut",
                    "changePassword",
                    "listPlaces",
                    "getPlace",
                    "listLanes",
                    "listHistory",
                    "getOccupancy",
                    "streamOccupancy",
                    "listSessions",
                    "getSession",
                    "listScans",
                    "listAlarms",
                    "openLane",
                    "find",
                    "showLaneMessage"),
            "AUDITOR",
            Set.of(
                    "getMe",
                    "signOut",
                    "changePassword",
                    "listPlaces",
                    "getPlace",
                    "listLanes",
                    "listHistory",
                    "getOccupancy",
                    "streamOccupancy",
                    "listSessions",
                    "getSession",
                    "listScans",
                    "listAlarms",
                    "find",
                    "listRights",
                    "getRight",
                    "listLaneKeys",
                    "listAccessKeys",
                    "listStaff",
                    "listAudit"));

    @Test
    void each_role_may_what_the_contract_says_and_nothing_else() {
        List<String> wrong = new ArrayList<>();
        Map<String, Set<String>> let = new TreeMap<>();
        for (String role : List.of("CITY", "DISTRICT", "LOT_OPERATOR", "ATTENDANT", "AUDITOR")) {
            JsonObject account = scene.staff(role, role.equals("CITY") ? "'placeId':'city'" : "'placeId':'district'");
            for (Operation operation : scene.questions().operations()) {
                if (operation.open()) {
                    continue;
                }
                Questions.Heard heard = scene.atKnown(scene.questions().of(operation), operation)
                        .key(scene.session(account))
                        .query("nosuch=1")
                        .ask();
                boolean refused = heard.text("detail").equals("Your role does not allow this.");
                if (refused == operation.roles().contains(role)) {
                    wrong.add(role + " " + operation + ": " + heard);
                } else if (!refused) {
                    let.computeIfAbsent(role, x -> new TreeSet<>()).add(operation.id());
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(let.get("CITY"), let.get("DISTRICT"));
        assertEquals(let.get("CITY"), let.get("LOT_OPERATOR"));
        assertTrue(
                let.get("CITY").containsAll(List.of("createRight", "reissueCredential", "setOccupancy")),
                let::toString);
        MAY.forEach((role, may) -> {
            assertTrue(let.get(role).containsAll(may), () -> role + " may " + let.get(role));
            Set<String> never = new TreeSet<>(let.get(role));
            never.retainAll(NEVER);
            assertEquals(Set.of(), never, role);
        });
    }

    /** What neither an attendant nor an auditor may, whatever the contract will say one day. */
    private static final Set<String> NEVER = Set.of(
            "putPlace",
            "putLane",
            "putPool",
            "createLaneKey",
            "deleteLaneKey",
            "createAccessKey",
            "deleteAccessKey",
            "issueCredential",
            "reissueCredential",
            "revokeCredential",
            "unlockCredential",
            "getCredentialPng",
            "getCredentialSvg",
            "getGoogleWalletObject",
            "createRight",
            "patchRight",
            "deleteRight",
            "importRights",
            "setOccupancy",
            "resetInventory",
            "closeSession",
            "correctSession",
            "createStaff",
            "deleteStaff",
            "resetStaffPassword",
            "exportHolder",
            "eraseHolder",
            "scan",
            "scanBatch",
            "reportPassage");

    @Test
    void everybody_stays_within_their_own_place_or_operator() {
        String district = person("DISTRICT", "'placeId':'district'");
        String operator = person("LOT_OPERATOR", "'operatorId':'op-1'");
        String attendant = person("ATTENDANT", "'placeId':'lot'");
        for (String session : List.of(district, operator, attendant)) {
            as(session, "getPlace").at("placeId", "lot").ask().expect(200);
            as(session, "getPlace").at("placeId", "other-lot").ask().expect(403);
            as(session, "getOccupancy").at("placeId", "other-lot").ask().expect(403);
        }
        as(district, "createStaff")
                .body(json("{'name':'a','role':'ATTENDANT','placeId':'other-lot'}"))
                .ask()
                .expect(403);
        as(district, "createStaff")
                .body(json("{'name':'a','role':'CITY','placeId':'city'}"))
                .ask()
                .expect(403);
        as(district, "createStaff")
                .body(json("{'name':'a','role':'CITY','placeId':'district'}"))
                .ask()
                .expect(422);
        as(operator, "createStaff")
                .body(json("{'name':'a','role':'ATTENDANT','operatorId':'op-2'}"))
                .ask()
                .expect(403);
        Questions.Heard made = as(operator, "createStaff")
                .body(json("{'name':'of.op-1','role':'ATTENDANT','operatorId':'op-1'}"))
                .ask()
                .expect(201);
        String other = scene.staff("ATTENDANT", "'operatorId':'op-2'").getString("staffId");
        as(operator, "deleteStaff").at("staffId", other).ask().expect(403);
        as(operator, "resetStaffPassword").at("staffId", other).ask().expect(403);
        String listed = as(operator, "listStaff")
                .query("limit=200")
                .ask()
                .expect(200)
                .body()
                .encode();
        assertTrue(listed.contains(made.text("staffId")) && !listed.contains(other), listed);
        assertFalse(listed.contains("argon2"), "no hash is shown");
    }

    @Test
    void a_deleted_account_and_a_reset_one_are_out_at_once_and_their_streams_end() throws IOException {
        String boss = person("DISTRICT", "'placeId':'district'");
        JsonObject account = scene.staff("ATTENDANT", "'placeId':'lot'");
        String session = scene.session(account);
        HttpResponse<InputStream> stream = stream(session);
        assertEquals(200, stream.statusCode());
        Questions.Heard reset = as(boss, "resetStaffPassword")
                .at("staffId", account.getString("staffId"))
                .ask()
                .expect(200);
        as(session, "getMe").ask().expect(401);
        try (InputStream body = stream.body()) {
            body.readAllBytes();
        }
        assertNotEquals(account.getString("password"), reset.text("password"));
        signIn(account.getString("name"), account.getString("password")).ask().expect(401);
        String again = session(signIn(reset.body()));
        as(boss, "deleteStaff")
                .at("staffId", account.getString("staffId"))
                .ask()
                .expect(204);
        as(again, "getMe").ask().expect(401);
        signIn(account.getString("name"), reset.text("password")).ask().expect(401);
        as(boss, "resetStaffPassword")
                .at("staffId", account.getString("staffId"))
                .ask()
                .expect(404);
        as(boss, "createStaff")
                .body(json("{'role':'ATTENDANT','placeId':'lot'}").put("name", account.getString("name")))
                .ask()
                .expect(201);
    }

    private static HttpResponse<InputStream> stream(String session) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scene.url() + "/v1/occupancy/stream"))
                .header("Cookie", "parkgate=" + session.substring(Questions.SESSION.length()))
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .sendAsync(request, BodyHandlers.ofInputStream())
                .join();
    }

    @Test
    void a_cookie_that_is_over_is_none_where_nobody_needs_one() throws IOException {
        HttpResponse<InputStream> stream = stream(Questions.SESSION + "0".repeat(64));
        assertEquals(200, stream.statusCode());
        stream.body().close();
        as(Questions.SESSION + "0".repeat(64), "listPlaces").ask().expect(401);
        as(Questions.SESSION + "../../etc/passwd", "listPlaces").ask().expect(401);
    }

    @Test
    void the_audit_says_who_did_it_and_has_no_name_in_its_rows() {
        JsonObject account = scene.staff("DISTRICT", "'placeId':'district'");
        String session = scene.session(account);
        as(session, "setOccupancy")
                .at("placeId", "lot")
                .body(json("{'set':3,'reason':'counted by foot'}"))
                .ask()
                .expect(200);
        Questions.Heard audit = as(session, "listAudit")
                .query("placeId=lot&action=occupancy.set&limit=1")
                .ask()
                .expect(200);
        JsonObject row = audit.body().getJsonArray("items").getJsonObject(0);
        assertEquals(account.getString("staffId"), row.getString("keyId"));
        assertEquals(account.getString("name"), row.getString("staffName"));
        as(session, "listAudit").ask().expect(403);
        as(session, "listAudit").query("placeId=other-lot").ask().expect(403);
        String rows = scene.questions()
                .of("listAudit")
                .key(Scene.ADMIN)
                .query("subjectId=" + account.getString("staffId"))
                .ask()
                .expect(200)
                .body()
                .encode();
        assertTrue(rows.contains("staff.made") && !rows.contains(account.getString("name")), rows);
    }
}
