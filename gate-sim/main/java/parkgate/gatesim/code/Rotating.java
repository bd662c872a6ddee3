package parkgate.gatesim.code;

import java.time.Instant;

/** What shows another text each period: a picture of it is soon worth nothing. */
public sealed interface Rotating extends Carried permits Phone, Wallet {
    /** The number of the period that this moment lies in. */
    long step(Instant now);

    /** The first moment of a period. */
    Instant startOf(long step);

    /** For so many periods more than the window has, a service that has learned this one's drift may take a code. */
    int mostDrift();
}
