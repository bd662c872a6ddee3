package parkgate.place;

import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.access.LotRules;

/**
 * A lot's rules that are to come into force together: those by which its gates decide, not whose it is or what it is called.
 *
 * @param capacity null: not limited
 * @param passageTimeoutS 1 to 3600
 */
record Announced(
        String lotId,
        @Nullable Integer capacity,
        LotRules.Status status,
        LotRules.Passback passback,
        CodeClass minAssurance,
        boolean admitTransients,
        LotRules.NoOpenSession noOpenSession,
        LotRules.RevokedExit revokedExit,
        LotRules.FullPolicy fullPolicy,
        StalePack stalePack,
        int passageTimeoutS) {}
