package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.contract.Operation;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** Every operation of the contract that changes something leaves its record: a row of the audit, or an event of a lot. */
class LedgerIT {
    /** Operations that are no GET and yet change nothing that somebody could ask about later, with the reason. */
    private static final Map<String, String> NO_CHANGE = Map.of(
            "laneHeartbeat", "what a lane says of itself; what is wrong with it is an alarm, which has its own record",
            "reportCommand", "what became of a command, whose own record openLane has left",
            "find", "who looks for a plate leaves a row, and nothing is changed",
            "viewDevice", "a phone's own signature asks; nothing is changed");

    private static String postgres;
    private static EmbeddedRedis redis;
    private static Scene scene;
    private static Connection database;

    @BeforeAll
    static void boot() throws SQLException {
        postgres = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        scene = new Scene(postgres, redis.uri());
        database = Jdbc.connect(postgres);
    }

    @AfterAll
    static void end() throws SQLException {
        database.close();
        scene.close();
        redis.close();
    }

    /** What was done, for each record there is: the audit's action, or the kind of a lot's event. */
    private static Map<String, String> records() {
        Map<String, String> all = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select id::text as record, action from audit"
                        + " union all select lot_id || ' ' || seq, 'event ' || kind from access_event")) {
            while (rows.next()) {
                all.put(rows.getString("record"), rows.getString("action"));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    @Test
    void every_operation_that_changes_something_leaves_a_record() {
        Map<String, Set<String>> left = new TreeMap<>();
        Set<String> known = new HashSet<>(records().keySet());
        scene.questions().listening((operation, heard) -> {
            if (!operation.method().equals("GET") && heard.status() < 300) {
                records().forEach((record, action) -> {
                    if (known.add(record)) {
                        left.computeIfAbsent(operation.id(), id -> new TreeSet<>())
                                .add(action);
                    }
                });
            }
        });
        Story.tell(scene);
        for (Operation operation : scene.questions().operations()) {
            for (JsonObject body : operation.bodyExamples()) {
                scene.ask(operation.id()).body(body).ask();
            }
        }
        scene.ask("deleteRight").ask();
        scene.ask("withdrawRules").ask();
        scene.ask("clearAlarm").ask();
        accessKeyMadeAndRevoked();
        totpUnlocked();
        scene.questions().listening((operation, heard) -> {});
        Set<String> silent = new TreeSet<>();
        for (Operation operation : scene.questions().operations()) {
            if (!operation.method().equals("GET")
                    && !NO_CHANGE.containsKey(operation.id())
                    && !left.containsKey(operation.id())) {
                silent.add(operation.id());
            }
        }
        assertEquals(Set.of(), silent, "operations that change something without a record; the others: " + left);
        assertTrue(left.get("createRight").contains("right.given"), left::toString);
        assertTrue(left.get("scan").contains("event ENTRY"), left::toString);
        assertTrue(left.get("setOccupancy").contains("occupancy.set"), left::toString);
        assertTrue(left.get("closeSession").contains("session.closed"), left::toString);
        assertTrue(left.get("unlockCredential").contains("credential.unlocked"), left::toString);
    }

    private static void accessKeyMadeAndRevoked() {
        String keyId = scene.questions()
                .of("createAccessKey")
                .key(Scene.ADMIN)
                .body(json("{'kind':'ops','placeId':'district'}"))
                .ask()
                .expect(201)
                .text("keyId");
        scene.questions()
                .of("deleteAccessKey")
                .at("keyId", keyId)
                .key(Scene.ADMIN)
                .ask()
                .expect(204);
    }

    private static void totpUnlocked() {
        String id = scene.questions()
                .of("issueCredential")
                .key(Scene.ADMIN)
                .body(json("{'type':'QR_TOTP'}"))
                .ask()
                .expect(201)
                .text("credentialId");
        scene.questions()
                .of("unlockCredential")
                .at("credentialId", id)
                .key(Scene.ADMIN)
                .ask()
                .expect(200);
    }

    private static JsonObject newest(String query) {
        JsonArray items = scene.questions()
                .of("listAudit")
                .key(Scene.ADMIN)
                .query(query + "&limit=1")
                .ask()
                .expect(200)
                .body()
                .getJsonArray("items");
        return items.getJsonObject(0);
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    @Test
    void a_row_says_who_why_and_what_changed() {
        String put = "{'type':'LOT','parentId':'district','name':'Told','operatorId':'op-1','capacity':%d}";
        Questions.Question make = scene.questions()
                .of("putPlace")
                .at("placeId", "told")
                .key(Scene.ADMIN)
                .header("X-Audit-Reason", "level 2 is open again");
        make.body(json(put.formatted(7))).ask().expect(201);
        make.body(json(put.formatted(9))).ask().expect(200);
        JsonObject row = newest("action=place.changed&subjectId=told");
        assertEquals("admin", row.getString("keyId"));
        assertEquals("level 2 is open again", row.getString("reason"));
        assertEquals("told", row.getString("placeId"));
        assertEquals(json("{'capacity':[7,9]}"), row.getJsonObject("details"));
        make.body(json(put.formatted(9))).ask().expect(200);
        assertEquals(
                row.getString("auditId"),
                newest("action=place.changed&subjectId=told").getString("auditId"),
                "what changes nothing is no change");
        make.body(json(put.formatted(9)).put("location", json("{'latitude':31.5,'longitude':-0.25}")))
                .ask()
                .expect(200);
        assertEquals(
                json("{'latitude':[null,31.5],'longitude':[null,-0.25]}"),
                newest("action=place.changed&subjectId=told").getJsonObject("details"));
    }

    @Test
    void what_people_do_at_a_lot_is_told_with_their_words() {
        scene.questions()
                .of("setOccupancy")
                .at("placeId", "lot")
                .key(scene.key("ops"))
                .body(json("{'set':3,'reason':'100% gezählt & geprüft = ja + 你好'}"))
                .ask()
                .expect(200);
        JsonObject row = newest("action=occupancy.set&placeId=lot");
        assertEquals("100% gezählt & geprüft = ja + 你好", row.getString("reason"));
        String ops = scene.key("ops");
        assertTrue(ops.contains(row.getString("keyId")), row::encode);
        assertEquals(3, row.getJsonObject("details").getInteger("currentCount"));
        assertEquals(
                row.getString("auditId"),
                newest("keyId=" + row.getString("keyId")).getString("auditId"),
                "found by who");
    }

    @Test
    void what_lanes_did_is_found_in_the_lots_history_by_lane_and_time() {
        String code = scene.questions()
                .of("issueCredential")
                .key(Scene.ADMIN)
                .body(json("{'type':'QR_PRINTED'}"))
                .ask()
                .expect(201)
                .text("code");
        // Events carry milliseconds: one of this very millisecond is not from before it.
        String before = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        String decisionId = scene.questions()
                .of("scan")
                .key(scene.key("lane"))
                .body(new JsonObject()
                        .put("scanId", java.util.UUID.randomUUID().toString())
                        .put("code", code))
                .ask()
                .expect(200)
                .text("decisionId");
        scene.questions()
                .of("reportPassage")
                .key(scene.key("lane"))
                .body(new JsonObject().put("decisionId", decisionId).put("outcome", "NO_ENTRY"))
                .ask()
                .expect(200);
        JsonArray events = scene.questions()
                .of("listHistory")
                .at("placeId", "lot")
                .key(scene.key("ops"))
                .query("laneId=entry&from=" + before + "&limit=2")
                .ask()
                .expect(200)
                .body()
                .getJsonArray("items");
        assertEquals("NO_ENTRY", events.getJsonObject(0).getString("kind"), events::encode);
        assertEquals("ENTRY", events.getJsonObject(1).getString("kind"), events::encode);
        assertEquals(decisionId, events.getJsonObject(0).getString("decisionId"));
        assertEquals(
                events.getJsonObject(0).getLong("seq"), events.getJsonObject(1).getLong("seq") + 1);
    }

    @Test
    void no_secret_and_no_holder_stands_in_it() throws SQLException {
        scene.questions()
                .of("issueCredential")
                .key(Scene.ADMIN)
                .body(json("{'type':'QR_DYNAMIC','holderRef':'holder-of-the-ledger'}"))
                .ask()
                .expect(201);
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from audit where"
                        + " to_jsonb(audit)::text ~ 'holder-of-the-ledger|sha256|device_key|holder_ref|label'")) {
            rows.next();
            assertEquals(0, rows.getLong(1));
        }
    }
}
