package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final Map<String, String> PARENT_OF =
            Map.of("xuhui", "shanghai", "riverside", "xuhui", "deck-1", "riverside", "pudong", "shanghai");

    private final Scope scope = new Scope(new PlaceTree() {
        @Override
        public boolean covers(String ancestorId, String placeId) {
            for (String at = placeId; at != null; at = PARENT_OF.get(at)) {
                if (at.equals(ancestorId)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Optional<String> operatorOf(String placeId) {
            return placeId.equals("riverside") ? Optional.of("op-1") : Optional.empty();
        }

        @Override
        public Collection<String> ids() {
            return List.of("shanghai", "xuhui", "riverside", "pudong");
        }
    });

    private static Caller ops(String placeId, String operatorId) {
        return new Caller("k", KeyKind.OPS, null, null, placeId, operatorId);
    }

    @Test
    void a_key_for_a_place_reaches_what_lies_in_it() {
        assertTrue(scope.covers(ops("xuhui", null), "xuhui"));
        assertTrue(scope.covers(ops("xuhui", null), "deck-1"));
        assertFalse(scope.covers(ops("xuhui", null), "pudong"));
        assertFalse(scope.covers(ops("xuhui", null), "shanghai"));
    }

    @Test
    void a_key_for_an_operator_reaches_the_places_it_runs() {
        assertTrue(scope.covers(ops(null, "op-1"), "riverside"));
        assertFalse(scope.covers(ops(null, "op-2"), "riverside"));
        assertFalse(scope.covers(ops(null, "op-1"), "xuhui"));
    }

    @Test
    void an_admin_key_reaches_everything_and_a_lane_key_its_lot() {
        assertTrue(scope.covers(Caller.admin("a"), "nowhere"));
        assertTrue(scope.covers(Caller.lane("l", "lane-1", "riverside"), "riverside"));
        assertFalse(scope.covers(Caller.lane("l", "lane-1", "riverside"), "xuhui"));
    }

    @Test
    void what_is_bound_to_a_place_or_an_operator_is_reached_from_there() {
        assertTrue(scope.coversBinding(ops("xuhui", null), "riverside", null));
        assertTrue(scope.coversBinding(ops(null, "op-1"), "riverside", null));
        assertTrue(scope.coversBinding(ops(null, "op-1"), null, "op-1"));
        assertTrue(scope.coversBinding(Caller.admin("a"), null, "op-1"));
        assertTrue(scope.coversBinding(Caller.admin("a"), null, null));
        assertFalse(scope.coversBinding(ops("xuhui", null), "shanghai", null));
        assertFalse(scope.coversBinding(ops("shanghai", null), null, "op-1"));
        assertFalse(scope.coversBinding(ops(null, "op-2"), null, "op-1"));
        assertFalse(scope.coversBinding(ops(null, "op-1"), null, null));
        assertFalse(scope.coversBinding(ops("shanghai", null), null, null));
    }

    @Test
    void the_places_of_a_key_are_those_that_it_reaches() {
        assertEquals(Set.of("xuhui", "riverside"), new HashSet<>(scope.placesOf(ops("xuhui", null))));
        assertEquals(List.of("riverside"), scope.placesOf(ops(null, "op-1")));
    }

    @Test
    void what_is_not_reached_is_403() {
        Problem refused = assertThrows(Problem.class, () -> scope.require(ops("xuhui", null), "pudong"));
        assertEquals(403, refused.status());
    }
}
