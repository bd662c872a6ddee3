package parkgate.right;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Right;

/**
 * A right as it was given to a credential. It hangs on the first credential of a chain of re-issues, so that a re-issue
 * hands it over.
 *
 * @param credentialId the newest credential of the chain
 * @param terms what may be changed later
 * @param version of the change log; its ETag
 */
record AssignedRight(UUID id, String credentialId, String placeId, Terms terms, long version, Instant createdAt) {

    /**
     * What a right allows. RESERVATION and STAFF are kept like PERMIT and VISITOR; only a lot's CLOSED status tells STAFF
     * apart.
     *
     * @param from the first moment it covers; null: always
     * @param until the first moment it no longer covers; null: for ever
     * @param windows when it counts, in the lot's local time; none: always
     * @param poolId a pool of the lot that the right names
     * @param offline whether it opens a lane that can ask nobody
     */
    record Terms(
            Right.Type type,
            @Nullable Instant from,
            @Nullable Instant until,
            List<Right.Window> windows,
            @Nullable String poolId,
            OfflinePolicy offline) {
        Terms {
            windows = List.copyOf(windows);
        }
    }
}
