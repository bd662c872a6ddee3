package parkgate.figures;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Problem;

/**
 * Whole days in a place's time zone, each as long as it is there: 23 or 25 hours where the clock changes.
 *
 * @param from the first
 * @param to the last, in it
 */
record Days(ZoneId zone, LocalDate from, LocalDate to) {
    /** More in one answer would read too much. */
    static final int MOST = 31;

    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2199, 12, 31);

    /**
     * From the parameters {@code from} and {@code to}.
     *
     * @param back how many days before today it begins when {@code from} is not sent
     * @param most days
     * @throws Problem 422, when one of them is no day, or they are in the wrong order or too far apart
     */
    static Days of(Call call, ZoneId zone, Instant now, int back, int most) {
        LocalDate to = read("to", call.query("to"), LocalDate.ofInstant(now, zone));
        LocalDate from = read("from", call.query("from"), to.minusDays(back));
        if (from.isAfter(to)) {
            throw Problem.invalid("from", "is after to");
        }
        Days days = new Days(zone, from, to);
        if (days.count() > most) {
            throw Problem.invalid("from", "at most " + most + " days can be asked for at once");
        }
        return days;
    }

    private static LocalDate read(String name, @Nullable String text, LocalDate otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (!day.isBefore(FIRST) && !day.isAfter(LAST)) {
                return day;
            }
        } catch (DateTimeException notADay) {
            // Said below, as for a day out of range.
        }
        throw Problem.invalid(name, "is not a day such as 2026-11-23, from 2000 on");
    }

    int count() {
        return (int) ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** The first moment. */
    ZonedDateTime start() {
        return from.atStartOfDay(zone);
    }

    /** The first moment after them. */
    ZonedDateTime end() {
        return to.plusDays(1).atStartOfDay(zone);
    }

    /** The same days of the week before. */
    Days weekBefore() {
        return new Days(zone, from.minusWeeks(1), to.minusWeeks(1));
    }

    /** Where each begins, and behind them where the last one ends. */
    List<ZonedDateTime> bounds() {
        return Stream.iterate(from, day -> day.plusDays(1))
                .limit(count() + 1L)
                .map(day -> day.atStartOfDay(zone))
                .toList();
    }

    /** The moments from the start on, so far apart, up to but without the end. */
    List<ZonedDateTime> every(Duration step) {
        ZonedDateTime end = end();
        return Stream.iterate(start(), at -> at.isBefore(end), at -> at.plus(step))
                .toList();
    }

    /** As PostgreSQL takes it. */
    static OffsetDateTime utc(ZonedDateTime moment) {
        return moment.toInstant().atOffset(ZoneOffset.UTC);
    }
}
