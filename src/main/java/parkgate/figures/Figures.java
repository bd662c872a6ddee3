package parkgate.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parkgate.figures.PgFigures.Course;
import parkgate.figures.PgFigures.Moved;
import parkgate.figures.PgFigures.Refused;
import parkgate.figures.PgFigures.Stays;

/**
 * What the events of some days add up to: by the hours of the place, however long its days are.
 *
 * @param hours every hour of the days
 * @param occupancy from the first moment to the last, both in it
 * @param refusals most first
 */
record Figures(List<Hour> hours, List<Point> occupancy, Stays stays, List<ByReason> refusals) {
    private static final int QUARTER_S = 900;
    private static final Duration QUARTER = Duration.ofSeconds(QUARTER_S);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Up to so many days the count is shown by quarters of an hour. */
    private static final int DAYS_BY_QUARTERS = 2;

    record Hour(ZonedDateTime start, long entries, long exits, long refusals) {}

    /**
     * A count at a moment.
     *
     * @param count null: it is still ahead
     * @param lastWeek 7 days earlier at the same time of day; null: not asked for, or not known
     */
    record Point(
            ZonedDateTime at,
            @Nullable Long count,
            @Nullable Long lastWeek) {}

    record ByReason(String reason, long count) {}

    /**
     * Adds it up.
     *
     * @param lastWeek null: not asked for
     */
    static Figures of(
            Days days,
            Instant now,
            Map<Long, Moved> moves,
            Course course,
            @Nullable Course lastWeek,
            Stays stays,
            List<Refused> refused) {
        return new Figures(hours(days, moves, refused), points(days, now, course, lastWeek), stays, byReason(refused));
    }

    private static List<Hour> hours(Days days, Map<Long, Moved> moves, List<Refused> refused) {
        Map<Long, Long> refusals = new LinkedHashMap<>();
        refused.forEach(one -> refusals.merge(one.quarter(), one.count(), Long::sum));
        List<Hour> hours = new ArrayList<>();
        long end = quarter(days.end());
        for (ZonedDateTime start : days.every(HOUR)) {
            long entries = 0;
            long exits = 0;
            long denied = 0;
            long from = quarter(start);
            for (long each = from; each < Math.min(end, from + HOUR.toSeconds() / QUARTER_S); each++) {
                Moved moved = moves.getOrDefault(each, new Moved(0, 0));
                entries += moved.entries();
                exits += moved.exits();
                denied += refusals.getOrDefault(each, 0L);
            }
            hours.add(new Hour(start, entries, exits, denied));
        }
        return hours;
    }

    private static List<Point> points(Days days, Instant now, Course course, @Nullable Course lastWeek) {
        Duration step = days.count() <= DAYS_BY_QUARTERS ? QUARTER : HOUR;
        List<ZonedDateTime> moments = new ArrayList<>(days.every(step));
        moments.add(days.end());
        TreeMap<Long, Long> counts = running(course, 0);
        TreeMap<Long, Long> before = lastWeek == null ? new TreeMap<>() : running(lastWeek, null);
        return moments.stream()
                .map(at -> new Point(
                        at,
                        at.toInstant().isAfter(now) ? null : at(counts, at),
                        at(before, at.toLocalDateTime().minusWeeks(1).atZone(days.zone()))))
                .toList();
    }

    /** The count at the end of each quarter in which it changed. */
    private static TreeMap<Long, Long> running(Course course, @Nullable Integer unknown) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        Long before = course.before();
        if (before != null) {
            counts.put(Long.MIN_VALUE, before);
        } else if (unknown != null) {
            counts.put(Long.MIN_VALUE, unknown.longValue());
        }
        long count = before == null ? 0 : before;
        for (Map.Entry<Long, Long> change : course.changes().entrySet()) {
            count += change.getValue();
            counts.put(change.getKey(), count);
        }
        return counts;
    }

    private static @Nullable Long at(TreeMap<Long, Long> counts, ZonedDateTime moment) {
        Map.Entry<Long, Long> last = counts.lowerEntry(quarter(moment));
        return last == null ? null : last.getValue();
    }

    private static long quarter(ZonedDateTime moment) {
        return Math.floorDiv(moment.toEpochSecond(), (long) QUARTER_S);
    }

    private static List<ByReason> byReason(List<Refused> refused) {
        Map<String, Long> counts = new TreeMap<>();
        refused.forEach(one -> counts.merge(one.reason(), one.count(), Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new ByReason(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(ByReason::count).reversed())
                .toList();
    }
}
