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

    /** Whoever was heard for so long without a heartbeat is one who sends none. */
    static final Duration BEATS_WITHIN = Duration.ofMinutes(10);

    private final ConcurrentMap<String, LastHeard> lots = new ConcurrentHashMap<>();

    /**
     * What was last heard of a lot, unix milliseconds; 0: never.
     *
     * @param atMs anything
     * @param beatMs a heartbeat
     */
    record Word(long atMs, long beatMs) {}

    private static final class LastHeard {
        private final AtomicLong atMs = new AtomicLong();
        private final AtomicLong beatMs = new AtomicLong();
        private final AtomicLong sharedMs = new AtomicLong();
        private final AtomicLong sharedBeatMs = new AtomicLong();

        private boolean isShared() {
            return atMs.get() <= sharedMs.get() && beatMs.get() <= sharedBeatMs.get();
        }
    }

    /** A lane of the lot was heard: a scan, a passage. On the scan's way: takes no lock that others hold. */
    void heard(String lotId, long atMs) {
        raise(of(lotId).atMs, atMs);
    }

    /** A lane of the lot sent a heartbeat. */
    void beat(String lotId, long atMs) {
        LastHeard lot = of(lotId);
        raise(lot.beatMs, atMs);
        raise(lot.atMs, atMs);
    }

    /** What another instance shared, or this one did. */
    void shared(String lotId, Word word) {
        LastHeard lot = of(lotId);
        raise(lot.atMs, word.atMs());
        raise(lot.beatMs, word.beatMs());
        raise(lot.sharedMs, word.atMs());
        raise(lot.sharedBeatMs, word.beatMs());
    }

    /** What was heard here and is not shared yet, by lot, so many at most. */
    Map<String, Word> unshared(int most) {
        Map<String, Word> unshared = new HashMap<>();
        for (Map.Entry<String, LastHeard> entry : lots.entrySet()) {
            LastHeard lot = entry.getValue();
            if (!lot.isShared()) {
                unshared.put(entry.getKey(), new Word(lot.atMs.get(), lot.beatMs.get()));
                if (unshared.size() == most) {
                    break;
                }
            }
        }
        return unshared;
    }

    /** What the time since the last word of the lot says of its gates. */
    Hearing of(String lotId, long nowMs) {
        LastHeard lot = lots.get(lotId);
        if (lot == null) {
            return Hearing.QUIET;
        }
        long atMs = lot.atMs.get();
        if (nowMs - atMs <= SILENT_AFTER.toMillis()) {
            return Hearing.HEARD;
        }
        long beatMs = lot.beatMs.get();
        return beatMs > 0 && atMs - beatMs <= BEATS_WITHIN.toMillis() ? Hearing.SILENT : Hearing.QUIET;
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
