package parkgate.faults;

import java.time.Instant;
import parkgate.gatesim.code.Carried;
import parkgate.gatesim.code.Rotating;

/**
 * A car and what its driver shows.
 *
 * @param credential its id, which is its root too: nothing is re-issued in a run
 * @param codeClass S, T or D
 */
record Car(String credential, String codeClass, Carried carried) {
    /** The code as it stands there now. */
    Shown show(Instant now) {
        long step = carried instanceof Rotating rotating ? rotating.step(now) : -1;
        return new Shown(carried.show(now), step);
    }

    /**
     * A picture of the code.
     *
     * @param step -1 for a code that has none
     */
    record Shown(String text, long step) {}
}
