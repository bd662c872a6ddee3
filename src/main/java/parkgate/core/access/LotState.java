package parkgate.core.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a lot knows, and what each event does to it: the second half of docs/protocol/RULES.md. */
final class LotState {
    /** Flag of a close after which the car may still be inside. */
    static final String SOFT_CLOSED = "SOFT_CLOSED";

    /** Flag of what a lane did by itself. */
    static final String OFFLINE = "OFFLINE";

    /** Flag of an entry whose exit was granted or told sooner. */
    static final String LEFT_ALREADY = "LEFT_ALREADY";

    final String lotId;

    long epoch;
    long seq;
    long mark;
    long done;
    long sinceMs;
    boolean sure;
    boolean trusted = true;
    int open;
    int adj;
    long atMs;

    @Nullable
    LotRules rules;

    final Map<String, Integer> pools = new HashMap<>();
    final Map<String, List<Stay>> stays = new HashMap<>();
    final Map<String, String> pending = new HashMap<>();
    final Map<String, Lone> lones = new HashMap<>();
    final NavigableMap<Long, LotEvent> outbox = new TreeMap<>();

    /**
     * An exit that no entry belongs to, while another lane may tell of the entry before PostgreSQL knows the exit.
     *
     * @param leftMs when, unix milliseconds
     * @param adjDelta what it took off the cars without a session: 0 or -1
     * @param atMs when the lot learned that it left, unix milliseconds
     */
    record Lone(String sessionId, long leftMs, int adjDelta, long atMs) {
        static final long LIVES_MS = 300_000;
    }

    LotState(String lotId) {
        this.lotId = lotId;
    }

    /** Gives {@code event} the next number, applies it, and leaves it in the outbox. */
    LotEvent append(LotEvent event) {
        seq++;
        LotEvent numbered = event.numbered(epoch, seq, 0, 0);
        apply(numbered);
        LotEvent counted = numbered.numbered(epoch, seq, open, adj);
        outbox.put(seq, counted);
        return counted;
    }

    /** What the event does; depends on nothing but it and the state, so that a rebuild can do it again. */
    void apply(LotEvent event) {
        switch (event.kind()) {
            case ENTRY, RESTORED -> enter(event);
            case EXIT -> leave(event);
            case CONFIRMED, NO_ENTRY, EXPIRED -> report(event);
            case UNTOLD -> await(event);
            case CLOSE -> closeByHand(event);
            case RESET -> reset();
            case PASSED -> cameIn(event);
            case SET -> {} // adjDelta says it all
        }
        adj += event.adjDelta();
        atMs = Math.max(atMs, event.atMs());
    }

    private void enter(LotEvent event) {
        softlyClosed(event.rootId()).forEach(stay -> remove(event.rootId(), stay));
        boolean awaited = event.kind() == EventKind.ENTRY && event.deadlineMs() != 0;
        open(event.rootId(), stay(event, awaited ? Stay.State.P : Stay.State.I, 0));
        if (awaited) {
            pending.put(event.decisionId(), event.rootId());
        }
    }

    private void leave(LotEvent event) {
        Stay stay = find(event.rootId(), s -> s.sessionId().equals(event.sessionId()));
        if (stay != null && stay.state() == Stay.State.C) {
            remove(event.rootId(), stay); // its soft close has taken it off the count
        } else {
            close(event.rootId(), stay); // leaving confirms the entry: its passage is forgotten
        }
        if (event.deadlineMs() != 0) {
            insert(event.rootId(), stay(event, Stay.State.X, event.adjDelta()));
            pending.put(event.decisionId(), event.rootId());
        } else if (event.entryMs() == 0) {
            keepLone(event, SessionState.leftMs(event), event.adjDelta());
        }
    }

    private void report(LotEvent event) {
        String root = event.rootId();
        Stay stay = find(root, s -> s.decisionId().equals(event.decisionId()));
        pending.remove(event.decisionId());
        if (stay == null) {
            return;
        }
        boolean happened = event.kind() == EventKind.CONFIRMED;
        if (event.direction() == Direction.ENTRY) {
            if (happened) {
                replace(root, stay, inside(stay, stay.decisionId(), stay.laneId()));
            } else {
                close(root, stay);
            }
        } else {
            remove(root, stay);
            if (event.kind() == EventKind.NO_ENTRY && stay.entryMs() != 0) {
                open(root, inside(stay, "", "")); // still inside; what it came in by is not known here any more
            } else if (event.kind() != EventKind.NO_ENTRY && stay.entryMs() == 0) {
                keepLone(event, stay.atMs(), stay.adjDelta());
            }
        }
    }

    /** The entry of a car that is on its way out: what its exit took off the cars without a session is given back. */
    private void cameIn(LotEvent event) {
        String root = event.rootId();
        Stay stay = find(root, s -> s.sessionId().equals(event.sessionId()));
        if (!event.flags().contains(LEFT_ALREADY)) {
            return;
        }
        if (stay != null && stay.state() == Stay.State.X && stay.entryMs() == 0) {
            remove(root, stay);
            insert(root, stay.entered(event.entryMs()));
        }
        Lone lone = lones.get(root);
        if (lone != null && lone.sessionId().equals(event.sessionId())) {
            lones.remove(root);
        }
    }

    private void keepLone(LotEvent event, long leftMs, int adjDelta) {
        lones.put(event.rootId(), new Lone(event.sessionId(), leftMs, adjDelta, event.atMs()));
    }

    /** Nobody was told of this entry: it waits for its passage, whatever its lane has. */
    private void await(LotEvent event) {
        String root = event.rootId();
        Stay stay = find(root, s -> s.decisionId().equals(event.decisionId()));
        if (stay != null && event.deadlineMs() != 0 && stay.state() == Stay.State.I) {
            replace(root, stay, standing(stay, Stay.State.P, event.deadlineMs(), stay.decisionId(), stay.laneId()));
            pending.put(event.decisionId(), root);
        }
    }

    private void closeByHand(LotEvent event) {
        Stay stay = find(event.rootId(), s -> s.sessionId().equals(event.sessionId()));
        close(event.rootId(), stay);
        if (stay != null && event.flags().contains(SOFT_CLOSED)) {
            insert(event.rootId(), standing(stay, Stay.State.C, 0, "", ""));
        }
    }

    private void reset() {
        stays.clear();
        pending.clear();
        pools.clear();
        open = 0;
    }

    private static Stay stay(LotEvent e, Stay.State state, int adjDelta) {
        return new Stay(
                e.sessionId(),
                e.credentialId(),
                e.rightId(),
                e.poolId(),
                e.entryMs(),
                state,
                e.decisionId(),
                e.seq(),
                e.laneId(),
                e.kind() == EventKind.ENTRY ? e.entryMs() : e.atMs(), // a lane may tell late of what it did by itself
                state == Stay.State.I ? 0 : e.deadlineMs(),
                adjDelta,
                e.flags());
    }

    private static Stay inside(Stay s, String decisionId, String laneId) {
        return standing(s, Stay.State.I, 0, decisionId, laneId);
    }

    private static Stay standing(Stay s, Stay.State state, long deadlineMs, String decisionId, String laneId) {
        return new Stay(
                s.sessionId(),
                s.credentialId(),
                s.rightId(),
                s.poolId(),
                s.entryMs(),
                state,
                decisionId,
                s.seq(),
                laneId,
                s.atMs(),
                deadlineMs,
                s.adjDelta(),
                s.flags());
    }

    /** Stays that were closed softly and have not been heard of since. */
    List<Stay> softlyClosed(String root) {
        return staysOf(root).stream()
                .filter(stay -> stay.state() == Stay.State.C)
                .toList();
    }

    // ── Stays of a root, in the order of their entries ──────────────────────────────────────────────────────────────

    List<Stay> staysOf(String root) {
        return stays.getOrDefault(root, List.of());
    }

    /** The oldest stay of a root that is so. */
    @Nullable
    Stay find(String root, Predicate<Stay> so) {
        return staysOf(root).stream().filter(so).findFirst().orElse(null);
    }

    private void open(String root, Stay stay) {
        insert(root, stay);
        open++;
        countPool(stay.poolId(), 1);
    }

    private void close(String root, @Nullable Stay stay) {
        if (stay != null) {
            remove(root, stay);
            pending.remove(stay.decisionId());
            open--;
            countPool(stay.poolId(), -1);
        }
    }

    private void insert(String root, Stay stay) {
        List<Stay> all = new ArrayList<>(staysOf(root));
        int at = all.size();
        while (at > 0 && all.get(at - 1).entryMs() > stay.entryMs()) {
            at--;
        }
        all.add(at, stay);
        stays.put(root, all);
    }

    private void replace(String root, Stay old, Stay fresh) {
        List<Stay> all = new ArrayList<>(staysOf(root));
        all.set(all.indexOf(old), fresh);
        stays.put(root, all);
    }

    private void remove(String root, Stay stay) {
        List<Stay> all = new ArrayList<>(staysOf(root));
        all.remove(stay);
        if (all.isEmpty()) {
            stays.remove(root);
        } else {
            stays.put(root, all);
        }
    }

    void countPool(String pool, int delta) {
        if (!pool.isEmpty()) {
            pools.merge(pool, delta, Integer::sum);
            pools.remove(pool, 0);
        }
    }

    // ── Where events stand ──────────────────────────────────────────────────────────────────────────────────────────

    Answer.Standing standing(long number) {
        if (number <= done) {
            return Answer.Standing.DONE;
        }
        return number <= mark ? Answer.Standing.MARKED : Answer.Standing.OPEN;
    }
}
