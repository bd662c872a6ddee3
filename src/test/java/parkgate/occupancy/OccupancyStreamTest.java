package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parkgate.config.Networks;
import parkgate.http.Scope;
import parkgate.postgres.Change;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Door;

/** The live stream over real HTTP; the counts are kept by the test. */
@Timeout(60)
class OccupancyStreamTest {
    private static final int MOST_VIEWERS = 4;

    private final Town town = new Town();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Vertx vertx;
    private Database nowhere;
    private OccupancyFeature feature;
    private Door door;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        nowhere = Database.open(vertx, "postgresql://nobody:nothing@127.0.0.1:1/none", 1);
        feature = new OccupancyFeature(
                vertx,
                new OccupancyFeature.Ports(nowhere.pool(), new Scope(town), town, town, town),
                InstantSource.system(),
                MOST_VIEWERS,
                metrics);
        door = new Door(vertx, Town.KEYS, api -> {
            api.trusting(Networks.of("127.0.0.1").orElseThrow());
            feature.register(api);
        });
    }

    @AfterEach
    void close() {
        Door.await(feature.close());
        door.close();
        Door.await(nowhere.close());
        Door.await(vertx.close());
    }

    @Test
    void who_runs_a_lot_hears_of_questions_and_alarms_and_others_do_not() throws Exception {
        try (Viewer runs = new Viewer("placeId=north", "north");
                Viewer stranger = new Viewer("placeId=one", null)) {
            runs.whole();
            stranger.whole();
            Door.await(feature.noticed(List.of(new Change(1, Change.Kind.MESSAGE, "one"))));
            assertEquals("one", runs.next("message", "alarm").getString("placeId"));
            Door.await(feature.noticed(
                    List.of(new Change(2, Change.Kind.ALARM, "three"), new Change(3, Change.Kind.ALARM, "one"))));
            assertEquals("one", runs.next("alarm").getString("placeId"), "three is not in the north");
            town.move("one", open -> 5);
            assertEquals(5, stranger.next("occupancy", "message", "alarm").getInteger("currentCount"));
        }
    }

    @Test
    void first_every_lot_then_what_changes() throws Exception {
        town.move("one", open -> 7);
        try (Viewer viewer = new Viewer("placeId=north", "north")) {
            assertEquals(Map.of("one", 7, "two", 0), viewer.whole());
            town.move("two", open -> 3);
            JsonObject changed = viewer.next("occupancy");
            assertEquals("two", changed.getString("placeId"));
            assertEquals(3, changed.getInteger("currentCount"));
            assertEquals(47, changed.getInteger("available"));
            assertEquals("OPEN", changed.getString("status"));
        }
    }

    @Test
    void a_thousand_changes_are_a_handful_of_absolute_values_and_the_last_one_is_right() throws Exception {
        try (Viewer viewer = new Viewer("placeId=one", "admin")) {
            viewer.whole();
            for (int n = 0; n < 1_000; n++) {
                town.move("one", open -> open + 1);
                feature.heard("one", System.currentTimeMillis());
            }
            int messages = 0;
            int count = 0;
            while (count < 1_000) {
                count = viewer.next("occupancy").getInteger("currentCount");
                messages++;
            }
            assertEquals(1_000, count);
            assertTrue(messages < 20, () -> "the loop of this test took longer than 5 s, or changes are not gathered");
        }
    }

    @Test
    void without_a_key_the_public_lots_and_no_others() throws Exception {
        try (Viewer viewer = new Viewer("", null)) {
            assertEquals(Set.of("one", "three"), viewer.whole().keySet());
        }
        Await.until(() -> metrics.get("parkgate_stream_viewers").gauge().value() == 0);
        try (Viewer viewer = new Viewer("placeId=north", null)) {
            assertEquals(Set.of("one"), viewer.whole().keySet());
        }
        try (Viewer viewer = new Viewer("lots=public", "north")) {
            assertEquals(Set.of("one", "three"), viewer.whole().keySet(), "a key is not asked for what is everyone's");
        }
        assertEquals(401, door.get("/v1/occupancy/stream?placeId=two", null).status());
        assertEquals(401, door.get("/v1/occupancy/stream?placeId=nowhere", null).status());
        assertEquals(401, door.get("/v1/occupancy/stream", "unknown").status());
    }

    @Test
    void with_a_key_what_it_reaches() throws Exception {
        try (Viewer all = new Viewer("", "admin");
                Viewer north = new Viewer("", "north");
                Viewer red = new Viewer("", "red")) {
            assertEquals(Set.of("one", "two", "three"), all.whole().keySet());
            assertEquals(Set.of("one", "two"), north.whole().keySet());
            assertEquals(Set.of("three"), red.whole().keySet());
        }
        assertEquals(
                403, door.get("/v1/occupancy/stream?placeId=three", "north").status());
        assertEquals(403, door.get("/v1/occupancy/stream", "lane").status());
        assertEquals(
                404, door.get("/v1/occupancy/stream?placeId=nowhere", "admin").status());
    }

    @Test
    void who_comes_back_gets_the_present_values() throws Exception {
        String last;
        try (Viewer viewer = new Viewer("placeId=one", "admin")) {
            viewer.whole();
            last = viewer.lastId;
        }
        town.move("one", open -> 55);
        try (Viewer again = new Viewer("placeId=one", "admin", "Last-Event-ID", last)) {
            assertEquals(Map.of("one", 55), again.whole());
            assertTrue(Long.parseLong(again.lastId) >= Long.parseLong(last));
        }
    }

    @Test
    void a_lot_that_is_no_longer_public_goes_and_one_that_becomes_so_comes() throws Exception {
        try (Viewer viewer = new Viewer("", null)) {
            viewer.whole();
            town.put("three", "south", null, false);
            assertEquals("three", viewer.next("gone").getString("placeId"));
            town.put("two", "north", 50, true);
            assertEquals("two", viewer.next("occupancy").getString("placeId"));
        }
    }

    @Test
    void while_nothing_can_be_read_nothing_is_said_and_then_it_goes_on() throws Exception {
        town.away = true;
        try (Viewer viewer = new Viewer("placeId=one", "admin")) {
            while (town.reads.get() < 2) {
                Thread.onSpinWait();
            }
            town.move("one", open -> 9);
            town.away = false;
            assertEquals(9, viewer.next("occupancy").getInteger("currentCount"));
        }
    }

    @Test
    void no_more_watch_than_can_be_served_and_strangers_leave_room_for_keys() throws Exception {
        try (Viewer one = new Viewer("", null, "X-Forwarded-For", "203.0.113.1")) {
            HttpResponse<String> greedy =
                    door.get("/v1/occupancy/stream", null, BodyHandlers.ofString(), "X-Forwarded-For", "203.0.113.1");
            assertEquals(503, greedy.statusCode(), "one address has its share");
            fill(one);
        }
    }

    @Test
    void one_key_leaves_room_for_the_others() throws Exception {
        try (Viewer one = new Viewer("", "admin");
                Viewer two = new Viewer("", "admin")) {
            assertEquals(503, door.get("/v1/occupancy/stream", "admin").status());
            try (Viewer another = new Viewer("", "red")) {
                assertEquals(1, another.whole().size());
            }
            assertEquals(3, one.whole().size());
            assertEquals(3, two.whole().size());
        }
    }

    private void fill(Viewer one) throws Exception {
        try (Viewer two = new Viewer("", null, "X-Forwarded-For", "203.0.113.2")) {
            assertEquals(503, door.get("/v1/occupancy/stream", null).status());
            try (Viewer three = new Viewer("", "admin");
                    Viewer four = new Viewer("", "red")) {
                assertEquals(503, door.get("/v1/occupancy/stream", "admin").status());
                assertEquals(Set.of("one", "three"), one.whole().keySet());
                assertEquals(Set.of("one", "three"), two.whole().keySet());
                assertEquals(3, three.whole().size());
                assertEquals(1, four.whole().size());
            }
        }
    }

    @Test
    void a_stream_ends_when_its_key_changes_and_others_go_on() throws Exception {
        try (Viewer ended = new Viewer("", "red");
                Viewer other = new Viewer("", "north")) {
            ended.whole();
            other.whole();
            Door.await(feature.keysChanged(List.of(new Change(1, Change.Kind.KEY, "r"))));
            ended.end();
            town.move("one", open -> 4);
            assertEquals(4, other.next("occupancy").getInteger("currentCount"));
        }
    }

    @Test
    void nobody_watches_nothing_is_read() throws Exception {
        try (Viewer viewer = new Viewer("", "admin")) {
            viewer.whole();
        }
        try (Viewer second = new Viewer("placeId=three", "admin")) {
            assertEquals(Set.of("three"), second.whole().keySet());
        }
        Door.await(feature.close());
        assertEquals(503, door.get("/v1/occupancy/stream", "admin").status());
    }

    /** Reads a stream line by line, as a browser would. */
    private final class Viewer implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;
        private String lastId = "";

        Viewer(String query, String key, String... headers) {
            HttpResponse<InputStream> answer =
                    door.get("/v1/occupancy/stream?" + query, key, BodyHandlers.ofInputStream(), headers);
            assertEquals(200, answer.statusCode());
            assertEquals(
                    "text/event-stream",
                    answer.headers().firstValue("Content-Type").orElseThrow());
            body = answer.body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** The values of the first snapshot, up to the mark that it is whole. */
        Map<String, Integer> whole() throws IOException {
            Map<String, Integer> counts = new HashMap<>();
            String line = lines.readLine();
            while (!line.equals("event: asOf")) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                }
                if (line.startsWith("data: ")) {
                    JsonObject value = new JsonObject(line.substring(6));
                    counts.put(value.getString("placeId"), value.getInteger("currentCount"));
                }
                line = lines.readLine();
            }
            return counts;
        }

        /** The data of the next event of this name; none of the others comes before it. */
        JsonObject next(String name, String... never) throws IOException {
            String line = lines.readLine();
            while (!line.equals("event: " + name)) {
                for (String other : never) {
                    assertNotEquals("event: " + other, line);
                }
                line = lines.readLine();
            }
            return new JsonObject(lines.readLine().substring(6));
        }

        /** Reads until the service ends it. */
        void end() throws IOException {
            String line = lines.readLine();
            while (line != null) {
                line = lines.readLine();
            }
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
