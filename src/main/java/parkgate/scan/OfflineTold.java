package parkgate.scan;

import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;

/**
 * A scan that a lane decided by itself, as it tells of it.
 *
 * @param scan with the lane's time and counter
 * @param granted what the lane decided
 * @param reason the lane's own word for it
 * @param direction null: the lane has one only
 * @param backedOut the lane opened and saw that the car did not pass
 */
record OfflineTold(
        Scan scan, boolean granted, String reason, @Nullable Direction direction, boolean backedOut) {

    /** When the lane says it was, unix milliseconds. */
    long eventMs() {
        Long told = scan.eventMs();
        return told == null ? 0 : told;
    }

    /** The lane's own counter. */
    long deviceSeq() {
        Long told = scan.deviceSeq();
        return told == null ? 0 : told;
    }
}
