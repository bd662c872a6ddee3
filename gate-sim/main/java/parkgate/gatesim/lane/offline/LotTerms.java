package parkgate.gatesim.lane.offline;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;

/**
 * The rules of the lot that a lane needs.
 *
 * @param attendant a revoked code calls an attendant at the exit
 * @param capacity null where the lot has none
 * @param soft holders of a right come in beyond capacity
 */
record LotTerms(
        ZoneId zone,
        Status status,
        boolean passbackHard,
        CodeClass minAssurance,
        boolean admitTransients,
        boolean attendant,
        @Nullable Integer capacity,
        boolean soft,
        StalePack stalePack) {
    enum Status {
        OPEN,
        FULL,
        CLOSED,
        CLOSED_TO_ALL
    }

    /** What the lane does with entries once its pack is stale. */
    enum StalePack {
        ALWAYS_RIGHTS,
        AS_FRESH,
        NO_ENTRY
    }

    /** Nobody is let in beyond the capacity. */
    boolean bounded() {
        return capacity != null && !soft;
    }
}
