package parkgate.core.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.Reason;

/** Entry, in the order of docs/protocol/RULES.md. */
final class EntryRules {
    /** A static code read twice at one lane within this time is one scan. */
    static final long STATIC_ECHO_MS = 10_000;

    private final AccessRequest ask;
    private final LotState lot;
    private final LotRules rules;
    private final @Nullable CachedRights cached;
    private final @Nullable Guard guard;
    private final List<String> flags = new ArrayList<>();

    EntryRules(AccessRequest ask, LotState lot, LotRules rules, @Nullable CachedRights cached, @Nullable Guard guard) {
        this.ask = ask;
        this.lot = lot;
        this.rules = rules;
        this.cached = cached;
        this.guard = guard;
    }

    Ruling ruling() {
        if (!ask.faults().isEmpty()) {
            return refuse(ask.faults().get(0));
        }
        if (ask.codeClass() != CodeClass.S) {
            Ruling spent = spentStep();
            if (spent != null) {
                return spent;
            }
        }
        Stay same = lot.find(root(), stay -> waitsAtThisBarrier(stay) || justReadHere(stay));
        if (same != null) {
            return new Ruling.Again(same, ask.codeClass() != CodeClass.S);
        }
        if (lot.seq - lot.done >= ask.outboxBound()) {
            return refuse(Reason.NOT_RECORDABLE);
        }
        if (rules.status() == LotRules.Status.CLOSED_TO_ALL) {
            return refuse(Reason.LOT_CLOSED);
        }
        if (cached == null || !cached.usable(lot.epoch, ask.leastRightVersion())) {
            return new Ruling.Ask(new Answer.Miss());
        }
        if (!cached.rights().known()) {
            return refuse(Reason.UNKNOWN_CREDENTIAL);
        }
        if (!cached.rights().root().equals(ask.root())) {
            return new Ruling.Ask(new Answer.Root(cached.rights().root().text()));
        }
        return byRight(rightNow());
    }

    private Ruling byRight(@Nullable Right right) {
        Reason refusal = refusedByStatus(right);
        refusal = refusal != null ? refusal : refusedByPassback();
        refusal = refusal != null ? refusal : refusedByCapacity(right);
        if (refusal != null) {
            return refuse(refusal);
        }
        if (right == null || right.poolId() == null) {
            return new Ruling.Admit(entry(right, ""));
        }
        LotRules.Pool pool = rules.pools().get(right.poolId());
        int taken = lot.pools.getOrDefault(right.poolId(), 0);
        if (pool == null || taken < pool.spaces()) {
            return new Ruling.Admit(entry(right, right.poolId()));
        }
        return switch (pool.policy()) {
            case HARD -> new Ruling.Refuse(Reason.POOL_FULL, new PoolCount(pool.id(), pool.spaces(), taken));
            case SOFT -> new Ruling.Admit(flagged(Reason.POOL_FULL).entry(right, pool.id()));
            case CHARGE -> new Ruling.Admit(flagged(Reason.POOL_FULL).entry(null, ""));
        };
    }

    // ── Steps and repeats ───────────────────────────────────────────────────────────────────────────────────────────

    /** What a step that is not new is answered; null when it is new. */
    private @Nullable Ruling spentStep() {
        Guard.Verdict verdict = verdict();
        return switch (verdict) {
            case NEW, LATER -> null;
            case AWAY -> {
                flagged("GUARD_AWAY");
                yield null;
            }
            case STALE -> refuse(Reason.STALE_CODE);
            case REPLAYED -> refuse(Reason.REPLAYED);
            case SAME, LATE -> {
                Stay granted = lot.find(root(), stay -> grantedForThisStep(stay, verdict));
                Stay same = granted != null ? granted : lot.find(root(), this::waitsAtThisBarrier);
                yield same == null ? refuse(Reason.REPLAYED) : new Ruling.Again(same, false);
            }
        };
    }

    private Guard.Verdict verdict() {
        return ask.claimed() != null
                ? ask.claimed()
                : Guard.verdict(guard, ask.step(), lot.lotId, ask.lane().id(), ask.nowMs(), ask.scanId());
    }

    private boolean grantedForThisStep(Stay stay, Guard.Verdict verdict) {
        String decision = guard != null ? guard.decisionId() : ask.claimedDecisionId();
        return verdict == Guard.Verdict.SAME && stay.open() && stay.decisionId().equals(decision);
    }

    /** The barrier stayed shut: granted here, and no passage reported yet. */
    private boolean waitsAtThisBarrier(Stay stay) {
        return stay.state() == Stay.State.P && stay.laneId().equals(ask.lane().id());
    }

    private boolean justReadHere(Stay stay) {
        return ask.codeClass() == CodeClass.S
                && stay.state() == Stay.State.I
                && stay.laneId().equals(ask.lane().id())
                && ask.nowMs() - stay.atMs() <= STATIC_ECHO_MS;
    }

    // ── Rights, status, passback, capacity ──────────────────────────────────────────────────────────────────────────

    /** The first right that covers the moment. */
    private @Nullable Right rightNow() {
        return cachedRights().stream()
                .filter(right -> right.fromMs() <= ask.nowMs() && ask.nowMs() < right.untilMs())
                .filter(right -> Windows.cover(right.windows(), ask.moment()))
                .findFirst()
                .orElse(null);
    }

    private List<Right> cachedRights() {
        return cached == null ? List.of() : cached.rights().rights();
    }

    private @Nullable Reason refusedByStatus(@Nullable Right right) {
        if (rules.status() == LotRules.Status.CLOSED && (right == null || right.type() != Right.Type.STAFF)) {
            return Reason.LOT_CLOSED;
        }
        if (right != null) {
            return null;
        }
        if (!rules.admitTransients()) {
            return cachedRights().isEmpty() ? Reason.NO_RIGHT_HERE : Reason.OUT_OF_TIME_RANGE;
        }
        return rules.status() == LotRules.Status.FULL ? Reason.LOT_FULL : null;
    }

    private @Nullable Reason refusedByPassback() {
        if (lot.find(root(), Stay::open) == null) {
            return null;
        }
        if (rules.passback() == LotRules.Passback.HARD || ask.codeClass() == CodeClass.S) {
            return Reason.PASSBACK;
        }
        if (rules.passback() == LotRules.Passback.SOFT) {
            flagged(Reason.PASSBACK);
        }
        return null;
    }

    private @Nullable Reason refusedByCapacity(@Nullable Right right) {
        if (rules.capacity() == LotRules.UNLIMITED || lot.open + lot.adj < rules.capacity()) {
            return null;
        }
        if (rules.fullPolicy() == LotRules.FullPolicy.HARD || right == null) {
            return Reason.LOT_FULL;
        }
        flagged(Reason.LOT_FULL);
        return null;
    }

    private EntryRules flagged(Reason reason) {
        return flagged(reason.name());
    }

    private EntryRules flagged(String flag) {
        flags.add(flag);
        return this;
    }

    private static Ruling refuse(Reason reason) {
        return new Ruling.Refuse(reason);
    }

    private String root() {
        return ask.root().text();
    }

    private LotEvent entry(@Nullable Right right, String pool) {
        return new LotEvent(
                EventKind.ENTRY,
                Direction.ENTRY,
                0,
                0,
                ask.scanId(),
                ask.nowMs(),
                ask.lane().id(),
                ask.credential().text(),
                root(),
                ask.sessionId(),
                ask.decisionId(),
                right == null ? "" : right.id().toString(),
                pool,
                ask.grantDeadlineMs(),
                ask.nowMs(),
                0,
                flags,
                0,
                0,
                Extra.withSessions(ask.extra(), SessionState.OVER, lot.softlyClosed(root())));
    }
}
