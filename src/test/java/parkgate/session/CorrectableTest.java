package parkgate.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parkgate.session.Session.Status;

class CorrectableTest {
    private static final OffsetDateTime ENTRY = OffsetDateTime.parse("2026-11-22T08:00:00Z");
    private static final OffsetDateTime EXIT = ENTRY.plusHours(2);
    private static final OffsetDateTime NOW = ENTRY.plusHours(9);

    /** What is odd about it. */
    private enum Odd {
        NOTHING,
        AWAITED,
        REOPENS,
        INSIDE,
        LATER,
        NOBODYS,
        NO_ENTRY
    }

    private static Correctable stay(Status status, Odd odd) {
        String whose = odd == Odd.NOBODYS ? null : "0123456789ABCDEF";
        return new Correctable(
                new UUID(0, 1),
                "lot",
                status,
                whose,
                whose,
                null,
                null,
                "entry",
                odd == Odd.NO_ENTRY ? null : ENTRY,
                new UUID(0, 2),
                status == Status.COMPLETED ? EXIT : null,
                odd == Odd.AWAITED,
                odd == Odd.REOPENS,
                7,
                odd == Odd.INSIDE,
                odd == Odd.LATER);
    }

    private static @Nullable String timed(
            Status status, @Nullable OffsetDateTime entry, @Nullable OffsetDateTime exit) {
        return stay(status, Odd.NOTHING).whyNotTimed(entry, exit, NOW);
    }

    @Test
    void what_is_over_and_settled_can_be_changed_and_can_go_on() {
        for (Status status : new Status[] {Status.COMPLETED, Status.INVALID}) {
            assertNull(stay(status, Odd.NOTHING).whyNotChanged());
            assertNull(stay(status, Odd.NOTHING).whyNotReopened());
        }
    }

    @Test
    void what_is_open_awaited_or_closed_softly_cannot() {
        assertNotNull(stay(Status.ACTIVE, Odd.NOTHING).whyNotChanged());
        assertNotNull(stay(Status.ACTIVE, Odd.NOTHING).whyNotReopened());
        for (Odd odd : new Odd[] {Odd.AWAITED, Odd.REOPENS}) {
            assertNotNull(stay(Status.COMPLETED, odd).whyNotChanged());
            assertNotNull(stay(Status.COMPLETED, odd).whyNotReopened());
        }
    }

    @Test
    void a_car_is_not_put_inside_twice_nor_without_an_entry_nor_nobodys() {
        for (Odd odd : new Odd[] {Odd.INSIDE, Odd.LATER, Odd.NOBODYS, Odd.NO_ENTRY}) {
            assertNull(stay(Status.COMPLETED, odd).whyNotChanged());
            assertNotNull(stay(Status.COMPLETED, odd).whyNotReopened(), odd.name());
        }
    }

    @Test
    void times_lie_behind_and_in_their_order() {
        assertNull(timed(Status.COMPLETED, ENTRY.minusHours(1), null));
        assertNull(timed(Status.COMPLETED, null, NOW));
        assertNull(timed(Status.COMPLETED, EXIT, EXIT));
        assertNotNull(timed(Status.COMPLETED, null, NOW.plusNanos(1)));
        assertNotNull(timed(Status.COMPLETED, EXIT.plusNanos(1), null));
        assertNotNull(timed(Status.COMPLETED, null, ENTRY.minusNanos(1)));
        assertNull(timed(Status.COMPLETED, NOW.minus(Correctable.MOST_BACK), null));
        assertNotNull(timed(Status.COMPLETED, NOW.minus(Correctable.MOST_BACK).minusNanos(1), null));
        assertNotNull(timed(Status.INVALID, null, EXIT), "what never came in has no exit");
        assertNotNull(stay(Status.COMPLETED, Odd.NO_ENTRY).whyNotTimed(ENTRY, null, NOW));
    }

    @Test
    void an_open_stay_has_an_entry_to_be_corrected_and_no_exit() {
        assertNull(timed(Status.ACTIVE, ENTRY.minusHours(1), null));
        assertNull(timed(Status.ACTIVE, NOW, null));
        assertNotNull(timed(Status.ACTIVE, NOW.plusNanos(1), null));
        assertNotNull(timed(Status.ACTIVE, NOW.minus(Correctable.MOST_BACK).minusNanos(1), null));
        assertNotNull(timed(Status.ACTIVE, null, EXIT));
        assertNotNull(timed(Status.ACTIVE, ENTRY, EXIT));
        assertNotNull(stay(Status.ACTIVE, Odd.AWAITED).whyNotTimed(ENTRY, null, NOW));
        assertNotNull(stay(Status.ACTIVE, Odd.NO_ENTRY).whyNotTimed(ENTRY, null, NOW));
    }

    @Test
    void what_is_not_known_of_a_stay_is_empty_in_the_lots_event() {
        SessionReopening.Stay stay = stay(Status.COMPLETED, Odd.NOTHING).stay();
        assertEquals("", stay.rightId());
        assertEquals(ENTRY.toInstant().toEpochMilli(), stay.entryMs());
    }
}
