package parkgate.scan;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits, one queue a lane: the lanes take turns, and when all is full the longest queue gives way. */
final class LaneQueues {
    private final int most;
    private final Map<String, ArrayDeque<Waiting>> lanes = new LinkedHashMap<>();
    private int size;

    /** @param untilNanos as {@link System#nanoTime} has it */
    record Waiting(Promise<Void> turn, long untilNanos) {}

    /** @param most that may wait, of all lanes together */
    LaneQueues(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    /** True when one more of this lane would wait, and not give way itself. */
    boolean takes(String laneId) {
        return size < most || lengthOf(laneId) + 1 < longest();
    }

    /** One more of a lane; whoever gives way for it, the last of the longest queue, null when there is room. */
    @Nullable
    Waiting add(String laneId, Promise<Void> turn, long untilNanos) {
        lanes.computeIfAbsent(laneId, id -> new ArrayDeque<>()).addLast(new Waiting(turn, untilNanos));
        size++;
        return size > most ? dropOfLongest() : null;
    }

    /** The first of the lane whose turn it is; there must be one. */
    Waiting next() {
        Iterator<Map.Entry<String, ArrayDeque<Waiting>>> first =
                lanes.entrySet().iterator();
        Map.Entry<String, ArrayDeque<Waiting>> lane = first.next();
        first.remove();
        Waiting next = lane.getValue().removeFirst();
        size--;
        if (!lane.getValue().isEmpty()) {
            lanes.put(lane.getKey(), lane.getValue()); // behind all others
        }
        return next;
    }

    /** Takes out those whose patience is over. */
    ArrayDeque<Waiting> removeOver(long nowNanos) {
        ArrayDeque<Waiting> over = new ArrayDeque<>();
        for (Iterator<ArrayDeque<Waiting>> each = lanes.values().iterator(); each.hasNext(); ) {
            ArrayDeque<Waiting> lane = each.next();
            while (!lane.isEmpty() && nowNanos - lane.getFirst().untilNanos() >= 0) {
                over.addLast(lane.removeFirst());
                size--;
            }
            if (lane.isEmpty()) {
                each.remove();
            }
        }
        return over;
    }

    private int lengthOf(String laneId) {
        ArrayDeque<Waiting> lane = lanes.get(laneId);
        return lane == null ? 0 : lane.size();
    }

    private int longest() {
        return lanes.values().stream().mapToInt(ArrayDeque::size).max().orElse(0);
    }

    private @Nullable Waiting dropOfLongest() {
        int longest = longest();
        for (Iterator<ArrayDeque<Waiting>> each = lanes.values().iterator(); each.hasNext(); ) {
            ArrayDeque<Waiting> lane = each.next();
            if (lane.size() == longest) {
                Waiting dropped = lane.removeLast();
                size--;
                if (lane.isEmpty()) {
                    each.remove();
                }
                return dropped;
            }
        }
        return null;
    }
}
