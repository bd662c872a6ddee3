package parkgate.gatesim.lane.offline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A right of the pack.
 *
 * @param until the first moment it no longer covers; {@link Instant#MAX} when it does not end
 * @param windows when it counts in the lot's local time; none: always
 */
record PackRight(boolean staff, Instant from, Instant until, List<Window> windows, OfflinePolicy policy) {
    PackRight {
        windows = List.copyOf(windows);
    }

    /** Whether a right admits while the lane decides by itself. */
    enum OfflinePolicy {
        /** Also when the pack is stale. */
        ALWAYS,
        /** While the pack is fresh. */
        CACHED,
        NEVER
    }

    boolean covers(Instant moment, ZoneId zone) {
        return !moment.isBefore(from)
                && moment.isBefore(until)
                && (windows.isEmpty() || windows.stream().anyMatch(window -> window.covers(moment, zone)));
    }
}
