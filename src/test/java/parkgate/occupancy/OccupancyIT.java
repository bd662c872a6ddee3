package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.http.Scope;
import parkgate.postgres.Database;
import parkgate.testing.Door;
import parkgate.testing.Servers;

/** Counts over HTTP, and what two instances on one PostgreSQL tell each other of when lots were heard. */
class OccupancyIT {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private static Vertx vertx;
    private static Database database;

    private final Town town = new Town();
    private OccupancyFeature feature;
    private Door door;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
    }

    @AfterAll
    static void close() {
        Door.await(database.close());
        Door.await(vertx.close());
    }

    @BeforeEach
    void start() {
        feature = new OccupancyFeature(
                vertx,
                new OccupancyFeature.Ports(database.pool(), new Scope(town), town, town, town),
                InstantSource.fixed(NOW),
                10,
                new SimpleMeterRegistry());
        door = new Door(vertx, Town.KEYS, feature::register);
    }

    @AfterEach
    void stop() {
        door.close();
        Door.await(feature.close());
    }

    @Test
    void a_lot_is_shown_as_the_contract_writes_it() {
        town.counts.put("one", new LotCount(80, 12, NOW.toEpochMilli()));
        feature.heard("one", NOW.toEpochMilli());
        assertEquals(
                new JsonObject()
                        .put("placeId", "one")
                        .put("capacity", 100)
                        .put("currentCount", 92)
                        .put("reserved", 0)
                        .put("adjustment", 12)
                        .put("available", 8)
                        .put("calculation", "DERIVED")
                        .put("updatedAt", "2026-11-22T08:00:00Z")
                        .put("areas", new JsonArray())
                        .put(
                                "reporting",
                                new JsonObject().put("lots", 1).put("silent", 0).put("quiet", 0)),
                door.get("/v1/places/one/occupancy", "lane").body());
    }

    @Test
    void a_parent_is_the_sum_of_what_lies_in_it() {
        town.counts.put("one", new LotCount(80, 0, 5_000));
        town.counts.put("two", new LotCount(60, 0, 7_000));
        feature.heard("two", NOW.toEpochMilli());
        JsonObject north = door.get("/v1/places/north/occupancy", "north").body();
        assertEquals(150, north.getInteger("capacity"));
        assertEquals(140, north.getInteger("currentCount"));
        assertEquals(20, north.getInteger("available"));
        assertEquals("1970-01-01T00:00:07Z", north.getString("updatedAt"));
        assertEquals(
                new JsonObject().put("lots", 2).put("silent", 1).put("quiet", 1), north.getJsonObject("reporting"));
        JsonObject city = door.get("/v1/places/town/occupancy", "admin").body();
        assertNull(city.getInteger("capacity"));
        assertEquals(140, city.getInteger("currentCount"));
    }

    @Test
    void only_a_key_that_reaches_the_place_is_answered() {
        assertEquals(401, door.get("/v1/places/one/occupancy", null).status());
        assertEquals(403, door.get("/v1/places/three/occupancy", "north").status());
        assertEquals(403, door.get("/v1/places/two/occupancy", "lane").status());
        assertEquals(200, door.get("/v1/places/three/occupancy", "red").status());
        assertEquals(403, door.get("/v1/places/nowhere/occupancy", "north").status());
        assertEquals(404, door.get("/v1/places/nowhere/occupancy", "admin").status());
    }

    @Test
    void a_count_that_cannot_be_read_is_said_and_not_guessed() {
        town.away = true;
        assertEquals(503, door.get("/v1/places/one/occupancy", "admin").status());
        assertEquals(503, door.get("/v1/availability", null).status());
        town.away = false;
        assertEquals(200, door.get("/v1/places/one/occupancy", "admin").status());
        assertEquals(200, door.get("/v1/availability", null).status());
    }

    @Test
    void a_count_is_set_and_a_lot_reset_by_those_who_may() {
        JsonObject set = new JsonObject().put("set", 40).put("reason", "counted by hand");
        town.counts.put("two", new LotCount(3, 0, 0));
        assertEquals(403, door.post("/v1/places/three/occupancy", "red", set).status());
        assertEquals(403, door.post("/v1/places/three/occupancy", "north", set).status());
        assertEquals(404, door.post("/v1/places/north/occupancy", "north", set).status());
        JsonObject after = door.post("/v1/places/two/occupancy", "north", set).body();
        assertEquals(40, after.getInteger("currentCount"));
        assertEquals(37, after.getInteger("adjustment"));
        assertEquals("COMMITTED", after.getString("durability"));
        assertEquals(
                422,
                door.post("/v1/places/two/occupancy", "north", set.copy().put("set", -1))
                        .status());
        JsonObject reset = door.post("/v1/places/two/inventory/reset", "north", new JsonObject())
                .body();
        assertEquals(0, reset.getInteger("currentCount"));
        assertEquals("QUEUED", reset.getString("durability"));
    }

    @Test
    void strangers_see_public_lots_only_and_cost_one_reading_a_second() {
        for (int n = 0; n < 20; n++) {
            assertEquals(200, door.get("/v1/availability", null).status());
        }
        assertEquals(2, town.reads.get());
        JsonArray items = door.get("/v1/availability", null).body().getJsonArray("items");
        List<String> ids = items.stream()
                .map(item -> ((JsonObject) item).getString("placeId"))
                .sorted()
                .toList();
        assertEquals(List.of("one", "three"), ids);
        JsonObject one = (JsonObject) items.stream()
                .filter(item -> ((JsonObject) item).getString("placeId").equals("one"))
                .findFirst()
                .orElseThrow();
        assertEquals(100, one.getInteger("available"));
        assertEquals("OPEN", one.getString("status"));
        assertEquals("COUNTED", one.getString("calculation"));
        assertEquals("Town", one.getJsonArray("within").getJsonObject(0).getString("name"));
        assertEquals(new JsonObject().put("latitude", 31.25).put("longitude", 121.5), one.getJsonObject("location"));
    }

    @Test
    void a_lot_that_another_instance_heard_is_not_silent() {
        LotsHeard here = new LotsHeard();
        LotsHeard there = new LotsHeard();
        InstantSource clock = InstantSource.fixed(NOW);
        HeardSharing sharingHere = new HeardSharing(vertx, database.pool(), clock, here);
        HeardSharing sharingThere = new HeardSharing(vertx, database.pool(), clock, there);
        long nowMs = NOW.toEpochMilli();
        here.heard("shared", nowMs - 1_000);
        there.heard("shared", nowMs - 2_000);
        there.heard("long-ago", nowMs - LotsHeard.SILENT_AFTER.toMillis() - 1);
        there.beat("beating", nowMs - LotsHeard.SILENT_AFTER.toMillis() - 1);
        assertEquals(Hearing.QUIET, there.of("shared", nowMs - 1_500 + LotsHeard.SILENT_AFTER.toMillis()));

        Door.await(sharingHere.share());
        Door.await(sharingThere.share());
        Door.await(sharingHere.share());

        assertEquals(Hearing.HEARD, there.of("shared", nowMs - 1_500 + LotsHeard.SILENT_AFTER.toMillis()));
        assertEquals(Hearing.QUIET, here.of("long-ago", nowMs));
        LotsHeard later = new LotsHeard();
        HeardSharing sharingLater = new HeardSharing(vertx, database.pool(), clock, later);
        Door.await(sharingLater.start());
        Door.await(sharingLater.close());
        assertEquals(Hearing.SILENT, later.of("beating", nowMs), "after a start too");
        assertEquals(0, here.unshared(10).size());
        assertEquals(0, there.unshared(10).size());
    }
}
