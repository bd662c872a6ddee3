package parkgate.occupancy;

import java.util.Locale;
import java.util.Optional;
import parkgate.postgres.Change;

/** That something else than its count changed at a lot: who runs it is told so, and asks for what is new. */
enum Notice {
    /** Somebody asked something, or was answered. */
    MESSAGE,
    /** An alarm began or ended. */
    ALARM;

    /** What a change says to who runs the lot; empty: nothing. */
    static Optional<Notice> of(Change.Kind kind) {
        return switch (kind) {
            case MESSAGE -> Optional.of(MESSAGE);
            case ALARM -> Optional.of(ALARM);
            default -> Optional.empty();
        };
    }

    /** The event's name on the wire. */
    String event() {
        return name().toLowerCase(Locale.ROOT);
    }
}
