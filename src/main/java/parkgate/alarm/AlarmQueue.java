package parkgate.alarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes of alarms that are not written yet, in their order. A change that says what the last one of its alarm said is
 * none, so a fault that is seen a thousand times while PostgreSQL is away waits once. Any thread.
 */
final class AlarmQueue {
    private final int bound;
    private final Deque<AlarmChange> waiting = new ArrayDeque<>();
    private final Map<AlarmChange.Key, AlarmChange> newest = new HashMap<>();

    /**
     * Nothing waits.
     *
     * @param bound changes that wait at most
     */
    AlarmQueue(int bound) {
        this.bound = bound;
    }

    /** Takes a change in; false when there is no room for it. */
    synchronized boolean add(AlarmChange change) {
        AlarmChange last = newest.get(change.key());
        if (last != null && last.raises() == change.raises()) {
            return true;
        }
        if (waiting.size() >= bound) {
            return false;
        }
        waiting.add(change);
        newest.put(change.key(), change);
        return true;
    }

    /** The first ones, each alarm once, so that their order does not matter. They stay until {@link #written}. */
    synchronized List<AlarmChange> first(int most) {
        List<AlarmChange> first = new ArrayList<>();
        Set<AlarmChange.Key> keys = new HashSet<>();
        for (AlarmChange change : waiting) {
            if (first.size() == most || !keys.add(change.key())) {
                break;
            }
            first.add(change);
        }
        return first;
    }

    /** What {@link #first} gave stands. */
    synchronized void written(List<AlarmChange> first) {
        for (AlarmChange change : first) {
            waiting.removeFirst();
            newest.remove(change.key(), change);
        }
    }

    synchronized int length() {
        return waiting.size();
    }
}
