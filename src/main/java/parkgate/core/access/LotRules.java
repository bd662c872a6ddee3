package parkgate.core.access;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import parkgate.core.CodeClass;

/**
 * What a lot's operator has set, as the scan needs it. Everything here travels to the lot's head with its version; the
 * head keeps the highest.
 *
 * @param lotId the lot
 * @param placeIds the lot and all that it lies in (district, city): where a right may be given to count here
 * @param operatorId who runs it; empty when nobody is named
 * @param zone the lot's time zone, in which recurring windows are meant
 * @param version of the change log, of the newest change to the lot, its pools, or a place that it lies in
 * @param capacity spaces; {@link #UNLIMITED} when not set
 * @param fullPolicy HARD: nobody beyond capacity; SOFT: holders of a right are admitted and flagged
 * @param passageTimeoutMs how long a grant waits for its passage
 * @param pools by id
 */
public record LotRules(
        String lotId,
        List<String> placeIds,
        String operatorId,
        ZoneId zone,
        long version,
        int capacity,
        Status status,
        Passback passback,
        CodeClass minAssurance,
        boolean admitTransients,
        NoOpenSession noOpenSession,
        RevokedExit revokedExit,
        FullPolicy fullPolicy,
        long passageTimeoutMs,
        Map<String, Pool> pools) {

    /** The capacity of a lot for which none is set. */
    public static final int UNLIMITED = -1;

    public LotRules {
        placeIds = List.copyOf(placeIds);
        pools = Map.copyOf(pools);
    }

    /** Set by hand or schedule. */
    public enum Status {
        OPEN,
        /** Transients are refused, holders of a right are admitted while there is room. */
        FULL,
        /** Nobody enters but {@link Right.Type#STAFF}; everybody may leave. */
        CLOSED,
        /** Nobody enters; everybody may leave. */
        CLOSED_TO_ALL
    }

    /** What a second entry without an exit is answered. A class S code has one open session whatever this says. */
    public enum Passback {
        OFF,
        SOFT,
        HARD
    }

    public enum NoOpenSession {
        OPEN_AND_FLAG,
        REFUSE
    }

    public enum RevokedExit {
        OPEN_AND_FLAG,
        CALL_ATTENDANT
    }

    public enum FullPolicy {
        HARD,
        SOFT
    }

    /** N rights share {@code spaces} spaces: HARD refuses one more, SOFT admits and flags, CHARGE admits as a transient. */
    public record Pool(String id, int spaces, Policy policy) {
        public enum Policy {
            HARD,
            SOFT,
            CHARGE
        }
    }
}
