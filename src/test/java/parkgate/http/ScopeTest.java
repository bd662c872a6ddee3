package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
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
    void what_is_not_reached_is_403() {
        Problem refused = assertThrows(Problem.class, () -> scope.require(ops("xuhui", null), "pudong"));
        assertEquals(403, refused.status());
    }
}
