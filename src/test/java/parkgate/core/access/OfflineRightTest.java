package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;

/** By which right a car came in, and what would have refused it, judged as of the moment at which its lane opened. */
class OfflineRightTest {
    private static final CredentialId CAR = new CredentialId("0000000000000001");

    /** Monday, 20:00 in Shanghai. */
    private static final long THEN = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();

    private LotRules.Status status = LotRules.Status.OPEN;
    private boolean admitTransients;

    private OfflineRight of(@Nullable RightsAtLot rights) {
        LotRules rules = new LotRules(
                "lot",
                List.of("lot"),
                "",
                ZoneId.of("Asia/Shanghai"),
                1,
                10,
                status,
                LotRules.Passback.HARD,
                CodeClass.S,
                admitTransients,
                LotRules.NoOpenSession.OPEN_AND_FLAG,
                LotRules.RevokedExit.OPEN_AND_FLAG,
                LotRules.FullPolicy.HARD,
                60_000,
                Map.of());
        return OfflineRight.of(rights, rules, THEN);
    }

    private static RightsAtLot rights(Right... rights) {
        return new RightsAtLot(1, true, CAR, List.of(rights));
    }

    private static Right between(long fromMs, long untilMs) {
        return LotScene.right(Right.Type.PERMIT, fromMs, untilMs, "", List.of());
    }

    private static Right within(int days, int fromHour, int toHour) {
        return LotScene.right(
                Right.Type.PERMIT, 0, Long.MAX_VALUE, "", List.of(new Right.Window(days, 60 * fromHour, 60 * toHour)));
    }

    private void assertFlags(@Nullable RightsAtLot rights, String... flags) {
        OfflineRight judged = of(rights);
        assertNull(judged.right());
        assertEquals(List.of(flags), judged.flags());
    }

    @Test
    void a_right_counts_from_its_first_millisecond_to_its_last() {
        assertEquals(new OfflineRight(between(THEN, THEN + 1), List.of()), of(rights(between(THEN, THEN + 1))));
        assertFlags(rights(between(THEN + 1, Long.MAX_VALUE)), "OUT_OF_TIME_RANGE");
        assertFlags(rights(between(0, THEN)), "OUT_OF_TIME_RANGE");
    }

    @Test
    void its_windows_are_the_lots_wall_clock() {
        assertEquals(List.of(), of(rights(within(1, 20, 21))).flags());
        assertFlags(rights(within(1, 12, 13)), "OUT_OF_TIME_RANGE"); // what a clock in Greenwich shows
        assertFlags(rights(within(2, 20, 21)), "OUT_OF_TIME_RANGE"); // Tuesdays
    }

    @Test
    void the_first_right_that_covers_the_moment_is_it() {
        Right later = between(0, Long.MAX_VALUE);
        assertEquals(
                later, of(rights(within(2, 20, 21), later, permitOfStaff())).right());
    }

    private static Right permitOfStaff() {
        return LotScene.right(Right.Type.STAFF, 0, Long.MAX_VALUE, "", List.of());
    }

    @Test
    void without_any_right_it_is_a_transient_where_those_are_admitted() {
        assertFlags(rights(), "NO_RIGHT_HERE");
        admitTransients = true;
        assertFlags(rights());
        status = LotRules.Status.FULL;
        assertFlags(rights(), "LOT_FULL");
        assertEquals(List.of(), of(rights(between(0, Long.MAX_VALUE))).flags(), "FULL concerns no holder of a right");
    }

    @Test
    void a_closed_lot_is_open_to_staff_until_it_is_closed_to_all() {
        status = LotRules.Status.CLOSED;
        assertEquals(List.of(), of(rights(permitOfStaff())).flags());
        assertEquals(
                List.of("LOT_CLOSED"), of(rights(between(0, Long.MAX_VALUE))).flags());
        assertFlags(rights(), "LOT_CLOSED", "NO_RIGHT_HERE");
        status = LotRules.Status.CLOSED_TO_ALL;
        assertEquals(List.of("LOT_CLOSED"), of(rights(permitOfStaff())).flags());
    }

    @Test
    void a_credential_that_was_never_issued_and_rights_that_could_not_be_read_are_told_apart() {
        assertFlags(new RightsAtLot(1, false, CAR, List.of()), "UNKNOWN_CREDENTIAL");
        assertFlags(null, "RIGHT_UNKNOWN");
        status = LotRules.Status.CLOSED;
        assertFlags(null, "RIGHT_UNKNOWN", "LOT_CLOSED");
    }
}
