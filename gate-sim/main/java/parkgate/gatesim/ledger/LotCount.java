package parkgate.gatesim.ledger;

import java.util.HashSet;
import java.util.Set;

/**
 * How many cars the service can have counted at a lot, as two bounds: while a request is on its way, nobody outside
 * knows whether it has been decided. Whoever scans watches the bounds from sending to answer, and so knows whether "full"
 * was possible, or the only right answer.
 */
public final class LotCount {
    private final Set<Watch> watches = new HashSet<>();
    private long least;
    private long most;

    public LotCount(long atStart) {
        least = atStart;
        most = atStart;
    }

    /** Moves the bounds. */
    public synchronized void add(long toLeast, long toMost) {
        least += toLeast;
        most += toMost;
        watches.forEach(watch -> watch.see(least, most));
    }

    /** Begins to watch. */
    public synchronized Watch watch() {
        Watch watch = new Watch(least, most);
        watches.add(watch);
        return watch;
    }

    /** Ends a watch: what it saw is then fixed. */
    public synchronized void end(Watch watch) {
        watches.remove(watch);
    }

    /** The lowest and the highest count that was possible while it watched. */
    public static final class Watch {
        private long lowest;
        private long highest;

        private Watch(long least, long most) {
            lowest = least;
            highest = most;
        }

        private void see(long least, long most) {
            lowest = Math.min(lowest, least);
            highest = Math.max(highest, most);
        }

        public long lowest() {
            return lowest;
        }

        public long highest() {
            return highest;
        }
    }
}
