package parkgate.faults;

import java.util.List;
import java.util.Map;

/**
 * A lot of the run and its rules, which stay as they are.
 *
 * @param capacity -1 for none
 * @param fullSoft holders of a right are admitted beyond it, and flagged
 * @param passback HARD, SOFT or OFF
 * @param transients admitted without a right
 * @param refusesUnknownExit an exit without a session is refused
 * @param passageSeconds how long a grant waits for its passage
 */
record Lot(
        String id,
        int capacity,
        boolean fullSoft,
        String passback,
        boolean transients,
        boolean refusesUnknownExit,
        int passageSeconds,
        Map<String, Pool> pools,
        List<Lane> lanes) {

    /** Spaces of a pool; policy HARD, SOFT or CHARGE. */
    record Pool(int spaces, String policy) {}

    /**
     * A lane.
     *
     * @param direction ENTRY, EXIT or REVERSIBLE
     * @param loop its passages are reported
     * @param key the lane's key
     */
    record Lane(String id, String lotId, String direction, boolean loop, String key) {
        boolean letsIn() {
            return !direction.equals("EXIT");
        }

        boolean letsOut() {
            return !direction.equals("ENTRY");
        }
    }

    List<Lane> entries() {
        return lanes.stream().filter(Lane::letsIn).toList();
    }

    List<Lane> exits() {
        return lanes.stream().filter(Lane::letsOut).toList();
    }
}
