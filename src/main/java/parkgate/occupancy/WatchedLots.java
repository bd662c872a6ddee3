package parkgate.occupancy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the lots that somebody watches, and which of them to read next: no lot more often than once in a set
 * time, so many at most in a turn, first those that are asked for, then those whose reading is oldest. Pure: the time is
 * given. One thread.
 */
final class WatchedLots {
    private final long everyMs;
    private final int turns;
    private final int most;
    private final Map<String, Known> lots = new LinkedHashMap<>();

    /**
     * Nothing watched yet.
     *
     * @param everyMs between two readings of the same lot, at least
     * @param turns in which all are read once: each takes its part of them
     * @param most lots of one turn, however many there are
     */
    WatchedLots(long everyMs, int turns, int most) {
        this.everyMs = everyMs;
        this.turns = turns;
        this.most = most;
    }

    /** What a viewer sees of a lot. */
    private record Shown(String name, String status, Occupancy value) {}

    private static final class Known {
        private long triedAtMs = Long.MIN_VALUE;
        private long readAtMs = Long.MIN_VALUE;
        private boolean asked = true;
        private @Nullable Shown shown;

        boolean due(long nowMs, long everyMs) {
            return triedAtMs == Long.MIN_VALUE || nowMs - triedAtMs >= everyMs || nowMs < triedAtMs;
        }
    }

    /** From now on these are watched: new ones are asked for, and what is known of others is forgotten. */
    void watch(Set<String> lotIds) {
        lots.keySet().retainAll(lotIds);
        lotIds.forEach(lotId -> lots.computeIfAbsent(lotId, x -> new Known()));
    }

    /** These are to be read before others: somebody awaits their value, or knows that it changed. */
    void ask(Collection<String> lotIds) {
        for (String lotId : lotIds) {
            Known lot = lots.get(lotId);
            if (lot != null) {
                lot.asked = true;
            }
        }
    }

    /** Which lots to read now. They count as tried. */
    List<String> due(long nowMs) {
        List<Map.Entry<String, Known>> due = new ArrayList<>();
        for (Map.Entry<String, Known> lot : lots.entrySet()) {
            if (lot.getValue().due(nowMs, everyMs)) {
                due.add(lot);
            }
        }
        int mostAtOnce = Math.min(most, (lots.size() + turns - 1) / turns);
        if (due.size() > mostAtOnce) {
            due.sort(Comparator.comparing(lot -> !lot.getValue().asked));
            due = due.subList(0, mostAtOnce);
        }
        List<String> ids = due.stream().map(Map.Entry::getKey).toList();
        ids.forEach(lotId -> tried(lotId, nowMs));
        return ids;
    }

    /** Goes to the end of the line: lots stand in the order in which they were tried. */
    private void tried(String lotId, long nowMs) {
        Known lot = lots.remove(lotId);
        if (lot != null) {
            lot.triedAtMs = nowMs;
            lot.asked = false;
            lots.put(lotId, lot);
        }
    }

    /**
     * What a reading said.
     *
     * @param as the lot as it was when it was read
     * @param readAtMs when the reading began: what was answered before is in it
     * @return whether it differs from the reading before; true for the first
     */
    boolean learned(Lot as, Occupancy value, long readAtMs) {
        Known lot = lots.get(as.id());
        if (lot == null) {
            return false;
        }
        lot.readAtMs = readAtMs;
        Shown shown = new Shown(as.name(), as.status(), value);
        boolean changed = !shown.equals(lot.shown);
        lot.shown = shown;
        return changed;
    }

    /** When the oldest of these lots' readings began; null when one is not read yet, or there is none. */
    @Nullable
    Long asOfMs(Collection<String> lotIds) {
        Long oldest = null;
        for (String lotId : lotIds) {
            Known lot = lots.get(lotId);
            if (lot == null || lot.shown == null) {
                return null;
            }
            oldest = oldest == null ? lot.readAtMs : Math.min(oldest, lot.readAtMs);
        }
        return oldest;
    }
}
