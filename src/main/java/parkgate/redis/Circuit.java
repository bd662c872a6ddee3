package parkgate.redis;

import java.util.function.LongSupplier;

/**
 * Whether one server is worth asking. It opens when a call timed out and nothing was heard since that call was sent: what
 * is asked next would wait as long, for nothing. While it is open calls fail at once, and {@link Circuits} asks the server
 * by itself until it answers.
 */
final class Circuit {
    private final LongSupplier nanos;
    private volatile long heardNanos;
    private volatile boolean open;

    /** @param nanos time that only goes forward, nanoseconds */
    Circuit(LongSupplier nanos) {
        this.nanos = nanos;
        this.heardNanos = nanos.getAsLong() - 1;
    }

    boolean isOpen() {
        return open;
    }

    /** The moment at which a call is sent, for {@link #timedOut}. */
    long sent() {
        return nanos.getAsLong();
    }

    /** The server said something, be it an error. */
    void heard() {
        heardNanos = nanos.getAsLong();
        open = false;
    }

    /** A call that was sent then got no answer in time; true when that opens the circuit now. */
    boolean timedOut(long sentNanos) {
        if (open || heardNanos - sentNanos >= 0) {
            return false;
        }
        open = true;
        return true;
    }
}
