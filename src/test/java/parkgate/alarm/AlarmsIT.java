package parkgate.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.PlaceTree;
import parkgate.http.Scope;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Door;
import parkgate.testing.Door.Answer;
import parkgate.testing.Servers;

/** Alarms on a real PostgreSQL, raised at two instances, seen through the door. */
class AlarmsIT {
    private static final Instant NOW = Instant.parse("2026-11-22T19:00:00Z");

    private static Vertx vertx;

    private Database database;
    private PgAlarms one;
    private PgAlarms other;
    private Door door;

    @BeforeAll
    static void boot() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        Await.result(vertx.close());
    }

    /** Two lots: {@code a} and {@code b}. */
    private static final PlaceTree TWO_LOTS = new PlaceTree() {
        @Override
        public boolean covers(String ancestorId, String placeId) {
            return ids().contains(placeId) && (ancestorId.equals("city") || ancestorId.equals(placeId));
        }

        @Override
        public java.util.Optional<String> operatorOf(String placeId) {
            return java.util.Optional.empty();
        }

        @Override
        public java.util.Set<String> ids() {
            return java.util.Set.of("city", "a", "b");
        }
    };

    @BeforeEach
    void open() {
        database = Database.open(vertx, Servers.freshDatabaseUri(), 4);
        one = alarms();
        other = alarms();
        Map<String, Caller> keys = Map.of(
                "admin", Caller.admin("admin"),
                "ops-a", new Caller("ops-a", KeyKind.OPS, null, null, "a", null),
                "ops-b", new Caller("ops-b", KeyKind.OPS, null, null, "b", null));
        door = new Door(vertx, keys, api -> new AlarmRoutes(
                        database.pool(), new Scope(TWO_LOTS), TWO_LOTS, () -> NOW, UUID::randomUUID)
                .register(api));
    }

    private PgAlarms alarms() {
        return new PgAlarms(vertx, database.pool(), () -> NOW, UUID::randomUUID, new SimpleMeterRegistry());
    }

    private JsonArray list(String key, String query) {
        Answer answer = door.get("/v1/alarms" + query, key);
        assertEquals(200, answer.status(), answer::toString);
        return answer.body().getJsonArray("items");
    }

    private void flush() {
        Await.result(one.flush());
        Await.result(other.flush());
    }

    @Test
    void raised_at_two_instances_it_is_one_alarm_until_it_is_cleared() {
        for (PgAlarms each : new PgAlarms[] {one, other, one}) {
            each.raise(AlarmKind.LANE_SILENT, "a", "a-in", "nothing heard");
            Await.result(each.flush());
        }
        assertEquals(1, list("admin", "?open=true").size());
        other.clear(AlarmKind.LANE_SILENT, "a", "a-in");
        flush();
        assertEquals(0, list("admin", "?open=true").size());
        assertEquals(1, list("admin", "?open=false").size());
        one.raise(AlarmKind.LANE_SILENT, "a", "a-in", "nothing heard");
        flush();
        assertEquals(2, list("admin", "").size(), "the next one is another");
    }

    @Test
    void a_key_sees_the_alarms_of_its_places_and_no_others() {
        one.raise(AlarmKind.LANE_SILENT, "a", "a-in", "x");
        one.raise(AlarmKind.LANE_FAULT, "b", "b-in", "x");
        one.raise(AlarmKind.INSTANCE_CLOCK, null, null, "x");
        flush();
        assertEquals(3, list("admin", "").size());
        assertEquals(1, list("ops-a", "").size());
        assertEquals("a", list("ops-a", "").getJsonObject(0).getString("placeId"));
        assertEquals(1, list("ops-b", "?placeId=b&kind=LANE_FAULT").size());
        assertEquals(2, list("admin", "?placeId=city").size());
        assertEquals(403, door.get("/v1/alarms?placeId=b", "ops-a").status());
        assertEquals(404, door.get("/v1/alarms?placeId=nowhere", "admin").status());
    }

    @Test
    void each_is_on_one_page_of_however_many() {
        for (int i = 0; i < 7; i++) {
            one.raise(AlarmKind.LANE_SILENT, "a", "lane-" + i, "x");
        }
        flush();
        String query = "?limit=3";
        int seen = 0;
        for (int page = 0; page < 3; page++) {
            JsonObject body = door.get("/v1/alarms" + query, "admin").body();
            seen += body.getJsonArray("items").size();
            query = "?limit=3&cursor=" + body.getString("nextCursor");
        }
        assertEquals(7, seen);
    }

    @Test
    void somebody_clears_one_by_hand_and_the_audit_says_who_and_why() {
        one.raise(AlarmKind.DOUBLE_ADMIT, "a", null, "x");
        flush();
        JsonObject raised = list("ops-a", "").getJsonObject(0);
        assertNull(raised.getString("clearedAt"));
        String path = "/v1/alarms/" + raised.getString("alarmId") + "/clear";
        JsonObject why = new JsonObject().put("reason", "looked at");
        assertEquals(403, door.post(path, "ops-b", why).status());
        Answer cleared = door.post(path, "ops-a", why);
        assertEquals(NOW.toString(), cleared.body().getString("clearedAt"));
        assertEquals(cleared.body(), door.post(path, "ops-a", why).body(), "again changes nothing");
        var audit = Await.result(database.pool()
                        .query("select key_id, reason, subject_id from audit where action = 'alarm.cleared'")
                        .execute())
                .iterator()
                .next();
        assertEquals("ops-a", audit.getString("key_id"));
        assertEquals("looked at", audit.getString("reason"));
        assertEquals(raised.getString("alarmId"), audit.getString("subject_id"));
    }

    /** The lots that the change log names, in its order. */
    private String told() {
        StringBuilder lots = new StringBuilder();
        Await.result(database.pool()
                        .query("select subject from change where kind = 'ALARM' order by version")
                        .execute())
                .forEach(row -> lots.append(row.getString("subject")));
        return lots.toString();
    }

    @Test
    void every_instance_is_told_where_one_began_or_ended_and_nothing_of_what_changed_nothing() {
        one.raise(AlarmKind.LANE_SILENT, "a", "a-in", "x");
        one.raise(AlarmKind.LANE_SILENT, "a", "a-out", "x");
        one.raise(AlarmKind.LANE_FAULT, "b", "b-in", "x");
        one.raise(AlarmKind.INSTANCE_CLOCK, null, null, "x");
        flush();
        assertEquals("ab", told());
        other.raise(AlarmKind.LANE_SILENT, "a", "a-in", "x");
        other.clear(AlarmKind.LANE_CLOCK, "b", "b-in");
        other.clear(AlarmKind.INSTANCE_CLOCK, null, null);
        flush();
        assertEquals("ab", told(), "was open, was not open, is of no lot");
        other.clear(AlarmKind.LANE_SILENT, "a", "a-in");
        flush();
        assertEquals("aba", told());
        String fault = list("ops-b", "?open=true").getJsonObject(0).getString("alarmId");
        JsonObject why = new JsonObject().put("reason", "looked at");
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    200,
                    door.post("/v1/alarms/" + fault + "/clear", "ops-b", why).status());
        }
        assertEquals("abab", told());
    }

    @Test
    void a_detail_that_is_too_long_is_cut() {
        one.raise(AlarmKind.LANE_FAULT, "a", "a-in", "x".repeat(9_000));
        flush();
        assertEquals(
                Alarms.MOST_DETAIL,
                list("admin", "").getJsonObject(0).getString("detail").length());
    }
}
