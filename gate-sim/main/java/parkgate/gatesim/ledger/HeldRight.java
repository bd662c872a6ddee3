package parkgate.gatesim.ledger;

import java.time.Instant;
import java.util.Set;

/**
 * A driver's right, as far as an answer depends on it.
 *
 * @param lots where it counts; none for a driver without a right
 * @param from the first moment it covers
 * @param until the first moment it no longer covers
 * @param inWindow whether its recurring window, if it has one, covers the run
 */
public record HeldRight(Set<String> lots, Instant from, Instant until, boolean inWindow) {
    /** Of a driver without a right. */
    public static final HeldRight NONE = new HeldRight(Set.of(), Instant.MIN, Instant.MAX, true);

    public HeldRight {
        lots = Set.copyOf(lots);
    }
}
