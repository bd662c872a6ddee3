package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recurring windows on a lot's wall clock, also on the two days of the year on which it jumps. */
class LocalMomentTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int MONDAY = 1;
    private static final int SATURDAY = 1 << 5;
    private static final int SUNDAY = 1 << 6;
    private static final int EVERY_DAY = 127;

    private static boolean covered(Right.Window window, String instant) {
        return Windows.cover(List.of(window), LocalMoment.of(Instant.parse(instant), BERLIN));
    }

    @Test
    void is_the_weekday_and_the_minute_that_the_wall_clock_shows() {
        Instant instant = Instant.parse("2026-11-22T16:30:59.999Z"); // a Sunday
        assertEquals(new LocalMoment(7, 16 * 60 + 30), LocalMoment.of(instant, ZoneId.of("UTC")));
        assertEquals(new LocalMoment(1, 30), LocalMoment.of(instant, ZoneId.of("Asia/Shanghai")));
        assertThrows(IllegalArgumentException.class, () -> new LocalMoment(8, 0));
        assertThrows(IllegalArgumentException.class, () -> new LocalMoment(1, 1440));
    }

    @Test
    void a_window_covers_its_first_minute_and_not_its_end() {
        Right.Window day = new Right.Window(MONDAY, 8 * 60, 18 * 60);
        assertFalse(covered(day, "2026-11-23T06:59:59.999Z"));
        assertTrue(covered(day, "2026-11-23T07:00:00Z"));
        assertTrue(covered(day, "2026-11-23T16:59:59.999Z"));
        assertFalse(covered(day, "2026-11-23T17:00:00Z"));
        assertFalse(covered(day, "2026-11-24T12:00:00Z"));
    }

    @Test
    void a_window_over_midnight_belongs_to_the_day_on_which_it_starts() {
        Right.Window night = new Right.Window(SUNDAY, 18 * 60, 8 * 60);
        assertFalse(covered(night, "2026-11-22T06:00:00Z")); // Sunday morning is Saturday's night
        assertTrue(covered(night, "2026-11-22T17:00:00Z"));
        assertTrue(covered(night, "2026-11-23T06:59:00Z")); // Monday morning
        assertFalse(covered(night, "2026-11-23T07:00:00Z"));
    }

    @Test
    void a_window_that_ends_as_it_starts_is_a_day_long() {
        Right.Window whole = new Right.Window(SATURDAY, 600, 600);
        assertFalse(covered(whole, "2026-11-21T08:59:00Z"));
        assertTrue(covered(whole, "2026-11-21T09:00:00Z"));
        assertTrue(covered(whole, "2026-11-22T08:59:00Z"));
        assertFalse(covered(whole, "2026-11-22T09:00:00Z"));
    }

    @Test
    void a_window_may_run_to_the_end_of_the_day() {
        Right.Window day = new Right.Window(SUNDAY, 0, 1440);
        assertTrue(covered(day, "2026-11-22T22:59:59Z"));
        assertFalse(covered(day, "2026-11-22T23:00:00Z"));
    }

    @Test
    void no_window_covers_all_and_one_of_several_is_enough() {
        LocalMoment noon = new LocalMoment(3, 720);
        assertTrue(Windows.cover(List.of(), noon));
        assertTrue(Windows.cover(List.of(new Right.Window(0, 0, 1440), new Right.Window(EVERY_DAY, 700, 730)), noon));
        assertFalse(Windows.cover(List.of(new Right.Window(0, 0, 1440)), noon));
    }

    /** Berlin, 29 March 2026: 02:00 becomes 03:00. */
    @Test
    void an_hour_that_the_clock_skips_is_covered_by_nothing() {
        Right.Window skipped = new Right.Window(SUNDAY, 2 * 60, 3 * 60);
        assertFalse(covered(skipped, "2026-03-29T00:59:59Z")); // 01:59:59
        assertFalse(covered(skipped, "2026-03-29T01:00:00Z")); // 03:00
        assertTrue(covered(new Right.Window(SUNDAY, 3 * 60, 4 * 60), "2026-03-29T01:00:00Z"));
    }

    /** Berlin, 25 October 2026: 03:00 becomes 02:00. */
    @Test
    void an_hour_that_the_clock_repeats_is_covered_twice() {
        Right.Window repeated = new Right.Window(SUNDAY, 2 * 60, 3 * 60);
        assertFalse(covered(repeated, "2026-10-24T23:59:59Z")); // 01:59:59
        assertTrue(covered(repeated, "2026-10-25T00:00:00Z")); // 02:00, summer time
        assertTrue(covered(repeated, "2026-10-25T01:59:59Z")); // 02:59:59, winter time
        assertFalse(covered(repeated, "2026-10-25T02:00:00Z")); // 03:00
    }

    @Test
    void the_night_of_a_change_ends_by_the_wall_clock() {
        Right.Window night = new Right.Window(SATURDAY, 22 * 60, 6 * 60);
        assertTrue(covered(night, "2026-03-29T03:59:59Z")); // 05:59:59, seven hours after 22:00
        assertFalse(covered(night, "2026-03-29T04:00:00Z"));
        assertTrue(covered(night, "2026-10-25T04:59:59Z")); // 05:59:59, nine hours after 22:00
        assertFalse(covered(night, "2026-10-25T05:00:00Z"));
    }
}
