package parkgate.gatesim.lane.offline;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A recurring window of local wall-clock time. One that ends at or before its start runs into the next day; its days name
 * the day on which it starts.
 *
 * @param days bit 0 Monday … bit 6 Sunday
 * @param fromMinute 0 to 1439, first minute covered
 * @param toMinute 0 to 1440, first minute no longer covered
 */
record Window(int days, int fromMinute, int toMinute) {
    boolean covers(Instant moment, ZoneId zone) {
        ZonedDateTime local = moment.atZone(zone);
        int weekday = local.getDayOfWeek().getValue();
        int minute = local.getHour() * 60 + local.getMinute();
        boolean today = startsOn(weekday);
        if (fromMinute < toMinute) {
            return today && fromMinute <= minute && minute < toMinute;
        }
        boolean yesterday = startsOn(weekday == 1 ? 7 : weekday - 1);
        return (today && fromMinute <= minute) || (yesterday && minute < toMinute);
    }

    private boolean startsOn(int weekday) {
        return (days >> (weekday - 1) & 1) == 1;
    }
}
