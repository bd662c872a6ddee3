package parkgate.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alarm that is to be raised or cleared.
 *
 * @param detail null: it is to be cleared
 */
record AlarmChange(Key key, Instant at, @Nullable String detail) {
    /** What names an alarm while it is open. */
    record Key(
            AlarmKind kind,
            @Nullable String placeId,
            @Nullable String laneId) {}

    boolean raises() {
        return detail != null;
    }
}
