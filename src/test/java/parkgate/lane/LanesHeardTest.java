package parkgate.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesHeardTest {
    private static final long NOW = 1_700_000_000_000L;

    private final LanesHeard lanes = new LanesHeard();

    private static Heartbeat beat(long atMs) {
        return Heartbeat.of(new JsonObject().put("clock", "2023-11-14T22:13:20.250Z"), atMs);
    }

    @Test
    void a_heartbeat_says_how_far_the_lanes_clock_is_off() {
        assertEquals(250, beat(NOW).clockOffsetMs());
        assertEquals(-750, beat(NOW + 1_000).clockOffsetMs());
    }

    @Test
    void of_each_lane_the_latest_is_kept_and_a_scan_does_not_take_its_heartbeat_away() {
        lanes.heard("a", beat(NOW));
        lanes.heard("a", NOW + 5);
        lanes.heard("b", NOW + 3);
        var taken = lanes.take(10);
        assertEquals(List.of("a", "b"), List.copyOf(taken.keySet()));
        assertEquals(new LanesHeard.News(NOW + 5, beat(NOW)), taken.get("a"));
        assertNull(taken.get("b").beat());
        assertEquals(0, lanes.size());
    }

    @Test
    void what_could_not_be_written_is_put_back_behind_what_is_newer() {
        lanes.heard("a", beat(NOW));
        lanes.heard("b", beat(NOW));
        var taken = lanes.take(10);
        lanes.heard("a", beat(NOW + 9));
        lanes.heard("b", NOW + 9);
        lanes.putBack(taken);
        var again = lanes.take(10);
        assertEquals(beat(NOW + 9), again.get("a").beat());
        assertEquals(new LanesHeard.News(NOW + 9, beat(NOW)), again.get("b"));
    }

    @Test
    void so_many_are_taken_at_most() {
        for (int i = 0; i < 10; i++) {
            lanes.heard("lane-" + i, NOW);
        }
        assertEquals(4, lanes.take(4).size());
        assertEquals(6, lanes.size());
    }
}
