package parkgate.lane;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What this instance heard of lanes and has not written yet, each lane's latest. Any thread. At most as large as there are
 * lanes: only who has a lane's key is heard.
 */
final class LanesHeard {
    private final ConcurrentMap<String, News> unwritten = new ConcurrentHashMap<>();

    /**
     * News of one lane.
     *
     * @param heardMs when it was last heard, unix milliseconds
     * @param beat its last heartbeat; null: none since the last writing
     */
    record News(long heardMs, @Nullable Heartbeat beat) {
        News and(News newer) {
            Heartbeat latest = newer.beat != null ? newer.beat : beat;
            return new News(Math.max(heardMs, newer.heardMs), latest);
        }
    }

    /** A scan or a passage, on their way: one look into a map. */
    void heard(String laneId, long atMs) {
        unwritten.merge(laneId, new News(atMs, null), News::and);
    }

    void heard(String laneId, Heartbeat beat) {
        unwritten.merge(laneId, new News(beat.atMs(), beat), News::and);
    }

    /** Takes out what is to be written, so many at most, in the order of the lanes. */
    Map<String, News> take(int most) {
        Map<String, News> taken = new TreeMap<>();
        for (String laneId : unwritten.keySet()) {
            if (taken.size() == most) {
                break;
            }
            News news = unwritten.remove(laneId);
            if (news != null) {
                taken.put(laneId, news);
            }
        }
        return taken;
    }

    /** It could not be written: what is newer stands. */
    void putBack(Map<String, News> taken) {
        taken.forEach((laneId, news) -> unwritten.merge(laneId, news, (newer, older) -> older.and(newer)));
    }

    int size() {
        return unwritten.size();
    }
}
