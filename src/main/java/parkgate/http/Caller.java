package parkgate.http;

import org.jspecify.annotations.Nullable;

/**
 * Whose key a request carries.
 *
 * @param keyId public part of the key; stands in logs and records
 * @param laneId the lane of a {@link KeyKind#LANE} key, else null
 * @param lotId the lot of that lane, else null
 * @param placeId the top of the subtree that an ops or api key is bound to, else null
 * @param operatorId the operator that an ops or api key is bound to, else null
 */
public record Caller(
        String keyId,
        KeyKind kind,
        @Nullable String laneId,
        @Nullable String lotId,
        @Nullable String placeId,
        @Nullable String operatorId) {

    /** A lane's key. */
    public static Caller lane(String keyId, String laneId, String lotId) {
        return new Caller(keyId, KeyKind.LANE, laneId, lotId, null, null);
    }

    /** A key for everything. */
    public static Caller admin(String keyId) {
        return new Caller(keyId, KeyKind.ADMIN, null, null, null, null);
    }
}
