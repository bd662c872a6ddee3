package parkgate.core.access;

import java.util.List;

/** Whether a right's recurring windows cover a moment. */
final class Windows {
    private Windows() {}

    /** No windows: always. */
    static boolean cover(List<Right.Window> windows, LocalMoment at) {
        return windows.isEmpty() || windows.stream().anyMatch(window -> covers(window, at));
    }

    private static boolean covers(Right.Window window, LocalMoment at) {
        boolean startsToday = startsOn(window, at.weekday());
        if (window.fromMinute() < window.toMinute()) {
            return startsToday && window.fromMinute() <= at.minute() && at.minute() < window.toMinute();
        }
        boolean startedYesterday = startsOn(window, at.weekday() == 1 ? 7 : at.weekday() - 1);
        return (startsToday && window.fromMinute() <= at.minute())
                || (startedYesterday && at.minute() < window.toMinute());
    }

    private static boolean startsOn(Right.Window window, int weekday) {
        return ((window.days() >> (weekday - 1)) & 1) == 1;
    }
}
