package parkgate.core.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;

/**
 * One lot in memory: the reference of the rules, and of what the Redis functions in {@code redis/parkgate.lua} do. The
 * functions are what runs; a model test drives both with the same histories. Method by method the two correspond.
 *
 * <p>Not thread-safe: a lot does one thing at a time.
 */
public final class LotBook {
    private final String lotId;

    /** Shared by the lots of one service. */
    private final Map<CredentialId, Guard> guards;

    private final Map<String, LotEvent> answers = new HashMap<>();
    private final Map<CredentialId, CachedRights> rights = new HashMap<>();
    private final Map<CredentialId, LotEvent> echoes = new HashMap<>();
    private @Nullable LotState state;

    /**
     * A cold lot.
     *
     * @param guards the last accepted steps, of all lots that share them
     */
    public LotBook(String lotId, Map<CredentialId, Guard> guards) {
        this.lotId = lotId;
        this.guards = guards;
    }

    // ── access ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /** One scan, whole: the rules, the number, the count, the event. */
    public Answer access(AccessRequest ask) {
        LotState lot = trusted();
        if (lot == null) {
            return new Answer.Cold();
        }
        LotEvent before = answers.get(ask.scanId());
        if (before != null && before.epoch() == lot.epoch) {
            return new Answer.Answered(lot.standing(before.seq()), before, unconfirmed(lot, ask, before));
        } else if (before != null && !ask.fresh()) {
            return new Answer.Unsure();
        }
        LotRules rules = newest(lot, ask.rules());
        LotEvent leftAlready = leftAlready(lot, ask);
        Direction way = WhichWay.of(ask, lot, leftAlready);
        Guard guard = guards.get(ask.credential());
        Ruling ruling = way == Direction.EXIT
                ? new ExitRules(ask, lot, rules, leftAlready).ruling()
                : new EntryRules(ask, lot, rules, rights.get(ask.credential()), guard).ruling();
        return carryOut(ruling, ask, lot, way);
    }

    private Answer carryOut(Ruling ruling, AccessRequest ask, LotState lot, Direction way) {
        // While the head is younger than answers live, PostgreSQL may know the scan though nothing here does.
        boolean unsure = !ask.fresh() && ask.nowMs() < lot.sinceMs + ask.answersLiveMs();
        if (ruling instanceof Ruling.Ask fetch) {
            return fetch.answer();
        } else if (ruling instanceof Ruling.Refuse no) {
            return unsure ? new Answer.Unsure() : new Answer.Denied(no.reason(), way, no.pool());
        } else if (ruling instanceof Ruling.Again again) {
            if (again.takesStep()) {
                takeStep(ask, again.stay().decisionId());
            }
            boolean unconfirmed = way == Direction.ENTRY
                    && !ask.lane().confirmPassage()
                    && again.stay().awaitsPassage();
            return repeated(lot, ask, again.stay().seq(), grantOf(again.stay(), ask, lot, way), unconfirmed);
        } else if (ruling instanceof Ruling.LeftAlready left) {
            return repeated(lot, ask, left.exit().seq(), left.exit(), false);
        } else if (ruling instanceof Ruling.AdmitUnproven unproven) {
            return unsure ? new Answer.Unsure() : granted(unproven.event(), ask, lot);
        }
        return granted(((Ruling.Admit) ruling).event(), ask, lot);
    }

    private Answer granted(LotEvent event, AccessRequest ask, LotState lot) {
        LotEvent done = append(lot, event);
        if (done.kind() == EventKind.ENTRY) {
            takeStep(ask, ask.decisionId());
        } else if (!ask.lane().confirmPassage()) {
            echoes.put(ask.root(), done);
        }
        return new Answer.Granted(done);
    }

    /** The repeat is an answer to its own scanId too: sent again, it is answered so again whatever happened since. */
    private Answer repeated(LotState lot, AccessRequest ask, long seq, LotEvent grant, boolean unconfirmed) {
        LotEvent event = Objects.requireNonNullElse(lot.outbox.get(seq), grant);
        answers.put(ask.scanId(), event);
        return new Answer.Repeated(lot.standing(seq), event, unconfirmed);
    }

    /** An entry at a lane without a loop that does not stand inside: it was never told, or has left since. */
    private static boolean unconfirmed(LotState lot, AccessRequest ask, LotEvent grant) {
        return grant.kind() == EventKind.ENTRY
                && !ask.lane().confirmPassage()
                && lot.find(
                                grant.rootId(),
                                stay -> stay.state() == Stay.State.I
                                        && stay.decisionId().equals(grant.decisionId()))
                        == null;
    }

    private void takeStep(AccessRequest ask, String decisionId) {
        if (ask.codeClass() != CodeClass.S && ask.claimed() == null) {
            Guard last = guards.get(ask.credential());
            String lane = ask.lane().id();
            guards.put(
                    ask.credential(),
                    Guard.taken(last, ask.step(), lotId, lane, ask.nowMs(), ask.scanId(), decisionId));
        }
    }

    /** The rules of the highest version that the lot was ever given; its own from now on. */
    private static LotRules newest(LotState lot, LotRules given) {
        LotRules known = lot.rules;
        LotRules newest = known == null || given.version() > known.version() ? given : known;
        lot.rules = newest;
        return newest;
    }

    private @Nullable LotEvent leftAlready(LotState lot, AccessRequest ask) {
        LotEvent echo = echoes.get(ask.root());
        boolean same = echo != null
                && ask.lane().direction() != LaneDirection.ENTRY
                && lot.find(ask.root().text(), Stay::open) == null
                && echo.laneId().equals(ask.lane().id())
                && echo.epoch() == lot.epoch
                && ask.nowMs() - echo.atMs() <= ask.echoMs();
        return same ? echo : null;
    }

    /** The event of a grant that left the outbox, as far as its stay tells. */
    private static LotEvent grantOf(Stay stay, AccessRequest ask, LotState lot, Direction way) {
        return new LotEvent(
                way == Direction.ENTRY ? EventKind.ENTRY : EventKind.EXIT,
                way,
                lot.epoch,
                stay.seq(),
                ask.scanId(),
                stay.atMs(),
                stay.laneId(),
                stay.credentialId(),
                ask.root().text(),
                stay.sessionId(),
                stay.decisionId(),
                stay.rightId(),
                stay.poolId(),
                ask.lane().confirmPassage() ? stay.deadlineMs() : 0,
                stay.entryMs(),
                stay.adjDelta(),
                stay.flags(),
                lot.open,
                lot.adj,
                "");
    }

    // ── outcome and happened ────────────────────────────────────────────────────────────────────────────────────────

    /**
     * What the vehicle did after a grant.
     *
     * @param kind CONFIRMED, NO_ENTRY or EXPIRED
     */
    public Answer outcome(long nowMs, String decisionId, EventKind kind, String key, String extra) {
        return once(key, lot -> {
            String root = lot.pending.get(decisionId);
            Stay stay = root == null ? null : lot.find(root, s -> s.decisionId().equals(decisionId));
            if (root == null || stay == null) {
                return new Answer.NotPending();
            }
            if (kind == EventKind.EXPIRED && nowMs < stay.deadlineMs()) {
                return new Answer.NotDue();
            }
            return new Answer.Granted(append(lot, Happenings.outcome(nowMs, stay, root, kind, key, extra)));
        });
    }

    /** What has happened already or what an operator decides: no rule refuses it. Only this takes a count over. */
    public Answer happened(Happening happening) {
        return once(happening.key(), lot -> {
            if (happening.kind() == EventKind.CLOSE && !Happenings.open(lot, happening)) {
                return new Answer.NotOpen();
            }
            if (happening.kind() == EventKind.RESTORED && Happenings.isInside(lot, happening)) {
                return new Answer.Inside();
            }
            return new Answer.Granted(append(lot, Happenings.event(lot, happening)));
        });
    }

    /** What a lane did by itself: applied, never refused; only kept back while too much waits for PostgreSQL. */
    public Answer offline(OfflineScan scan) {
        return once(scan.scanId(), lot -> {
            if (lot.seq - lot.done >= scan.outboxBound()) {
                return new Answer.Full();
            }
            LotRules rules = newest(lot, scan.rules());
            return new Answer.Granted(append(lot, new OfflineEvents(scan, lot, rules).event()));
        });
    }

    /** The step that a lane accepted by itself at {@code atMs}: the last accepted one moves up, never down. */
    public Guard.Verdict learnStep(
            CredentialId credential,
            long atMs,
            long step,
            String laneId,
            String scanId,
            String decisionId,
            long mostStep) {
        Guard last = guards.get(credential);
        if (last == null || step > last.step()) {
            if (step <= mostStep) {
                guards.put(credential, Guard.taken(last, step, lotId, laneId, atMs, scanId, decisionId));
            }
            return Guard.Verdict.NEW;
        } else if (step < last.step()) {
            return last.atMs() > atMs ? Guard.Verdict.LATER : Guard.Verdict.STALE;
        }
        return last.scanId().equals(scanId) ? Guard.Verdict.NEW : Guard.Verdict.REPLAYED;
    }

    /**
     * A grant that its instance neither recorded nor marked, so no lane was told; PostgreSQL, asked before, has it not.
     *
     * @param seq the grant's number
     * @param deadlineMs until when its passage may be reported where its lane awaits none, unix milliseconds
     */
    public Answer untold(long nowMs, String decisionId, long seq, long deadlineMs, String key) {
        return once(key, lot -> {
            LotEvent grant = lot.outbox.get(seq);
            if (grant == null || !grant.decisionId().equals(decisionId) || seq <= lot.mark) {
                return new Answer.NotPending();
            }
            LotEvent event = Happenings.untold(nowMs, lot, grant, deadlineMs, key);
            return event == null ? new Answer.NotPending() : new Answer.Granted(append(lot, event));
        });
    }

    private Answer once(String key, Function<LotState, Answer> change) {
        LotState lot = trusted();
        if (lot == null) {
            return new Answer.Cold();
        }
        LotEvent before = answers.get(key);
        // One of an older epoch is either in this state or was dropped, and then nobody was told: the state says all.
        return before != null && before.epoch() == lot.epoch
                ? new Answer.Answered(lot.standing(before.seq()), before)
                : change.apply(lot);
    }

    private LotEvent append(LotState lot, LotEvent event) {
        LotEvent done = lot.append(event);
        answers.put(done.key(), done);
        return done;
    }

    // ── mark, done, confirm, install, put, give back ────────────────────────────────────────────────────────────────

    /** What {@link #mark} answers. */
    public enum Marked {
        MARKED,
        NOT_SURE,
        STALE
    }

    /** An event's answer is about to go out before PostgreSQL has it: it and all before it outlive a rebuild. */
    public Marked mark(long epoch, long seq) {
        LotState lot = trusted();
        if (lot == null || lot.epoch != epoch) {
            return Marked.STALE;
        }
        if (seq > lot.mark && !lot.sure) {
            return Marked.NOT_SURE;
        }
        lot.mark = Math.max(lot.mark, seq);
        return Marked.MARKED;
    }

    /** PostgreSQL has this number of this epoch, and so all before it. False when the epoch is not the head's. */
    public boolean done(long epoch, long seq) {
        LotState lot = state;
        if (lot == null || lot.epoch != epoch) {
            return false;
        }
        lot.done = Math.max(lot.done, seq);
        lot.outbox.headMap(lot.done, true).clear();
        return true;
    }

    /** PostgreSQL still stands at this epoch, said after the install. False when the epoch is not the head's. */
    public boolean confirm(long epoch) {
        LotState lot = state;
        if (lot == null || lot.epoch != epoch) {
            return false;
        }
        lot.sure = true;
        return true;
    }

    /**
     * The lot's state from PostgreSQL, under a new epoch; marked events that PostgreSQL does not have are carried over.
     *
     * @param recorded keys of the outbox that PostgreSQL has
     * @return how many were carried over, or -1 when the head is of this or a later epoch
     */
    public int install(long nowMs, Snapshot snapshot, Set<String> recorded) {
        LotState old = state;
        if (old != null && old.epoch >= snapshot.epoch()) {
            return -1;
        }
        LotState lot = snapshot.state(lotId, nowMs);
        state = lot;
        if (old == null) {
            return 0;
        }
        lot.rules = old.rules;
        List<LotEvent> told = old.outbox.headMap(old.mark, true).values().stream()
                .filter(event -> !recorded.contains(event.key()))
                .toList();
        told.forEach(event -> append(lot, event));
        lot.mark = lot.seq;
        return told.size();
    }

    /** A credential's rights as read from PostgreSQL; newer ones stand. False when they did, or the lot is cold. */
    public boolean putRight(CredentialId credential, RightsAtLot read) {
        LotState lot = state;
        CachedRights there = rights.get(credential);
        if (lot == null
                || (there != null
                        && there.epoch() == lot.epoch
                        && there.rights().version() > read.version())) {
            return false;
        }
        rights.put(credential, new CachedRights(read, lot.epoch));
        return true;
    }

    /** The step of a grant that was refused or undone is not spent. False when another grant took a step since. */
    public boolean giveBack(CredentialId credential, String decisionId) {
        Guard there = guards.get(credential);
        if (there == null || !there.decisionId().equals(decisionId)) {
            return false;
        }
        Guard before = there.givenBack();
        if (before == null) {
            guards.remove(credential);
        } else {
            guards.put(credential, before);
        }
        return true;
    }

    /** Redis is another process than the one in which the head was installed: it may have lost its last second. */
    public void restart() {
        if (state != null) {
            state.trusted = false;
        }
    }

    private @Nullable LotState trusted() {
        return state != null && state.trusted ? state : null;
    }

    /** Redis has lost all. Answers, rights and guards are gone with the head. */
    public void loseAll() {
        state = null;
        answers.clear();
        rights.clear();
        echoes.clear();
        guards.clear();
    }

    /** What the lot holds, for comparison; null when it is cold. */
    public @Nullable LotView view() {
        LotState lot = state;
        return lot == null ? null : LotView.of(lot, answers);
    }
}
