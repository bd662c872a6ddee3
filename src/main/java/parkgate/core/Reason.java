package parkgate.core;

/**
 * Why a scan was answered as it was: {@link #OK} for a grant, else one denial reason. The names stand in the API, the
 * metrics and the records, so they never change. After the AccessEvent of BACnet (ASHRAE 135, clause 12.32).
 */
public enum Reason {
    OK,
    MALFORMED,
    BAD_SIGNATURE,
    UNKNOWN_CREDENTIAL,
    NOT_YET_ACTIVE,
    EXPIRED,
    REVOKED,
    REPLACED,
    STALE_CODE,
    REPLAYED,
    ASSURANCE_TOO_LOW,
    NO_RIGHT_HERE,
    LANE_NOT_ALLOWED,
    OUT_OF_TIME_RANGE,
    PASSBACK,
    NO_OPEN_SESSION,
    LOT_FULL,
    POOL_FULL,
    LOT_CLOSED,
    PAYMENT_REQUIRED,
    PLATE_MISMATCH,
    NO_VEHICLE_PRESENT,
    LOCKED_OUT,
    USED_UP,
    INSIDE_ELSEWHERE,
    NOT_RECORDABLE
}
