package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;

class PackingTest {
    private static LotRules rulesWith(Map<String, LotRules.Pool> pools) {
        return new LotRules(
                "lot-1",
                List.of("lot-1"),
                "",
                ZoneOffset.UTC,
                7,
                LotRules.UNLIMITED,
                LotRules.Status.CLOSED_TO_ALL,
                LotRules.Passback.SOFT,
                CodeClass.S,
                true,
                LotRules.NoOpenSession.REFUSE,
                LotRules.RevokedExit.CALL_ATTENDANT,
                LotRules.FullPolicy.SOFT,
                60_000,
                pools);
    }

    @Test
    void rules_are_eight_fields_with_pools_by_name() {
        assertEquals("-1,CLOSED_TO_ALL,SOFT,SOFT,REFUSE,CALL_ATTENDANT,1,", Packing.rules(rulesWith(Map.of())));
        assertEquals(
                "-1,CLOSED_TO_ALL,SOFT,SOFT,REFUSE,CALL_ATTENDANT,1,a.b=0:HARD/c-d=40:CHARGE",
                Packing.rules(rulesWith(Map.of(
                        "c-d", new LotRules.Pool("c-d", 40, LotRules.Pool.Policy.CHARGE),
                        "a.b", new LotRules.Pool("a.b", 0, LotRules.Pool.Policy.HARD)))));
    }

    @Test
    void a_right_without_an_end_ends_at_the_last_exact_number_of_lua() {
        UUID id = new UUID(0, 1);
        Right always = new Right(id, Right.Type.PERMIT, 0, Long.MAX_VALUE, null, List.of());
        Right nights = new Right(
                id,
                Right.Type.STAFF,
                5,
                6,
                "p",
                List.of(new Right.Window(0b1000001, 1080, 480), new Right.Window(2, 0, 1440)));
        assertEquals(id + ",PERMIT,0,9007199254740991,,", Packing.rights(List.of(always)));
        assertEquals(
                id + ",PERMIT,0,9007199254740991,,;" + id + ",STAFF,5,6,p,1000001:1080:480+0100000:0:1440",
                Packing.rights(List.of(always, nights)));
        assertEquals("", Packing.rights(List.of()));
    }

    @Test
    void stays_come_back_as_they_went() {
        Stay inside = new Stay("s1", "C1", "", "", 5, Stay.State.I, "", 1, "l1", 5, 0, 0, List.of());
        Stay leaving = new Stay(
                "s2", "C2", "r", "p", 0, Stay.State.X, "d2", 9, "l2", 8, 68, -1, List.of("EXPIRED", "REVOKED"));
        String text = "s1,C1,,,5,I,,1,l1,5,0,0,;s2,C2,r,p,0,X,d2,9,l2,8,68,-1,EXPIRED+REVOKED";
        assertEquals(text, Packing.stays(List.of(inside, leaving)));
        assertEquals(List.of(inside, leaving), Packing.parseStays(text));
        assertEquals(List.of(), Packing.parseStays(""));
    }

    /** A session that tried to leave a hundred times must not keep its lot from being rebuilt. */
    @Test
    void a_stay_keeps_each_flag_once() {
        List<String> all = new ArrayList<>(List.of("LOT_FULL"));
        all.addAll(Collections.nCopies(100, "NO_ENTRY"));
        Stay stay = new Stay("s1", "C1", "", "", 5, Stay.State.I, "", 1, "l1", 5, 0, 0, all);
        assertEquals(List.of("LOT_FULL", "NO_ENTRY"), stay.flags());
    }

    @Test
    void no_id_can_hold_a_separator() {
        for (String id : List.of("", "a/b", "a,b", "a;b", "a=b", "a:b", "a+b", "a|b", "a b", "x".repeat(65))) {
            LotRules rules = rulesWith(Map.of(id, new LotRules.Pool(id, 1, LotRules.Pool.Policy.HARD)));
            assertThrows(IllegalArgumentException.class, () -> Packing.rules(rules), id);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Stay("s,1", "", "", "", 0, Stay.State.I, "", 0, "", 0, 0, 0, List.of()));
    }
}
