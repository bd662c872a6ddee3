package parkgate.gatesim.code;

import java.time.Instant;

/** What a driver carries to show at a gate. */
public sealed interface Carried permits Rotating, Paper {
    /** The text of the code as it stands there at this moment. */
    String show(Instant now);
}
