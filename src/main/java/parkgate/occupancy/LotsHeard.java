package parkgate.occupancy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When each lot was last heard, at this instance or, as far as it has read, at another. Any thread. As large as there are
 * lots: who names a lot here has read it in the list of places.
 */
final class LotsHeard {
    /** A lot of which nothing was heard for longer is silent. */
    static final Duration SILENT_AFTER = Duration.ofMinutes(5);

    private final ConcurrentMap<String, LastHeard> lots = new ConcurrentHashMap<>();

    private static final class LastHeard {
        private final AtomicLong atMs = new AtomicLong();
        private final AtomicLong sharedMs = new AtomicLong();
    }

    /** A lane of the lot was heard: a scan, a passage, a heartbeat. On the scan's way: takes no lock that others hold. */
    void heard(String lotId, long atMs) {
        raise(of(lotId).atMs, atMs);
    }

    /** What another instance shared, or this one did. */
    void shared(String lotId, long atMs) {
        LastHeard lot = of(lotId);
        raise(lot.atMs, atMs);
        raise(lot.sharedMs, atMs);
    }

    /** What was heard here and is not shared yet: lot to unix milliseconds, so many at most. */
    Map<String, Long> unshared(int most) {
        Map<String, Long> unshared = new HashMap<>();
        for (Map.Entry<String, LastHeard> entry : lots.entrySet()) {
            long atMs = entry.getValue().atMs.get();
            if (atMs > entry.getValue().sharedMs.get()) {
                unshared.put(entry.getKey(), atMs);
                if (unshared.size() == most) {
                    break;
                }
            }
        }
        return unshared;
    }

    /** True when nothing was heard of the lot for so long that its count may no longer be true. */
    boolean silent(String lotId, long nowMs) {
        LastHeard lot = lots.get(lotId);
        return lot == null || nowMs - lot.atMs.get() > SILENT_AFTER.toMillis();
    }

    private LastHeard of(String lotId) {
        LastHeard known = lots.get(lotId);
        return known != null ? known : lots.computeIfAbsent(lotId, x -> new LastHeard());
    }

    private static void raise(AtomicLong to, long atMs) {
        if (atMs > to.get()) {
            to.accumulateAndGet(atMs, Math::max);
        }
    }
}
