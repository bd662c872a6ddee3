package parkgate.scan;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.LotEvent;

/** One lot's events that wait for PostgreSQL, in the order of their numbers. */
final class LotQueue {
    /** Attempts after which an event that ought to fit is taken for one that never will. */
    static final int MAX_TRIES = 16;

    /** What tells events apart: the number within the epoch; a rebuild may give the number out again. */
    private record Place(long epoch, long seq) {}

    /** One event and those who want to know. */
    static final class Waiting {
        private final LotEvent event;
        private final long sinceMs;
        private List<Promise<Recorded>> askers = new ArrayList<>();
        private int tries;

        private Waiting(LotEvent event, long sinceMs) {
            this.event = event;
            this.sinceMs = sinceMs;
        }

        void tell(Recorded recorded) {
            List<Promise<Recorded>> told = askers;
            askers = new ArrayList<>();
            told.forEach(one -> one.tryComplete(recorded));
        }
    }

    private final NavigableMap<Place, Waiting> events =
            new TreeMap<>(Comparator.comparingLong(Place::epoch).thenComparingLong(Place::seq));

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** True when the event waits here already: {@code answer} is told with the first asker. */
    boolean join(LotEvent event, Promise<Recorded> answer) {
        Waiting there = events.get(place(event));
        if (there == null) {
            return false;
        }
        there.askers.add(answer);
        return true;
    }

    void add(LotEvent event, Promise<Recorded> answer, long nowMs) {
        Waiting added = new Waiting(event, nowMs);
        added.askers.add(answer);
        events.put(place(event), added);
    }

    /** The events from the lowest number on without a gap, within one epoch. */
    List<LotEvent> firstRun(int most) {
        List<LotEvent> run = new ArrayList<>();
        @Nullable LotEvent last = null;
        for (Waiting one : events.values()) {
            LotEvent event = one.event;
            boolean follows = last == null || (last.epoch() == event.epoch() && last.seq() + 1 == event.seq());
            if (!follows || run.size() >= most) {
                break;
            }
            run.add(event);
            last = event;
        }
        return run;
    }

    int tries(LotEvent event) {
        Waiting there = events.get(place(event));
        return there == null ? 0 : ++there.tries;
    }

    List<Waiting> removeRun(List<LotEvent> run) {
        List<Waiting> removed = new ArrayList<>();
        for (LotEvent event : run) {
            Waiting one = events.remove(place(event));
            if (one != null) {
                removed.add(one);
            }
        }
        return removed;
    }

    List<Waiting> removeUpToEpoch(long epoch) {
        NavigableMap<Place, Waiting> old = events.headMap(new Place(epoch, Long.MAX_VALUE), true);
        List<Waiting> removed = new ArrayList<>(old.values());
        old.clear();
        return removed;
    }

    /** Tells those who asked before this moment that there is no word; their events stay. True when there was one. */
    boolean tellOlderThan(long ms) {
        boolean told = false;
        for (Waiting one : events.values()) {
            if (one.sinceMs <= ms && !one.askers.isEmpty()) {
                one.tell(Recorded.NO_WORD);
                told = true;
            }
        }
        return told;
    }

    /** Removes what came before this moment; how many. */
    int removeOlderThan(long ms) {
        int before = events.size();
        events.values().removeIf(one -> one.sinceMs <= ms);
        return before - events.size();
    }

    private static Place place(LotEvent event) {
        return new Place(event.epoch(), event.seq());
    }
}
