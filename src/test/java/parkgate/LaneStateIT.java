package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** What lanes say of themselves at two instances, and what operators see of it. */
class LaneStateIT {
    private static final String HEARTBEAT = "/v1/lane/heartbeat";

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

    private static JsonObject beat(Instant clock) {
        return new JsonObject().put("clock", clock.toString());
    }

    private static JsonObject lane(Lot lot, String name) {
        JsonArray items = city.get("/v1/places/" + lot.id() + "/lanes").getJsonArray("items");
        return items.stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getString("laneId").equals(lot.id() + "-" + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_a_lane_said_at_one_instance_is_seen_at_the_other() {
        Lot lot = city.lot(new JsonObject());
        assertNull(lane(lot, "entry").getString("lastHeardAt"));
        JsonObject said = beat(Instant.now())
                .put("barrier", "MOVING")
                .put("loops", new JsonObject().put("arming", "OCCUPIED").put("closing", "FREE"))
                .put("buffered", 12)
                .put("packVersion", 3)
                .put("software", "a lane");
        Answer answer = city.postAt(1, lot.entry(), HEARTBEAT, said);
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("OK", answer.text("clock"));
        assertEquals(30, answer.body().getInteger("nextHeartbeatSeconds"));
        Await.until(() -> lane(lot, "entry").getString("lastHeartbeatAt") != null);
        JsonObject lane = lane(lot, "entry");
        assertEquals("MOVING", lane.getString("barrier"));
        assertEquals("OCCUPIED", lane.getJsonObject("loops").getString("arming"));
        assertEquals(12, lane.getInteger("buffered"));
        assertEquals(3, lane.getInteger("packVersion"));
        assertEquals("a lane", lane.getString("software"));
        assertFalse(lane.getBoolean("connected"));
        assertNull(lane(lot, "exit").getString("lastHeardAt"));
    }

    @Test
    void a_scan_and_a_passage_are_signs_of_life_too() {
        Lot lot = city.lot(new JsonObject().put("admitTransients", true));
        Paper paper = city.paper();
        Answer grant = city.scan(1, lot.entry(), paper.code());
        assertTrue(grant.granted(), grant::toString);
        city.passage(0, lot.exit(), grant, "CONFIRMED");
        Await.until(() -> lane(lot, "entry").getString("lastHeardAt") != null
                && lane(lot, "exit").getString("lastHeardAt") != null);
        assertNull(lane(lot, "entry").getString("lastHeartbeatAt"));
    }

    @Test
    void a_heartbeat_keeps_the_lot_from_counting_as_silent() {
        Lot lot = city.lot(new JsonObject());
        String path = "/v1/places/" + lot.id() + "/occupancy";
        JsonObject reporting = city.get(path).getJsonObject("reporting");
        assertEquals(1, reporting.getInteger("silent"));
        assertEquals(1, reporting.getInteger("quiet"), "nobody has promised to be heard");
        city.postAt(0, lot.entry(), HEARTBEAT, beat(Instant.now()));
        assertEquals(0, city.get(path).getJsonObject("reporting").getInteger("silent"));
    }

    @Test
    void a_wrong_clock_is_told_to_the_lane_and_to_whoever_looks_and_nobody_else() {
        Lot lot = city.lot(new JsonObject());
        Answer wrong = city.postAt(1, lot.entry(), HEARTBEAT, beat(Instant.now().minusSeconds(600)));
        assertEquals("WRONG", wrong.text("clock"), wrong::toString);
        long offset = wrong.body().getLong("clockOffsetMs");
        assertTrue(offset < -590_000 && offset > -660_000, wrong::toString);
        String open = "/v1/alarms?open=true&kind=LANE_CLOCK&placeId=" + lot.id();
        Await.until(() -> city.get(open).getJsonArray("items").size() == 1);
        assertEquals(
                lot.id() + "-entry",
                city.get(open).getJsonArray("items").getJsonObject(0).getString("laneId"));
        assertTrue(lane(lot, "entry").getJsonArray("alarms").contains("LANE_CLOCK"));
        Lot other = city.lot(new JsonObject());
        String stranger = city.post(
                        "/v1/keys/access", new JsonObject().put("kind", "ops").put("placeId", other.id()))
                .getString("key");
        assertEquals(
                0,
                city.getAt(0, stranger, "/v1/alarms")
                        .body()
                        .getJsonArray("items")
                        .size());
        assertEquals(
                403, city.getAt(0, stranger, "/v1/alarms?placeId=" + lot.id()).status());
        assertEquals(
                403,
                city.getAt(0, stranger, "/v1/places/" + lot.id() + "/lanes").status());
        city.postAt(0, lot.entry(), HEARTBEAT, beat(Instant.now()));
        Await.until(() -> city.get(open).getJsonArray("items").isEmpty());
    }

    @Test
    void a_changed_lot_has_another_version_at_both_instances() {
        Lot lot = city.lot(new JsonObject());
        String before =
                city.postAt(0, lot.entry(), HEARTBEAT, beat(Instant.now())).text("configVersion");
        assertEquals(
                before,
                city.postAt(1, lot.entry(), HEARTBEAT, beat(Instant.now())).text("configVersion"));
        city.post("/v1/places/" + lot.id() + "/inventory/reset", new JsonObject());
        assertEquals(
                before,
                city.postAt(0, lot.entry(), HEARTBEAT, beat(Instant.now())).text("configVersion"));
        city.change(lot, new JsonObject().put("capacity", 17));
        String after =
                city.postAt(0, lot.entry(), HEARTBEAT, beat(Instant.now())).text("configVersion");
        assertNotEquals(before, after);
        Await.until(() -> city.postAt(1, lot.entry(), HEARTBEAT, beat(Instant.now()))
                .text("configVersion")
                .equals(after));
    }

    @Test
    void a_revoked_code_changes_the_status_lists_version() {
        Lot lot = city.lot(new JsonObject());
        String before =
                city.postAt(0, lot.entry(), HEARTBEAT, beat(Instant.now())).text("statusListVersion");
        city.post("/v1/credentials/" + city.paper().credentialId() + "/revoke", new JsonObject().put("reason", "x"));
        String after =
                city.postAt(0, lot.entry(), HEARTBEAT, beat(Instant.now())).text("statusListVersion");
        assertNotEquals(before, after);
        Await.until(() -> city.postAt(1, lot.entry(), HEARTBEAT, beat(Instant.now()))
                .text("statusListVersion")
                .equals(after));
    }
}
