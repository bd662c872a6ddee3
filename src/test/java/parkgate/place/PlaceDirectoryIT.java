package parkgate.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.testing.Await;
import parkgate.testing.Servers;

class PlaceDirectoryIT {
    private final String uri = Servers.freshDatabaseUri();
    private Places here;
    private Places there;

    @BeforeEach
    void start() {
        here = new Places(uri);
        there = new Places(uri);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void another_instances_changes_arrive_by_themselves() {
        here.makeLot();
        here.put("l/lanes/in", "{\"direction\":\"ENTRY\"}");
        here.put("l/pools/p", "{\"spaces\":5}");
        Await.until(() -> there.directory
                .rules("l")
                .filter(rules -> rules.pools().containsKey("p"))
                .isPresent());
        assertEquals(here.directory.rules("l"), there.directory.rules("l"));
        assertEquals(here.directory.lane("in"), there.directory.lane("in"));
    }

    @Test
    void what_another_instance_made_a_moment_ago_is_found_at_once() {
        here.makeLot();
        here.put("l/lanes/in", "{\"direction\":\"ENTRY\"}");
        assertEquals(
                "l", Await.result(there.directory.findLane("in")).orElseThrow().lotId());
        assertEquals(
                "Lot",
                Await.result(there.directory.findPlace("l")).orElseThrow().name());
        assertEquals(
                220, Await.result(there.directory.findRules("l")).orElseThrow().capacity());
        assertEquals(Optional.empty(), Await.result(there.directory.findLane("nowhere")));
    }

    @Test
    void an_instance_that_starts_later_makes_the_same_rules_of_the_same_version() {
        here.makeLot();
        here.put("l/pools/p", "{\"spaces\":5}");
        here.put("c", "{\"type\":\"CITY\",\"name\":\"City\",\"timeZone\":\"Europe/Berlin\"}");
        try (Places later = new Places(uri)) {
            assertEquals(here.directory.rules("l"), later.directory.rules("l"));
        }
    }

    @Test
    void knows_what_lies_where() {
        here.makeLot();
        here.put("a", "{\"type\":\"AREA\",\"parentId\":\"l\",\"name\":\"Deck\"}");
        PlaceDirectory places = here.directory;
        assertEquals(List.of("a", "l", "d", "c"), places.ancestors("a"));
        assertEquals(Set.of("l"), places.children("d"));
        assertEquals(List.of("l"), places.lotsIn("c"));
        assertTrue(places.covers("c", "a"));
        assertTrue(places.covers("a", "a"));
        assertFalse(places.covers("a", "l"));
        assertFalse(places.covers("c", "nowhere"));
        assertEquals(Optional.of("o"), places.operatorOf("a"));
        assertEquals(Optional.empty(), places.operatorOf("d"));
    }
}
