package parkgate.gatesim.lane.offline;

import java.time.Instant;
import parkgate.core.access.Direction;

/**
 * What a lane remembers of one credential that it let through last.
 *
 * @param decision of the grant: the service's decisionId, or the scanId of one decided here
 * @param waiting the barrier opened, and nobody has seen the car pass yet
 * @param step of the code, below zero where it has none
 * @param at when it was granted
 */
public record Seen(String decision, Direction direction, boolean waiting, long step, Instant at) {
    /** The same, once the car has passed. */
    public Seen passed() {
        return new Seen(decision, direction, false, step, at);
    }
}
