package parkgate.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import parkgate.figures.Figures.Hour;
import parkgate.figures.Figures.Point;
import parkgate.figures.PgFigures.Course;
import parkgate.figures.PgFigures.Moved;
import parkgate.figures.PgFigures.Refused;
import parkgate.figures.PgFigures.Stays;
import parkgate.figures.PgHealth.Lane;
import parkgate.figures.PgHealth.Silence;

/** What figures make of what was read: days as the place has them, files that compute nothing. */
class FiguresTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant LATER = Instant.parse("2026-12-31T00:00:00Z");
    private static final Stays NO_STAYS = new Stays(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), null);

    private static Days day(String day) {
        return new Days(BERLIN, LocalDate.parse(day), LocalDate.parse(day));
    }

    private static long quarter(String moment) {
        return Instant.parse(moment).getEpochSecond() / 900;
    }

    private static Figures figures(Days days, Instant now, Map<Long, Moved> moves, Course course, Course lastWeek) {
        return Figures.of(days, now, moves, course, lastWeek, NO_STAYS, List.of());
    }

    private static Course course(Long before, Map<Long, Long> changes) {
        return new Course(before, new TreeMap<>(changes));
    }

    @Test
    void a_day_has_as_many_hours_as_the_place_gives_it() {
        Course none = course(null, Map.of());
        assertEquals(
                24,
                figures(day("2026-06-01"), LATER, Map.of(), none, none).hours().size());
        assertEquals(
                23,
                figures(day("2026-03-29"), LATER, Map.of(), none, none).hours().size());
        assertEquals(
                25,
                figures(day("2026-10-25"), LATER, Map.of(), none, none).hours().size());
    }

    @Test
    void the_hour_that_comes_twice_is_counted_apart() {
        Map<Long, Moved> moves = Map.of(
                quarter("2026-10-25T00:30:00Z"), new Moved(1, 0),
                quarter("2026-10-25T01:30:00Z"), new Moved(0, 7),
                quarter("2026-10-25T01:45:00Z"), new Moved(2, 0));
        List<Hour> hours = figures(day("2026-10-25"), LATER, moves, course(null, Map.of()), course(null, Map.of()))
                .hours();
        assertEquals(
                "2026-10-25T02:00+02:00[Europe/Berlin]", hours.get(2).start().toString());
        assertEquals(
                "2026-10-25T02:00+01:00[Europe/Berlin]", hours.get(3).start().toString());
        assertEquals(1, hours.get(2).entries());
        assertEquals(2, hours.get(3).entries());
        assertEquals(7, hours.get(3).exits());
        assertEquals(3, hours.stream().mapToLong(Hour::entries).sum());
    }

    @Test
    void the_count_of_a_moment_is_what_happened_before_it() {
        Days day = day("2026-06-01"); // from 22:00 UTC of the day before
        Course course = course(10L, Map.of(quarter("2026-06-01T06:00:00Z"), 5L, quarter("2026-06-01T06:30:00Z"), -3L));
        List<Point> points = figures(
                        day, Instant.parse("2026-06-01T06:50:00Z"), Map.of(), course, course(null, Map.of()))
                .occupancy();
        assertEquals(97, points.size());
        assertEquals(10, points.get(0).count());
        assertEquals(10, points.get(32).count()); // 08:00 in Berlin
        assertEquals(15, points.get(33).count());
        assertEquals(15, points.get(34).count());
        assertEquals(12, points.get(35).count());
        assertNull(points.get(36).count(), "09:00 is still ahead");
    }

    @Test
    void the_week_before_is_compared_by_the_time_of_day_and_only_as_far_as_it_is_known() {
        Days day = day("2026-03-30"); // the clocks changed the day before
        Course lastWeek = course(null, Map.of(quarter("2026-03-23T07:00:00Z"), 4L)); // 08:00 in Berlin then
        List<Point> points =
                figures(day, LATER, Map.of(), course(null, Map.of()), lastWeek).occupancy();
        assertEquals(0, points.get(0).count());
        assertNull(points.get(32).lastWeek());
        assertEquals(4, points.get(33).lastWeek());
    }

    @Test
    void refusals_stand_by_reason_and_by_hour() {
        Days day = day("2026-06-01");
        List<Refused> refused = List.of(
                new Refused(quarter("2026-06-01T06:00:00Z"), "LOT_FULL", 2),
                new Refused(quarter("2026-06-01T06:15:00Z"), "PASSBACK", 5),
                new Refused(quarter("2026-06-01T07:15:00Z"), "LOT_FULL", 1));
        Figures figures = Figures.of(day, LATER, Map.of(), course(null, Map.of()), null, NO_STAYS, refused);
        assertEquals(
                List.of(new Figures.ByReason("PASSBACK", 5), new Figures.ByReason("LOT_FULL", 3)), figures.refusals());
        assertEquals(7, figures.hours().get(8).refusals());
        assertEquals(1, figures.hours().get(9).refusals());
    }

    @Test
    void no_cell_of_a_file_is_computed_and_none_breaks_out_of_its_line() {
        assertEquals("\"'=HYPERLINK(\"\"http://x\"\")\"", FiguresCsv.cell("=HYPERLINK(\"http://x\")"));
        for (String begin : List.of("+1", "-1", "@x", "\tx", "＝1", "|x")) {
            assertTrue(FiguresCsv.cell(begin).startsWith("\"'"), begin);
        }
        assertEquals("\"a, b\"", FiguresCsv.cell("a, b"));
        assertEquals("\"a\r\nb\"", FiguresCsv.cell("a\r\nb"));
        assertEquals("2026-06-01T08:00:00+02:00", FiguresCsv.cell("2026-06-01T08:00:00+02:00"));
        assertEquals("", FiguresCsv.cell(""));
    }

    @Test
    void a_file_has_its_head_line_and_one_line_for_each_row() {
        Days day = day("2026-10-25");
        Counted place = new Counted("lot", "=1+1", BERLIN, 10, false, List.of("lot"));
        String file = FiguresCsv.of(
                FiguresCsv.Table.HOURS,
                place,
                figures(day, LATER, Map.of(), course(null, Map.of()), course(null, Map.of())));
        List<String> lines = List.of(file.split("\r\n", -1));
        assertEquals("\uFEFFplaceId,name,start,entries,exits,refusals", lines.get(0));
        assertEquals("lot,\"'=1+1\",2026-10-25T00:00:00+02:00,0,0,0", lines.get(1));
        assertEquals(27, lines.size(), "a head, 25 hours, nothing after the last end of line");
    }

    @Test
    void a_lane_is_silent_for_as_long_as_it_was_on_that_day_and_known() {
        Instant start = Instant.parse("2026-06-01T00:00:00Z");
        Instant end = start.plus(Duration.ofDays(1));
        Instant now = start.plus(Duration.ofHours(20));
        List<Silence> silences = List.of(
                new Silence("one", start.minusSeconds(600), start.plusSeconds(600)),
                new Silence("other", start, end),
                new Silence("one", now.minusSeconds(60), null));
        LaneTime known = LaneTime.of(new Lane("one", start.minusSeconds(9_999)), silences, start, end, now);
        assertEquals(Duration.ofHours(20), known.observed());
        assertEquals(Duration.ofMinutes(11), known.silent());
        assertEquals(2, known.silences().size());
        LaneTime late = LaneTime.of(new Lane("one", start.plusSeconds(300)), silences, start, end, now);
        assertEquals(Duration.ofMinutes(6), late.silent());
        LaneTime never = LaneTime.of(new Lane("one", null), silences, start, end, now);
        assertEquals(Duration.ZERO, never.observed());
        assertEquals(List.of(), never.silences());
    }

    @Test
    void the_part_of_its_time_that_a_lane_was_up_is_a_number_from_its_first_moment_on() {
        Duration day = Duration.ofDays(1);
        assertNull(HealthJson.upFraction(Duration.ZERO, Duration.ZERO));
        assertEquals(1, HealthJson.upFraction(Duration.ofNanos(1_000), Duration.ZERO));
        assertEquals(0.75, HealthJson.upFraction(day, Duration.ofHours(6)));
        assertEquals(0.9999, HealthJson.upFraction(day, Duration.ofSeconds(1)));
        assertEquals(0, HealthJson.upFraction(day, day));
    }
}
