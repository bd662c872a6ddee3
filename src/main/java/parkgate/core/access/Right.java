package parkgate.core.access;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the holder may do at a lot, and when.
 *
 * @param fromMs the first moment it covers, unix milliseconds
 * @param untilMs the first moment it no longer covers; {@link Long#MAX_VALUE} when it does not end
 * @param windows when it counts in the lot's local time; none: always
 */
public record Right(
        UUID id,
        Type type,
        long fromMs,
        long untilMs,
        @Nullable String poolId,
        List<Window> windows) {

    public Right {
        windows = List.copyOf(windows);
    }

    public enum Type {
        PERMIT,
        RESERVATION,
        VISITOR,
        STAFF
    }

    /**
     * A recurring window of local wall-clock time. One that ends at or before its start runs into the next day; its
     * {@code days} name the day on which it starts. By wall clock, so an hour that a DST change repeats is covered
     * twice and one that it skips is covered by nothing.
     *
     * @param days bit 0 Monday … bit 6 Sunday
     * @param fromMinute 0 to 1439, first minute covered
     * @param toMinute 0 to 1440, first minute no longer covered
     */
    public record Window(int days, int fromMinute, int toMinute) {}
}
