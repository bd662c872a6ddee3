package parkgate.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many event streams of one kind an instance keeps open: so many, and of one key or person a quarter of them, so that nobody
 * takes all of them from the others. Any thread; without locks, so a few may come in too many.
 */
public final class StreamBound {
    private static final int SHARE_OF_ONE = 4;

    private final int most;
    private final int mostOfOne;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> ofOne = new ConcurrentHashMap<>();

    /** @param most of all keys together */
    public StreamBound(int most) {
        this.most = most;
        this.mostOfOne = Math.max(1, most / SHARE_OF_ONE);
    }

    /** Streams that are open. */
    public int open() {
        return open.get();
    }

    /** Streams that may be open. */
    public int most() {
        return most;
    }

    /** Counts one more that this key opens, which {@link #leave leaves} when it is over; false: it is one too many. */
    public boolean enter(String keyId) {
        if (open.get() >= most || ofOne.getOrDefault(keyId, 0) >= mostOfOne) {
            return false;
        }
        open.incrementAndGet();
        ofOne.merge(keyId, 1, Integer::sum);
        return true;
    }

    /** One that this key has opened is over. */
    public void leave(String keyId) {
        open.decrementAndGet();
        ofOne.computeIfPresent(keyId, (x, count) -> count == 1 ? null : count - 1);
    }
}
