package parkgate.core.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;

/**
 * Exit, in the order of docs/protocol/RULES.md. What counts is the open session: no right, no capacity, no lot status,
 * no date and no step keeps a car inside.
 */
final class ExitRules {
    /** Flag of a session that was closed softly while its car was inside. */
    private static final String REOPENED = "REOPENED";

    private final AccessRequest ask;
    private final LotState lot;
    private final LotRules rules;
    private final @Nullable LotEvent leftAlready;

    ExitRules(AccessRequest ask, LotState lot, LotRules rules, @Nullable LotEvent leftAlready) {
        this.ask = ask;
        this.lot = lot;
        this.rules = rules;
        this.leftAlready = leftAlready;
    }

    Ruling ruling() {
        String root = ask.root().text();
        Stay leaving = lot.find(root, this::waitsAtThisBarrier);
        if (leaving != null) {
            return new Ruling.Again(leaving, false);
        }
        Stay oldest = lot.find(root, Stay::open);
        if (oldest == null && leftAlready != null) {
            return new Ruling.LeftAlready(leftAlready);
        }
        Stay softlyClosed = lot.find(root, stay -> stay.state() == Stay.State.C);
        if (oldest == null && softlyClosed == null && !ask.rootCertain()) {
            return new Ruling.Ask(new Answer.Root(""));
        }
        Reason revoked = revoked();
        if (revoked != null && rules.revokedExit() == LotRules.RevokedExit.CALL_ATTENDANT) {
            return new Ruling.Refuse(revoked);
        }
        if (oldest != null) {
            return new Ruling.Admit(exitOf(oldest, faults()));
        } else if (softlyClosed != null) {
            return new Ruling.Admit(exitOf(softlyClosed, flagged(REOPENED)));
        }
        if (rules.noOpenSession() == LotRules.NoOpenSession.REFUSE) {
            return new Ruling.Refuse(Reason.NO_OPEN_SESSION);
        }
        return new Ruling.AdmitUnproven(exitWithoutSession());
    }

    private boolean waitsAtThisBarrier(Stay stay) {
        return stay.state() == Stay.State.X && stay.laneId().equals(ask.lane().id());
    }

    private @Nullable Reason revoked() {
        return ask.faults().stream()
                .filter(fault -> fault == Reason.REVOKED || fault == Reason.REPLACED)
                .findFirst()
                .orElse(null);
    }

    private LotEvent exitOf(Stay stay, List<String> flags) {
        return exit(stay.sessionId(), stay.rightId(), stay.poolId(), stay.entryMs(), 0, flags);
    }

    /** One of the cars without a session, if the lot knows of any. */
    private LotEvent exitWithoutSession() {
        List<String> flags = flagged(Reason.NO_OPEN_SESSION.name());
        return exit(ask.sessionId(), "", "", 0, lot.adj > 0 ? -1 : 0, flags);
    }

    /** This and the faults. */
    private List<String> flagged(String flag) {
        List<String> flags = new ArrayList<>(List.of(flag));
        flags.addAll(faults());
        return flags;
    }

    private List<String> faults() {
        return ask.faults().stream().map(Reason::name).toList();
    }

    private LotEvent exit(String session, String right, String pool, long entryMs, int adjDelta, List<String> flags) {
        return new LotEvent(
                EventKind.EXIT,
                Direction.EXIT,
                0,
                0,
                ask.scanId(),
                ask.nowMs(),
                ask.lane().id(),
                ask.credential().text(),
                ask.root().text(),
                session,
                ask.decisionId(),
                right,
                pool,
                ask.grantDeadlineMs(),
                entryMs,
                adjDelta,
                flags,
                0,
                0,
                ask.extra());
    }
}
