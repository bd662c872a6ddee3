package parkgate.gatesim.lane;

import parkgate.core.Reason;
import parkgate.core.access.Direction;

/** What a display says when the lane decides by itself. */
final class Words {
    private Words() {}

    static String line1(boolean granted, Direction direction) {
        return !granted ? "Sorry" : direction == Direction.ENTRY ? "Welcome" : "Goodbye";
    }

    static String line2(Reason reason, Direction direction) {
        return switch (reason) {
            case OK -> direction == Direction.ENTRY ? "Please drive in" : "Drive safely";
            case MALFORMED -> "This is not a parking code";
            case BAD_SIGNATURE -> "This code is not genuine";
            case EXPIRED -> "This code has expired";
            case NOT_YET_ACTIVE -> "This code is not valid yet";
            case REVOKED -> "This code was withdrawn";
            case STALE_CODE -> "Please show the current code";
            case REPLAYED -> "This code was just used";
            case ASSURANCE_TOO_LOW -> "Please use the app here";
            case OUT_OF_TIME_RANGE -> "Not valid at this time";
            case PASSBACK -> "This code is already inside";
            case LOT_FULL -> "The lot is full";
            case LOT_CLOSED -> "The lot is closed";
            case NO_VEHICLE_PRESENT -> "Please drive up to the gate";
            default -> "No network now, please call";
        };
    }
}
