package parkgate.core.access;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A moment on the wall clock of a lot, as recurring windows see it. The Redis function is handed these two numbers: it
 * knows no time zones.
 *
 * @param weekday 1 Monday … 7 Sunday (ISO 8601)
 * @param minute of the day as the wall clock shows it, 0 to 1439; an hour that a DST change repeats comes twice
 */
public record LocalMoment(int weekday, int minute) {
    public LocalMoment {
        if (weekday < 1 || weekday > 7 || minute < 0 || minute > 1439) {
            throw new IllegalArgumentException("weekday 1 to 7 and minute 0 to 1439 are expected");
        }
    }

    /** What the wall clock shows in {@code zone} at {@code instant}. */
    public static LocalMoment of(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        return new LocalMoment(local.getDayOfWeek().getValue(), local.getHour() * 60 + local.getMinute());
    }
}
