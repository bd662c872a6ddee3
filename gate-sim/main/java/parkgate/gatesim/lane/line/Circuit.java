package parkgate.gatesim.lane.line;

/**
 * Whether a lane asks the service at all. One scan that got no answer opens the circuit: the drivers behind it are decided
 * for here at once, and nobody waits for a time-out again. After a while, which doubles from {@value #FIRST_MS} ms to
 * {@value #LONGEST_MS} ms as long as it goes on, a request that nobody waits for tries (half open); when that is answered and the
 * journal is uploaded, scans are asked again, and the first that is answered ends the doubling. Times are the caller's
 * milliseconds, of any clock that does not jump.
 */
public final class Circuit {
    static final long FIRST_MS = 1_000;
    static final long LONGEST_MS = 30_000;

    private final boolean opens;
    private boolean closed;
    private long waitMs = FIRST_MS;
    private long openedAt;
    private boolean everTried;

    /** A circuit that is open until a first request was answered. */
    public Circuit() {
        this(true);
    }

    private Circuit(boolean opens) {
        this.opens = opens;
        this.closed = !opens;
    }

    /** A circuit that never opens: each scan is asked, for as long as it takes. */
    public static Circuit alwaysAsking() {
        return new Circuit(false);
    }

    /** Scans are asked. */
    public synchronized boolean asks() {
        return closed;
    }

    /** Somebody got no answer. */
    public synchronized void failed(long nowMs) {
        if (closed) {
            closed = !opens;
        } else if (everTried) {
            waitMs = Math.min(waitMs * 2, LONGEST_MS);
        }
        everTried = true;
        openedAt = nowMs;
    }

    /** A scan was answered. */
    public synchronized void answered() {
        waitMs = FIRST_MS;
    }

    /** It is time to try, half open. */
    public synchronized boolean isTrying(long nowMs) {
        return !closed && (!everTried || nowMs - openedAt >= waitMs);
    }

    /** The try was answered, and the service knows all that happened meanwhile. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            everTried = true;
            // Until a scan is answered: a service that greets but does not decide is left alone for longer and longer.
            waitMs = Math.min(waitMs * 2, LONGEST_MS);
        }
    }
}
