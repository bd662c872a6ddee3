package parkgate.core.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;

/** Outcomes and happenings as events. */
final class Happenings {
    private Happenings() {}

    static LotEvent outcome(long nowMs, Stay stay, String root, EventKind kind, String key, String extra) {
        Direction direction = stay.state() == Stay.State.X ? Direction.EXIT : Direction.ENTRY;
        boolean backFromExit = direction == Direction.EXIT && kind == EventKind.NO_ENTRY;
        return new LotEvent(
                kind,
                direction,
                0,
                0,
                key,
                nowMs,
                stay.laneId(),
                stay.credentialId(),
                root,
                stay.sessionId(),
                stay.decisionId(),
                stay.rightId(),
                stay.poolId(),
                0,
                stay.entryMs(),
                backFromExit ? -stay.adjDelta() : 0,
                switch (kind) {
                    case EXPIRED -> List.of("PASSAGE_EXPIRED");
                    case NO_ENTRY -> List.of("NO_ENTRY");
                    default -> List.of();
                },
                0,
                0,
                extra);
    }

    /** Null when the grant is none, or its passage was reported: then it was told. */
    static @Nullable LotEvent untold(long nowMs, LotState lot, LotEvent grant, long deadlineMs, String key) {
        boolean entry = grant.kind() == EventKind.ENTRY;
        if ((!entry && grant.kind() != EventKind.EXIT) || grant.flags().contains(LotState.OFFLINE)) {
            return null;
        }
        Stay stay = lot.find(grant.rootId(), s -> s.decisionId().equals(grant.decisionId()));
        Stay awaited = stay != null && stay.awaitsPassage() ? stay : null;
        if (awaited == null && (grant.deadlineMs() != 0 || (entry && stay == null))) {
            return null;
        }
        boolean lowered = awaited != null && !awaited.open() && awaited.adjDelta() != 0;
        long until = awaited != null ? awaited.deadlineMs() : stay == null ? 0 : deadlineMs;
        return new LotEvent(
                EventKind.UNTOLD,
                grant.direction(),
                0,
                0,
                key,
                nowMs,
                grant.laneId(),
                grant.credentialId(),
                grant.rootId(),
                grant.sessionId(),
                grant.decisionId(),
                grant.rightId(),
                grant.poolId(),
                until,
                awaited != null ? awaited.entryMs() : grant.entryMs(),
                0,
                List.of(EventKind.UNTOLD.name()),
                0,
                0,
                lowered ? SessionState.LOWERED : "");
    }

    static boolean open(LotState lot, Happening what) {
        Stay stay = lot.find(what.rootId(), s -> s.sessionId().equals(what.sessionId()));
        return stay != null && stay.open();
    }

    /** Whether a session that is to be restored is there already, or its car by another one. */
    static boolean isInside(LotState lot, Happening what) {
        return open(lot, what)
                || (what.flags().contains(SessionState.REOPENED_BY_HAND)
                        && lot.find(what.rootId(), Stay::open) != null);
    }

    static LotEvent event(LotState lot, Happening what) {
        return new LotEvent(
                what.kind(),
                what.direction(),
                0,
                0,
                what.key(),
                what.nowMs(),
                what.laneId(),
                what.credentialId(),
                what.rootId(),
                what.sessionId(),
                what.decisionId(),
                what.rightId(),
                what.poolId(),
                0,
                what.entryMs(),
                adjDelta(lot, what),
                flags(lot, what),
                0,
                0,
                extra(lot, what));
    }

    private static int adjDelta(LotState lot, Happening what) {
        return switch (what.kind()) {
            case SET -> what.count() - lot.open - lot.adj;
            case RESET -> -lot.adj;
            case PASSED -> what.sessionId().isEmpty() ? passed(lot, what.direction()) : 0;
            default -> 0;
        };
    }

    /** What a rule would have refused is applied all the same, and says so. */
    private static List<String> flags(LotState lot, Happening what) {
        List<String> flags = new ArrayList<>(what.flags());
        LotRules rules = lot.rules;
        if (what.kind() == EventKind.RESTORED && rules != null) {
            addOverRules(flags, lot, rules, what.rootId(), what.poolId(), false);
        }
        return flags;
    }

    /**
     * What the rules would have refused or flagged of a car that is in.
     *
     * @param paper a class S code has one open session whatever passback is
     */
    static void addOverRules(
            List<String> flags, LotState lot, LotRules rules, String rootId, String poolId, boolean paper) {
        if ((paper || rules.passback() != LotRules.Passback.OFF) && lot.find(rootId, Stay::open) != null) {
            flags.add(Reason.PASSBACK.name());
        }
        boolean full = rules.capacity() != LotRules.UNLIMITED && lot.open + lot.adj >= rules.capacity();
        if (full && !flags.contains(Reason.LOT_FULL.name())) {
            flags.add(Reason.LOT_FULL.name());
        }
        if (isFull(lot, rules.pools().get(poolId))) {
            flags.add(Reason.POOL_FULL.name());
        }
    }

    static boolean isFull(LotState lot, LotRules.@Nullable Pool pool) {
        return pool != null && lot.pools.getOrDefault(pool.id(), 0) >= pool.spaces();
    }

    /** What a passage that nobody granted does to the cars without a session. */
    static int passed(LotState lot, @Nullable Direction direction) {
        return direction == Direction.ENTRY ? 1 : lot.adj > 0 ? -1 : 0;
    }

    /** A reset names the sessions that it closes; it and a car that is in after all, those whose soft close is over. */
    private static String extra(LotState lot, Happening what) {
        if (what.kind() == EventKind.RESTORED) {
            return Extra.withSessions(what.extra(), SessionState.OVER, lot.softlyClosed(what.rootId()));
        } else if (what.kind() != EventKind.RESET) {
            return what.extra();
        }
        List<Stay> over = new ArrayList<>();
        List<Stay> closed = new ArrayList<>();
        lot.stays
                .values()
                .forEach(all -> all.forEach(stay -> (stay.state() == Stay.State.C ? over : closed).add(stay)));
        String named = Extra.withSessions(what.extra(), SessionState.CLOSED, closed);
        return Extra.withSessions(named, SessionState.OVER, over);
    }
}
