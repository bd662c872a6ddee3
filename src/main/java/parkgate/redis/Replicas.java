package parkgate.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many replicas a primary has, those that are away for a while among them: the most that were connected at a time within
 * {@link #REMEMBERED}. Of two of which one is away, the one that is left must have what is to outlive a failover; a replica
 * that was taken out of service for good is forgotten.
 */
final class Replicas {
    static final Duration REMEMBERED = Duration.ofHours(1);

    private final LongSupplier nanos;
    private int most;
    private long mostSeenNanos;

    /** @param nanos time that only goes forward, nanoseconds */
    Replicas(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** So many are connected now; how many there are. */
    int of(int connected) {
        long now = nanos.getAsLong();
        if (connected >= most || now - mostSeenNanos > REMEMBERED.toNanos()) {
            most = connected;
            mostSeenNanos = now;
        }
        return most;
    }
}
