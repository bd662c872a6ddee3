package parkgate.core.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.access.OfflineScan.Manner;

/** What lanes did by themselves as events, in the order of docs/protocol/RULES.md. */
final class OfflineEvents {
    /** Flag of an exit whose car waits at that very barrier, granted. */
    private static final String REPEATED = "REPEATED";

    private static final String REOPENED = "REOPENED";

    private final OfflineScan scan;
    private final LotState lot;
    private final LotRules rules;
    private final List<String> flags;

    OfflineEvents(OfflineScan scan, LotState lot, LotRules rules) {
        this.scan = scan;
        this.lot = lot;
        this.rules = rules;
        this.flags = new ArrayList<>(scan.flags());
    }

    LotEvent event() {
        if (scan.manner() == Manner.UNMATCHED) {
            return passed("", "", "", 0, Happenings.passed(lot, scan.direction()));
        } else if (scan.manner() != Manner.THROUGH) {
            return scan.direction() == Direction.ENTRY
                    ? passed(scan.sessionId(), scan.rightId(), scan.poolId(), scan.eventMs(), scan.adjDelta())
                    : passed("", "", "", 0, 0);
        }
        return scan.direction() == Direction.ENTRY ? entry() : exit();
    }

    private LotEvent entry() {
        Stay leaving = lot.find(scan.rootId(), this::leavesWithoutEntry);
        if (leaving != null) {
            return flagged(LotState.LEFT_ALREADY).entryOf(leaving);
        }
        LotState.Lone lone = lot.lones.get(scan.rootId());
        if (lone != null && lone.leftMs() >= scan.eventMs() && scan.nowMs() - lone.atMs() <= LotState.Lone.LIVES_MS) {
            return flagged(LotState.LEFT_ALREADY).passed(lone.sessionId(), "", "", scan.eventMs(), -lone.adjDelta());
        }
        LotRules.Pool pool = rules.pools().get(scan.poolId());
        Happenings.addOverRules(flags, lot, rules, scan.rootId(), scan.poolId(), scan.codeClass() == CodeClass.S);
        boolean charged = pool != null && Happenings.isFull(lot, pool) && pool.policy() == LotRules.Pool.Policy.CHARGE;
        return event(
                EventKind.ENTRY,
                scan.sessionId(),
                charged ? "" : scan.rightId(),
                charged ? "" : scan.poolId(),
                scan.eventMs(),
                0,
                Extra.withSessions(scan.extra(), SessionState.OVER, lot.softlyClosed(scan.rootId())));
    }

    private LotEvent exit() {
        if (lot.find(scan.rootId(), this::waitsAtThisBarrier) != null) {
            return flagged(REPEATED).passed("", "", "", 0, 0);
        }
        Stay oldest = lot.find(scan.rootId(), Stay::open);
        Stay leaving = oldest != null ? oldest : softlyClosed();
        if (leaving == null) {
            return flagged(Reason.NO_OPEN_SESSION.name()).exitOf(scan.sessionId(), "", "", 0, lot.adj > 0 ? -1 : 0);
        }
        return (oldest != null ? this : flagged(REOPENED))
                .exitOf(leaving.sessionId(), leaving.rightId(), leaving.poolId(), leaving.entryMs(), 0);
    }

    /** Granted an exit since, before anybody told of its entry, and its passage is awaited. */
    private boolean leavesWithoutEntry(Stay stay) {
        return stay.state() == Stay.State.X && stay.entryMs() == 0 && stay.atMs() >= scan.eventMs();
    }

    private LotEvent entryOf(Stay leaving) {
        String awaits = SessionState.awaits(leaving);
        return event(
                EventKind.PASSED,
                leaving.sessionId(),
                "",
                "",
                scan.eventMs(),
                -leaving.adjDelta(),
                scan.extra().isEmpty() ? awaits : scan.extra() + '&' + awaits);
    }

    private boolean waitsAtThisBarrier(Stay stay) {
        return stay.state() == Stay.State.X && stay.laneId().equals(scan.laneId());
    }

    private @Nullable Stay softlyClosed() {
        return lot.find(scan.rootId(), stay -> stay.state() == Stay.State.C);
    }

    private OfflineEvents flagged(String flag) {
        flags.add(flag);
        return this;
    }

    private LotEvent exitOf(String session, String right, String pool, long entryMs, int adjDelta) {
        return event(EventKind.EXIT, session, right, pool, entryMs, adjDelta, scan.extra());
    }

    private LotEvent passed(String session, String right, String pool, long entryMs, int adjDelta) {
        return event(EventKind.PASSED, session, right, pool, entryMs, adjDelta, scan.extra());
    }

    private LotEvent event(
            EventKind kind, String session, String right, String pool, long entryMs, int adjDelta, String extra) {
        return new LotEvent(
                kind,
                scan.direction(),
                0,
                0,
                scan.scanId(),
                scan.nowMs(),
                scan.laneId(),
                scan.credentialId(),
                scan.rootId(),
                session,
                scan.decisionId(),
                right,
                pool,
                0,
                entryMs,
                adjDelta,
                flags,
                0,
                0,
                extra);
    }
}
