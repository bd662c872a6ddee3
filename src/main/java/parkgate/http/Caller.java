package parkgate.http;

import org.jspecify.annotations.Nullable;

/**
 * Whose key a request carries, or who has signed in.
 *
 * @param keyId public part of the key, or the person's staffId; stands in logs and records
 * @param laneId the lane of a {@link KeyKind#LANE} key, else null
 * @param lotId the lot of that lane, else null
 * @param placeId the top of the subtree that an ops or api key is bound to, else null
 * @param operatorId the operator that an ops or api key is bound to, else null
 * @param role of a person who has signed in, who stands for an ops key of the same binding; null: a key
 */
public record Caller(
        String keyId,
        KeyKind kind,
        @Nullable String laneId,
        @Nullable String lotId,
        @Nullable String placeId,
        @Nullable String operatorId,
        @Nullable Role role) {

    /** A key's. */
    public Caller(
            String keyId,
            KeyKind kind,
            @Nullable String laneId,
            @Nullable String lotId,
            @Nullable String placeId,
            @Nullable String operatorId) {
        this(keyId, kind, laneId, lotId, placeId, operatorId, null);
    }

    /** A person who has signed in, bound to a place's subtree or to an operator. */
    public static Caller person(String staffId, Role role, @Nullable String placeId, @Nullable String operatorId) {
        return new Caller(staffId, KeyKind.OPS, null, null, placeId, operatorId, role);
    }

    /** A lane's key. */
    public static Caller lane(String keyId, String laneId, String lotId) {
        return new Caller(keyId, KeyKind.LANE, laneId, lotId, null, null);
    }

    /** A key for everything. */
    public static Caller admin(String keyId) {
        return new Caller(keyId, KeyKind.ADMIN, null, null, null, null);
    }
}
