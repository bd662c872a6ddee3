package parkgate.core.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session's row as it follows from events of its lot: each event names the whole new state, so the last one of a batch
 * wins, and only flags add up. What an event does not know (how the stay began, when it ended) is null and stays as it is
 * recorded.
 *
 * @param startedMs the entry, or the exit of a car that nobody saw come in
 * @param reopens closed softly: an exit may reopen it
 * @param lastSeq the event that this state follows from
 */
public record SessionState(
        String lotId,
        String sessionId,
        String credentialId,
        String rootId,
        String rightId,
        String poolId,
        Status status,
        long startedMs,
        @Nullable String entryLane,
        @Nullable Long entryMs,
        @Nullable String entryDecision,
        @Nullable String exitLane,
        @Nullable Long exitMs,
        @Nullable String exitCredential,
        @Nullable String entryPassType,
        @Nullable String exitPassType,
        @Nullable Awaited awaited,
        @Nullable String plate,
        List<String> flags,
        boolean reopens,
        long lastSeq) {

    /** As in OCPI. INVALID: the car never came in, or was never seen to. */
    public enum Status {
        ACTIVE,
        COMPLETED,
        INVALID
    }

    /**
     * A grant whose passage is not yet reported.
     *
     * @param lowered an exit without a session that lowered the cars without one
     */
    public record Awaited(
            String decisionId, Direction direction, String laneId, long atMs, long deadlineMs, boolean lowered) {}

    /** Extra of an UNTOLD exit whose passage is awaited: it had lowered the cars without a session. */
    static final String LOWERED = "lowered=1";

    /** Extra: the exit whose passage is awaited while its entry is told: decision, lane, when granted, until when. */
    private static final String AWAITS = "awaits";

    /** Extra: the sessions that a reset closed. */
    static final String CLOSED = "closed";

    /** Extra: the sessions whose soft close an entry or a reset has ended. */
    static final String OVER = "over";

    /** Extra: when the lane says that it happened, unix milliseconds. */
    public static final String EVENT_MS = "et";

    /** Extra: how the vehicle got through, where it was not by a code. */
    public static final String PASS_TYPE = "pass";

    /** The pass type, and a session's flag, where somebody opened the barrier by hand. */
    public static final String MANUAL_OPEN = "MANUAL_OPEN";

    /** The flag of a session that somebody closed, or that ended, wrongly, and that was opened again. */
    public static final String REOPENED_BY_HAND = "REOPENED_BY_HAND";

    static String awaits(Stay leaving) {
        return AWAITS
                + '='
                + leaving.decisionId()
                + ','
                + leaving.laneId()
                + ','
                + leaving.atMs()
                + ','
                + leaving.deadlineMs();
    }

    public SessionState {
        flags = List.copyOf(flags);
    }

    /** The sessions that a run of one lot's events leaves, in the order in which they are first named. */
    public static List<SessionState> after(String lotId, List<LotEvent> run) {
        Map<String, SessionState> out = new LinkedHashMap<>();
        for (LotEvent event : run) {
            for (SessionState state : of(lotId, event)) {
                out.merge(state.sessionId, state, SessionState::then);
            }
        }
        return List.copyOf(out.values());
    }

    private static List<SessionState> of(String lotId, LotEvent e) {
        List<SessionState> all = new ArrayList<>(named(lotId, e));
        sessions(e, OVER)
                .forEach(id -> all.add(new Building(lotId, e, Status.COMPLETED)
                        .session(id)
                        .quiet()
                        .done()));
        return all;
    }

    private static List<SessionState> named(String lotId, LotEvent e) {
        return switch (e.kind()) {
            case PASSED ->
                e.sessionId().isEmpty() || byHand(e) // a barrier that was opened changes no session
                        ? List.of()
                        : List.of(new Building(lotId, e, outside(e))
                                .entered()
                                .stillAwaiting()
                                .done());
            case ENTRY ->
                List.of(new Building(lotId, e, Status.ACTIVE)
                        .entered()
                        .awaiting()
                        .done());
            case RESTORED ->
                List.of(
                        e.flags().contains(REOPENED_BY_HAND)
                                ? new Building(lotId, e, Status.ACTIVE).done()
                                : new Building(lotId, e, Status.ACTIVE)
                                        .flag("LATE_CONFIRMATION")
                                        .opened()
                                        .done());
            case EXIT ->
                List.of(new Building(lotId, e, began(e) ? Status.COMPLETED : Status.INVALID)
                        .left(passType(e))
                        .awaiting()
                        .done());
            case UNTOLD -> List.of(new Building(lotId, e, settled(e)).awaiting().done());
            case CONFIRMED ->
                List.of(new Building(lotId, e, settled(e)).opened().done());
            case EXPIRED ->
                List.of(new Building(lotId, e, e.direction() == Direction.ENTRY ? Status.INVALID : settled(e)).done());
            case NO_ENTRY -> List.of(new Building(lotId, e, undone(e)).done());
            case CLOSE ->
                List.of(
                        byHand(e)
                                ? new Building(lotId, e, Status.COMPLETED)
                                        .left(MANUAL_OPEN)
                                        .done()
                                : new Building(lotId, e, Status.COMPLETED)
                                        .left("SUPPLEMENTED")
                                        .flag("CLOSED_BY_HAND")
                                        .done());
            case RESET ->
                sessions(e, CLOSED).stream()
                        .map(id -> new Building(lotId, e, Status.COMPLETED)
                                .session(id)
                                .left("SUPPLEMENTED")
                                .flag("INVENTORY_RESET")
                                .done())
                        .toList();
            default -> List.of();
        };
    }

    /** An entry that a lane made by itself and that is over: the car backed out, or its exit was told sooner. */
    private static Status outside(LotEvent e) {
        return e.flags().contains(EventKind.NO_ENTRY.name()) ? Status.INVALID : Status.COMPLETED;
    }

    private static String passType(LotEvent e) {
        return isOffline(e) ? LotState.OFFLINE : "AUTO";
    }

    private static boolean isOffline(LotEvent e) {
        return e.flags().contains(LotState.OFFLINE);
    }

    /** What a lane did by itself happened when it says, not when it told. */
    static long leftMs(LotEvent e) {
        String told = isOffline(e) ? Extra.parse(e.extra()).get(EVENT_MS) : null;
        return told == null ? e.atMs() : Long.parseLong(told);
    }

    /** Somebody opened the barrier for it. */
    private static boolean byHand(LotEvent e) {
        return e.flags().contains(MANUAL_OPEN)
                || MANUAL_OPEN.equals(Extra.parse(e.extra()).get(PASS_TYPE));
    }

    private static boolean began(LotEvent e) {
        return e.entryMs() != 0;
    }

    private static Status settled(LotEvent e) {
        if (e.direction() == Direction.ENTRY) {
            return Status.ACTIVE;
        }
        return began(e) ? Status.COMPLETED : Status.INVALID;
    }

    private static Status undone(LotEvent e) {
        return e.direction() == Direction.EXIT && began(e) ? Status.ACTIVE : Status.INVALID;
    }

    private static List<String> sessions(LotEvent e, String name) {
        String ids = e.extra().isEmpty() ? "" : Extra.parse(e.extra()).getOrDefault(name, "");
        return ids.isEmpty() ? List.of() : List.of(ids.split(","));
    }

    private SessionState then(SessionState next) {
        List<String> allFlags = new ArrayList<>(flags);
        allFlags.addAll(next.flags);
        boolean open = next.status == Status.ACTIVE;
        return new SessionState(
                lotId,
                sessionId,
                credentialId,
                rootId,
                rightId,
                poolId,
                next.status,
                startedMs,
                entryLane == null ? next.entryLane : entryLane,
                entryMs == null ? next.entryMs : entryMs,
                entryDecision == null ? next.entryDecision : entryDecision,
                open ? null : next.exitLane == null ? exitLane : next.exitLane,
                open ? null : next.exitMs == null ? exitMs : next.exitMs,
                open ? null : next.exitCredential == null ? exitCredential : next.exitCredential,
                entryPassType == null || next.entryPassType != null ? next.entryPassType : entryPassType,
                open ? null : next.exitPassType == null ? exitPassType : next.exitPassType,
                next.awaited,
                next.plate == null ? plate : next.plate,
                allFlags,
                next.reopens,
                next.lastSeq);
    }

    /** One event's words put into a row. */
    private static final class Building {
        private final String lotId;
        private final LotEvent e;
        private final Status status;
        private final List<String> flags;
        private String sessionId;
        private boolean entered;
        private @Nullable String entryPassType;
        private boolean quiet;
        private @Nullable String exitPassType;
        private @Nullable Awaited awaited;

        Building(String lotId, LotEvent e, Status status) {
            this.lotId = lotId;
            this.e = e;
            this.status = status;
            this.sessionId = e.sessionId();
            this.flags = new ArrayList<>(e.flags());
        }

        Building session(String id) {
            sessionId = id;
            return this;
        }

        /** The event speaks of another session: what it says of itself is not this one's. */
        Building quiet() {
            quiet = true;
            flags.clear();
            return this;
        }

        Building entered() {
            entered = true;
            entryPassType = passType(e);
            return this;
        }

        /** Its entry is confirmed; by somebody who opened the barrier, if the event says so. */
        Building opened() {
            if (byHand(e) && e.direction() == Direction.ENTRY) {
                entryPassType = MANUAL_OPEN;
                flag(MANUAL_OPEN);
            }
            return this;
        }

        Building left(String passType) {
            exitPassType = passType;
            return this;
        }

        Building flag(String flag) {
            flags.add(flag);
            return this;
        }

        Building awaiting() {
            Direction direction = e.direction();
            if (e.deadlineMs() != 0 && direction != null) {
                boolean lowered = e.adjDelta() < 0 || e.extra().equals(LOWERED);
                awaited = new Awaited(e.decisionId(), direction, e.laneId(), e.atMs(), e.deadlineMs(), lowered);
            }
            return this;
        }

        /** Its entry is told while its exit's passage is awaited. */
        Building stillAwaiting() {
            String exit = Extra.parse(e.extra()).get(AWAITS);
            if (exit != null) {
                String[] f = exit.split(",", 4);
                awaited = new Awaited(f[0], Direction.EXIT, f[1], Long.parseLong(f[2]), Long.parseLong(f[3]), false);
            }
            return this;
        }

        SessionState done() {
            boolean left = exitPassType != null;
            String plate = quiet ? null : Extra.parse(e.extra()).get("plate");
            return new SessionState(
                    lotId,
                    sessionId,
                    e.credentialId(),
                    e.rootId(),
                    e.rightId(),
                    e.poolId(),
                    status,
                    e.entryMs() != 0 ? e.entryMs() : leftMs(e),
                    entered ? e.laneId() : null,
                    e.entryMs() != 0 ? e.entryMs() : null,
                    entered ? e.decisionId() : null,
                    left ? e.laneId() : null,
                    left ? leftMs(e) : null,
                    left ? e.credentialId() : null,
                    entryPassType,
                    exitPassType,
                    awaited,
                    plate,
                    flags,
                    e.kind() == EventKind.CLOSE && flags.contains(LotState.SOFT_CLOSED),
                    e.seq());
        }
    }
}
