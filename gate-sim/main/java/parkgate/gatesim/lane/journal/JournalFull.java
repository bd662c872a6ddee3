package parkgate.gatesim.lane.journal;

import java.io.IOException;

/** The journal takes no more of this kind: it is at its bound. */
public final class JournalFull extends IOException {
    JournalFull(int bound) {
        super("the journal holds " + bound + " events");
    }
}
