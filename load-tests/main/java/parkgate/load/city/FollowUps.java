package parkgate.load.city;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import parkgate.load.drive.Shot;

/** What lanes have to send later: passages, and scans that are asked again. On one event loop. */
final class FollowUps {
    private final PriorityQueue<Due> waiting = new PriorityQueue<>(Comparator.comparingLong(Due::atMs));

    private record Due(long atMs, Shot shot) {}

    void add(long atMs, Shot shot) {
        waiting.add(new Due(atMs, shot));
    }

    /** One whose time has come; null: none yet. */
    @Nullable
    Shot poll(long nowMs) {
        Due first = waiting.peek();
        return first == null || first.atMs > nowMs ? null : waiting.remove().shot;
    }

    int size() {
        return waiting.size();
    }
}
