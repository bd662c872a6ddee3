package parkgate.occupancy;

import org.jspecify.annotations.Nullable;

/** A lot's value as one round read it. Written out when the first viewer needs it, once for all. */
final class Event {
    private final Lot lot;
    private final Occupancy value;
    private final long readAtMs;
    private final boolean changed;
    private @Nullable String text; // Two threads may both write it out: they write the same.

    /**
     * A value.
     *
     * @param changed whether it differs from the round before
     */
    Event(Lot lot, Occupancy value, long readAtMs, boolean changed) {
        this.lot = lot;
        this.value = value;
        this.readAtMs = readAtMs;
        this.changed = changed;
    }

    boolean changed() {
        return changed;
    }

    /** As it is sent. */
    String text() {
        String written = text;
        if (written == null) {
            written = EventText.occupancy(lot, value, readAtMs);
            text = written;
        }
        return written;
    }
}
