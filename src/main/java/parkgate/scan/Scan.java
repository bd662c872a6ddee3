package parkgate.scan;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One code read at a lane, as the lane reports it.
 *
 * @param scanId the lane's own, the same when it repeats itself
 * @param code any text
 * @param vehiclePresent what the loop says; null when the lane has none
 * @param eventMs when the lane read it, unix milliseconds; null when it did not say
 * @param deviceSeq the lane's own counter; null when it did not say
 */
record Scan(
        UUID scanId,
        String code,
        @Nullable Boolean vehiclePresent,
        @Nullable String plate,
        @Nullable Long eventMs,
        @Nullable Long deviceSeq) {

    /** The same with the code that was read for it. */
    Scan withCode(String read) {
        return new Scan(scanId, read, vehiclePresent, plate, eventMs, deviceSeq);
    }
}
