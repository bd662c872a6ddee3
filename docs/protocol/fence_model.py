#!/usr/bin/env python3
"""A random walk through the lot protocol of FENCE.md, which is kept true by this program.

Several lots, on one Redis or each on its own (a cluster); several instances, each with one recorder that writes batches
of lots; crashes anywhere; calls that Redis executes twice; Redis going back in time or losing all; PostgreSQL going
away, failing statements, or losing the answer to a commit. Then calm, then the promises are checked.

usage: fence_model.py RUNS [BUG [FIRST_SEED]]
       BUG takes out one rule, which the checks must catch; the walk then ends at the first broken promise.
"""
import random
import sys
from collections import namedtuple

LANES = 2
REPEAT, KEEP = 70, 90          # a lane repeats a scanId for REPEAT ticks at most; an answer is kept for KEEP, and in the outbox

BUGS = {
    # the lot's fence
    "noepoch": "PostgreSQL takes events of an older epoch",
    "norun": "a head is trusted in another Redis process than the one it was installed in",
    "nomark": "QUEUED is answered without asking Redis",
    "noprefix": "a mark covers its own event only, not what it stands on",
    "nogap": "PostgreSQL takes a number with an earlier one missing",
    "noanswer": "the stored answer of a scanId is not looked at",
    "noconfirm": "answers are queued before PostgreSQL was asked again after the install",
    "norecent": "a rebuild does not put back the answers that may still be repeated",
    "noonce": "an install is sent again when its answer is lost",
    "nodoneepoch": "numbers of one epoch remove events of another from the outbox",
    "noalias": "a grant given again under another scanId leaves no answer of its own",
    "nojoin": "a repeat is answered before the event of its first answer is recorded or marked",
    # several lots in one batch
    "nosplit": "a statement that went through is taken as committed for every lot in it",
    "nolotbylot": "a statement that failed is blamed on every lot in it",
    # the same step at two lots
    "noguard": "nobody looks at the step",
    "noguardback": "a refused scan keeps its step",
    "nocompare": "a step is given back whoever claimed it last",
    "noshared": "a step claimed twice at one lane is given back by the first who is refused",
    "norestore": "a step given back leaves nothing, not the step before it",
    "noowner": "a car that backs out gives back whatever step stands",
}

Event = namedtuple("Event", "lot seq epoch key kind car lane step at")
Scan = namedtuple("Scan", "key kind car lot lane step born")
Answer = namedtuple("Answer", "event seq epoch until")
Step = namedtuple("Step", "step lot lane key token before")     # token None: shared or restored, not for a refusal to give back


# What a walk dwells on, so that rare meetings are met: sizes are (capacity, cars), rates are per tick.
Dwell = namedtuple("Dwell", "lots cluster sizes ticks step_ticks scan repeat copy passage sweep back flush pg guard twice stick")
DWELLS = (
    Dwell((1, 2, 2, 3), .5, ((3, 7),), 150, 25, .12, .04, .03, .05, .02, .013, .004, .013, .004, .05, .0),    # a day
    Dwell((1, 2, 2, 3), .5, ((3, 7),), 150, 25, .12, .04, .03, .05, .02, .026, .008, .026, .008, .05, .5),    # a bad day
    Dwell((1,), .3, ((1, 3), (2, 4)), 150, 25, .10, .01, .00, .02, .01, .050, .020, .040, .000, .25, .5),    # queueing
    Dwell((1, 2), .9, ((1, 3), (2, 3)), 200, 60, .08, .03, .12, .04, .02, .004, .000, .004, .001, .10, .5),    # steps
)
DWELL_OF = {"noconfirm": 2, "noonce": 2, "nodoneepoch": 2, "nocompare": 3, "noshared": 3, "norestore": 3, "noowner": 3}


class Failed(Exception):
    """The statement failed: nothing of it stands."""


class Lot:
    """One lot in Redis."""

    def __init__(self):
        self.head, self.inside, self.pending, self.outbox, self.answers = None, {}, set(), [], {}

    def copy(self):
        c = Lot()
        c.head = self.head and dict(self.head, only=set(self.head["only"]))
        c.inside, c.pending = dict(self.inside), set(self.pending)
        c.outbox, c.answers = list(self.outbox), dict(self.answers)
        return c

    def apply(self, e):
        apply(self.inside, self.pending, e)


class Node:
    """One Redis process: its lots, perhaps the guard, and what it may go back to."""

    def __init__(self, lots, guard):
        self.lots, self.guard, self.run, self.past, self.clean = {n: Lot() for n in lots}, {} if guard else None, 1, [], True

    def picture(self):
        return {n: lot.copy() for n, lot in self.lots.items()}, None if self.guard is None else dict(self.guard)

    def remember(self):
        self.past = (self.past + [self.picture()])[-4:]


class Table:
    """One lot in PostgreSQL: its row of lot_head, its events, their unique keys."""

    def __init__(self):
        self.epoch, self.last, self.events, self.keys = 0, 0, {}, {}


class Instance:
    """One process of the service: what waits for its recorder, by (lot, epoch, seq)."""

    def __init__(self):
        self.queue, self.dead = {}, False


def apply(inside, pending, e):
    """What an event does to a lot: IN waits for its passage, YES and NO are the outcome, OUT leaves."""
    if e.kind == "IN":
        inside[e.car] = e
        pending.add(e.key)
    elif e.kind == "OUT":
        gone = inside.pop(e.car, None)
        if gone: pending.discard(gone.key)
    else:
        pending.discard(e.key[1])
        if e.kind == "NO" and e.car in inside and inside[e.car].key == e.key[1]: del inside[e.car]


class World:
    def __init__(self, seed, bug):
        r = self.r = random.Random(seed)
        self.bug, self.now, self.tokens = bug, 0, 0
        self.dwell = DWELLS[DWELL_OF[bug]] if bug in DWELL_OF else r.choice(DWELLS)                                  # what this walk dwells on
        d = self.dwell
        self.lots = range(r.choice(d.lots))
        self.cluster = r.random() < d.cluster
        self.capacity, self.cars = r.choice(d.sizes)
        if self.cluster:
            self.nodes = [Node([n], False) for n in self.lots] + [Node([], True)]
        else:
            self.nodes = [Node(self.lots, True)]
        self.guard, self.guard_up = self.nodes[-1], True
        self.pg, self.pg_up = {n: Table() for n in self.lots}, True
        self.instances = [Instance() for _ in range(r.choice((1, 2, 2, 3)))]
        self.told = {}                  # key of what a lane was told -> the key of the event that it stands on
        self.issued = {}                # (car, step) -> [(lot, lane, when claimed, guard was asked)]
        self.guard_lost = []            # when the guard's memory went back or was lost
        self.given_up = {}              # token of a refused scan, which must stand nowhere -> when
        self.warm = r.random() < .5

    def node(self, lot): return self.nodes[lot] if self.cluster else self.nodes[0]

    def held_up(self):
        """How many ticks a call is held up, by the network or a pause: mostly none."""
        return self.r.randrange(50) if self.r.random() < self.dwell.stick / 5 else 0

    def call(self, f, *args):
        """A call of Redis. Its answer may be lost with the connection; the driver sends it again when it has another."""
        yield self.held_up()
        if self.r.random() < self.dwell.twice:
            f(*args)
            yield self.held_up()
        return f(*args)

    def call_once(self, f, *args):
        """A call that is never sent again."""
        if self.bug == "noonce":
            return (yield from self.call(f, *args))
        yield self.held_up()
        return f(*args)

    # --- Redis functions, each atomic -----------------------------------------------------------------------

    def trusted(self, lot):
        node = self.node(lot)
        head = node.lots[lot].head
        return head is not None and (head["run"] == node.run or self.bug == "norun")

    def is_marked(self, R, e): return e.seq in R.head["only"] if self.bug == "noprefix" else e.seq <= R.head["mark"]

    def stored(self, R, event, seq):
        """An answer that stands: final once its event is in PostgreSQL or marked; until then its recording is joined."""
        if seq <= R.head["done"] or self.bug == "nojoin": return ("ANSWER", event, "COMMITTED")
        e = next(o for o in R.outbox if o.seq == seq)
        return ("ANSWER", event, "QUEUED") if self.is_marked(R, e) else ("JOIN", e)

    def f_access(self, s, asked, verdict):
        node = self.node(s.lot)
        R = node.lots[s.lot]
        if self.now - s.born > REPEAT: return ("LATE",)
        if not self.trusted(s.lot): return ("COLD",)
        h = R.head
        a = R.answers.get(s.key)
        if a and a.event != s.key:                                             # it was given another scan's grant again
            own = R.answers.get(a.event)
            if own and own.epoch > a.epoch and own.until >= self.now: a = own
        if a and (a.until >= self.now or a.epoch == h["epoch"] and a.seq > h["done"]) and self.bug != "noanswer":
            if a.epoch == h["epoch"]: return self.stored(R, a.event, a.seq)
            if asked != h["epoch"]: return ("UNSURE", h["epoch"], a.event)     # of an older epoch: PostgreSQL must say
        steps = s.kind == "IN" and s.step is not None
        if steps and not self.cluster: verdict = self.look(s)
        if verdict in ("STALE_CODE", "REPLAYED"): return ("DENIED", verdict)
        if s.kind == "IN":
            if s.car in R.inside:
                g = R.inside[s.car]
                if g.key in R.pending and g.lane == s.lane:                     # the barrier stayed shut: the same grant
                    if steps and not self.cluster: self.f_claim(s, None, g.key)
                    self.issue(s, g.key)
                    if self.bug != "noalias": R.answers[s.key] = Answer(g.key, g.seq, h["epoch"], self.now + KEEP)
                    return self.stored(R, g.key, g.seq)
                return ("DENIED", "REPLAYED" if verdict == "SHARED" else "PASSBACK")
            if verdict == "SHARED": return ("DENIED", "REPLAYED")              # the step stands for another scan
            if len(R.inside) >= self.capacity: return ("DENIED", "LOT_FULL")
        elif s.kind == "OUT":
            if s.car not in R.inside: return ("DENIED", "NO_OPEN_SESSION")
        elif s.key[1] not in R.pending: return ("DENIED", "NOT_PENDING")  # a passage: the first outcome stands
        node.remember()
        h["seq"] += 1
        e = Event(s.lot, h["seq"], h["epoch"], s.key, s.kind, s.car, s.lane, s.step, self.now)
        R.apply(e)
        R.outbox.append(e)
        R.answers[s.key] = Answer(s.key, e.seq, e.epoch, self.now + KEEP)
        if steps and not self.cluster: self.f_claim(s, None, s.key)
        if s.kind == "IN": self.issue(s, s.key)
        return ("GRANTED", e)

    def f_mark(self, e):
        """The event's answer will go out before PostgreSQL has it. One number: the highest that is marked."""
        R = self.node(e.lot).lots[e.lot]
        if not self.trusted(e.lot) or R.head["epoch"] != e.epoch: return False
        if not R.head["sure"] and self.bug != "noconfirm": return False
        R.head["mark"] = max(R.head["mark"], e.seq)        # and all that it stands on
        R.head["only"].add(e.seq)
        self.node(e.lot).past = []                         # marked means durable: Redis never goes back behind it
        return True

    def f_done(self, lot, epoch, seq):
        """PostgreSQL has all up to this number. One number, since it holds a gap-free prefix."""
        R = self.node(lot).lots[lot]
        if R.head is None or R.head["epoch"] != epoch and self.bug != "nodoneepoch": return
        R.outbox = [o for o in R.outbox if o.seq > seq]
        R.head["done"] = max(R.head["done"], seq)

    def f_install(self, lot, epoch, seq, inside, pending, known, recent):
        node = self.node(lot)
        R = node.lots[lot]
        if R.head is not None and R.head["epoch"] >= epoch: return
        node.remember()
        marked = {o.key for o in R.outbox if R.head is None or self.is_marked(R, o)}
        R.head = dict(epoch=epoch, seq=seq, run=node.run, sure=False, mark=seq, done=seq, only=set())
        R.inside, R.pending, outbox = dict(inside), set(pending), []
        if self.bug != "norecent":
            for e in recent: R.answers[e.key] = Answer(e.key, e.seq, epoch, e.at + KEEP)
        for o in R.outbox:
            if o.key in known or o.key not in marked: continue   # PostgreSQL has it; nobody was told: decided again
            R.head["seq"] += 1
            o = o._replace(seq=R.head["seq"], epoch=epoch)
            R.apply(o)
            R.answers[o.key] = Answer(o.key, o.seq, epoch, self.now + KEEP)
            R.head["only"].add(o.seq)
            outbox.append(o)
        R.outbox, R.head["mark"] = outbox, R.head["seq"]

    def f_confirm(self, lot, epoch):
        """PostgreSQL still stands at this epoch, said after the install: from now on answers may be queued."""
        head = self.node(lot).lots[lot].head
        if head is not None and head["epoch"] == epoch: head["sure"] = True

    # --- the guard: the last accepted step of a credential and its lane, under the credential's own key ----------

    def look(self, s):
        g = self.guard.guard.get(s.car)
        if g is None or self.bug == "noguard" or s.step > g.step: return "OK"
        if s.step < g.step: return "STALE_CODE"
        if (g.lot, g.lane) != (s.lot, s.lane): return "REPLAYED"
        return "OK" if g.key == s.key else "SHARED"

    def f_claim(self, s, token, key):
        """On one Redis: part of access, at the grant. On a cluster: a call of its own before, with a token to give it back by."""
        if not self.guard_up: return "AWAY"
        verdict, g = self.look(s), self.guard.guard.get(s.car)
        if verdict == "OK" and (g is None or g.step != s.step):
            if token is not None: self.guard.remember()
            self.guard.guard[s.car] = Step(s.step, s.lot, s.lane, key, token, g and g._replace(token=None, before=None))
        elif verdict in ("OK", "SHARED") and g.token != token and self.bug != "noshared":
            self.guard.guard[s.car] = g._replace(token=None)       # two may stand on it: no refusal gives it back
        return verdict

    def f_give_back(self, car, token):
        """Of a refused scan: compare and restore."""
        if not self.guard_up: return "AWAY"
        g = self.guard.guard.get(car)
        if g is None or g.token != token and self.bug != "nocompare": return "NOT_MINE"
        return self.restore(car, g)

    def f_back_out(self, car, key):
        """The car backed out, and that is recorded or marked: the step that this grant was given for is free again."""
        if not self.guard_up: return "AWAY"
        g = self.guard.guard.get(car)
        if g is None or g.key != key and self.bug != "noowner": return "NOT_MINE"
        return self.restore(car, g)

    def restore(self, car, g):
        if g.before and self.bug != "norestore": self.guard.guard[car] = g.before
        else: del self.guard.guard[car]
        return "BACK"

    def issue(self, s, key):
        """For the checks: a grant was given for this step (on a cluster noted when it was claimed)."""
        if s.step is not None and not self.cluster:
            self.issued.setdefault((s.car, s.step), []).append((s.lot, s.lane, self.now, True, key))

    # --- PostgreSQL, each statement or transaction atomic ------------------------------------------------------

    def p(self, f):
        if not self.pg_up: raise ConnectionError
        return f(self.pg)

    def p_record(self, batch):
        """batch: lot -> its events, one epoch, numbers without a gap. One statement, in lot order -> the lots that moved."""
        def statement(pg):
            moved = []
            for lot in sorted(batch):
                t, first = pg[lot], batch[lot][0]
                if t.epoch != first.epoch and self.bug != "noepoch": continue
                if t.last != first.seq - 1 and not (self.bug == "nogap" and t.last < first.seq): continue
                moved.append(lot)
            if self.r.random() < .02 or any(e.key in pg[lot].keys for lot in moved for e in batch[lot]):
                raise Failed                               # deadlock; or a unique violation: the key has another number
            for lot in moved:
                for e in batch[lot]: pg[lot].events[e.seq], pg[lot].keys[e.key], pg[lot].last = e, e.seq, e.seq
            return moved
        moved = self.p(statement)
        if self.r.random() < .05: raise ConnectionError    # the answer is lost, whatever happened
        return moved

    def p_look(self, batch):
        """A second statement with a fresh snapshot: what stands in the place of the lots that did not move."""
        return self.p(lambda pg: {lot: (pg[lot].epoch, pg[lot].last, {e.seq: pg[lot].events.get(e.seq) for e in batch[lot]},
                                        {e.key: pg[lot].keys.get(e.key) for e in batch[lot]}) for lot in batch})

    # --- processes: each yield is a point where others run or this one dies -----------------------------------

    def rebuild(self, lot):
        try:
            yield
            head = self.node(lot).lots[lot].head

            def bump(pg):
                pg[lot].epoch = max(pg[lot].epoch, head["epoch"] if head else 0) + 1
                return pg[lot].epoch
            yield
            epoch = self.p(bump)
            yield
            state = self.p(lambda pg: [pg[lot].events[n] for n in sorted(pg[lot].events)])
            yield
            recent = [e for e in state if e.at >= self.now - KEEP]
            outbox = {o.key for o in self.node(lot).lots[lot].outbox}
            yield
            known = self.p(lambda pg: outbox & set(pg[lot].keys))
            inside, pending = {}, set()
            for e in state: apply(inside, pending, e)
            yield from self.call_once(self.f_install, lot, epoch, max([e.seq for e in state], default=0), inside, pending, known, recent)
            yield
            if self.p(lambda pg: pg[lot].epoch) == epoch:
                yield from self.call(self.f_confirm, lot, epoch)
        except ConnectionError:
            return

    def scan(self, instance, s):
        told = self.told.get(s.key)
        asked, verdict, token, mine, granted, refusals = None, None, None, False, False, 0
        if self.cluster and s.kind == "IN" and s.step is not None:
            self.tokens += 1
            token = self.tokens
            verdict = yield from self.call(self.f_claim, s, token, s.key)
            at = self.now
            mine = verdict == "OK"                         # AWAY: the grant stands, flagged
        for _ in range(12):
            a = yield from self.call(self.f_access, s, asked, verdict)
            if a[0] == "LATE": return
            if a[0] == "COLD":
                yield from self.rebuild(s.lot)
                continue
            if a[0] == "UNSURE" or a[0:2] == ("DENIED", "NOT_PENDING"):
                yield
                key = a[2] if a[0] == "UNSURE" else s.key
                try: known = self.p(lambda pg: key in pg[s.lot].keys)
                except ConnectionError: return             # cannot be sure: 503
                if known:
                    self.tell(s, key, token and (at, verdict))
                    return (yield from self.back_out(s))
                if a[0] == "UNSURE":
                    asked = a[1]
                    continue
            if a[0] == "DENIED":
                forgotten = told != s.key and not self.node(s.lot).clean     # a grant given again is known to Redis only
                assert told is None or forgotten, f"{s.key} was told granted and is told {a[1]}"
                if mine and not granted and self.bug != "noguardback":
                    if (yield from self.call(self.f_give_back, s.car, token)) == "AWAY": return
                if mine and not granted: self.given_up[token] = self.now
                return
            granted = True
            if a[0] == "ANSWER":
                self.tell(s, a[1], token and (at, verdict))
                return (yield from self.back_out(s))
            e = a[1]
            if token: self.claimed(s, e.key, at, verdict)
            waiting = instance.queue.setdefault((e.lot, e.epoch, e.seq), [e, []])[1]
            waiting.append(outcome := [])
            while not outcome and self.r.random() < .85: yield          # until the recorder says, or the deadline
            if not outcome:
                if self.bug == "nomark" or (yield from self.call(self.f_mark, e)):
                    self.tell(s, e.key, token and (at, verdict))
                    return (yield from self.back_out(s))
                refusals += 1
                if refusals == 2: return                   # 503
            elif outcome[0] == "COMMITTED":
                self.tell(s, e.key, token and (at, verdict))
                return (yield from self.back_out(s))
            else: yield from self.rebuild(s.lot)           # STALE, BACK, or a GAP that nobody can fill

    def back_out(self, s):
        if s.kind == "NO" and s.step is not None: yield from self.call(self.f_back_out, s.car, s.key[1])

    def claimed(self, s, key, at, verdict):
        self.issued.setdefault((s.car, s.step), []).append((s.lot, s.lane, at, verdict in ("OK", "SHARED"), key))

    def tell(self, s, key, claim):
        self.told[s.key] = key
        if claim: self.claimed(s, key, *claim)

    def recorder(self, instance):
        while not instance.dead:
            batch = {}
            for (lot, epoch, _), (first, _w) in list(instance.queue.items()):
                if lot in batch: continue
                mine = sorted((e for (n, ep, _s), (e, _w) in instance.queue.items() if (n, ep) == (lot, epoch)), key=lambda e: e.seq)
                batch[lot] = [e for i, e in enumerate(mine) if e.seq == mine[0].seq + i]
            if not batch:
                yield
                continue
            said = yield from self.record(batch)
            if instance.dead: return
            for lot, outcomes in said.items():
                for e, out in outcomes:
                    if out == "HELP":
                        instance.queue.setdefault((e.lot, e.epoch, e.seq), [e, []])
                        continue
                    item = instance.queue.pop((e.lot, e.epoch, e.seq), None)
                    for w in item[1] if item else (): w.append(out)
            yield from self.remove(said)

    def remove(self, said):
        for lot, outcomes in said.items():
            done = [e for e, out in outcomes if out == "COMMITTED"]
            if done: yield from self.call(self.f_done, lot, done[-1].epoch, done[-1].seq)

    def record(self, batch):
        """-> lot -> [(event, COMMITTED | STALE | BACK | HELP)]; an event without a word is tried again."""
        said, look = {}, {}
        yield
        try:
            moved = self.p_record(batch)
            if self.bug == "nosplit": moved = list(batch)
        except ConnectionError:
            return said
        except Failed:                                     # nothing of it stands: lot by lot
            if self.bug == "nolotbylot": return {lot: [(e, "BACK") for e in batch[lot]] for lot in batch}
            moved = []
            for lot in sorted(batch):
                yield
                try: moved += self.p_record({lot: batch[lot]})
                except (ConnectionError, Failed): pass
        for lot in moved: said[lot] = [(e, "COMMITTED") for e in batch[lot]]
        look = {lot: batch[lot] for lot in batch if lot not in moved}
        if not look: return said
        yield
        try: views = self.p_look(look)
        except ConnectionError: return said
        for lot, view in views.items():
            said[lot] = yield from self.judge(lot, batch[lot], *view)
        return said

    def judge(self, lot, events, epoch, last, at, numbers):
        """What is to be said of a lot whose head did not move, and of it alone."""
        out, rest = [], list(events)
        while rest and at[rest[0].seq] is not None and at[rest[0].seq].key == rest[0].key:
            out.append((rest.pop(0), "COMMITTED"))         # the same events stand there already
        if not rest: return out
        first = rest[0]
        if any(at[e.seq] is not None or numbers[e.key] is not None for e in rest):
            return out + [(e, "BACK") for e in rest]
        if epoch != first.epoch and self.bug != "noepoch":
            return out + [(e, "STALE") for e in rest]
        if last < first.seq - 1:                           # GAP: record what the outbox holds below
            yield
            R = self.node(lot).lots[lot]
            help_ = [o for o in R.outbox if o.epoch == first.epoch and last < o.seq < first.seq]
            lost = set(range(last + 1, first.seq)) - {o.seq for o in help_}
            if not lost: return out + [(o, "HELP") for o in help_]
            yield                                          # recorded and removed since, or in neither?
            try: still = self.p(lambda pg: lost - set(pg[lot].events))
            except ConnectionError: return out
            if still: return out + [(e, "BACK") for e in rest]
        return out                                         # the rest is tried again

    def sweep(self):
        """What stands in the outboxes, of all lots in one statement."""
        yield
        batch = {n: list(self.node(n).lots[n].outbox) for n in self.lots if self.node(n).lots[n].outbox}
        if not batch: return
        said = yield from self.record(batch)
        yield from self.remove(said)
        for lot, outcomes in said.items():
            bad = next((e for e, out in outcomes if out in ("STALE", "BACK", "HELP")), None)
            if bad and any(o == bad for o in self.node(lot).lots[lot].outbox): yield from self.rebuild(lot)

    # --- faults -----------------------------------------------------------------------------------------------

    def back_in_time(self, node):
        lots, guard = self.r.choice(node.past)
        node.lots, node.guard, node.past, node.clean = lots, guard, [], False
        node.run += 1
        if guard is not None: self.guard_lost.append(self.now)

    def flush(self, node):
        for R in node.lots.values():
            if R.head is not None and any(self.is_marked(R, o) for o in R.outbox): return
        node.lots, node.past, node.clean = {n: Lot() for n in node.lots}, [], False
        if node.guard is not None:
            node.guard = {}
            self.guard_lost.append(self.now)

    # --- the promises -----------------------------------------------------------------------------------------

    def check(self):
        for lot in self.lots:
            t, R = self.pg[lot], self.node(lot).lots[lot]
            assert sorted(t.events) == list(range(1, len(t.events) + 1)), "a gap in the numbers"
            inside, pending = {}, set()
            for n in sorted(t.events):
                e = t.events[n]
                if e.kind in ("YES", "NO"): assert e.key[1] in pending, "a passage's outcome twice, or of nothing"
                elif e.kind == "IN": assert e.car not in inside, f"car {e.car} twice inside"
                else: assert e.car in inside, "left without being inside"
                apply(inside, pending, e)
                assert len(inside) <= self.capacity, "over capacity"
            keys = {c: e.key for c, e in inside.items()}, {c: e.key for c, e in R.inside.items()}
            assert keys[0] == keys[1], f"Redis {keys[1]} is not PostgreSQL {keys[0]}"
            assert pending == R.pending, f"pending in Redis {R.pending}, in PostgreSQL {pending}"
            assert not R.outbox, f"left in the outbox: {R.outbox}"
            if self.warm and self.cluster and self.nodes[lot].clean:
                assert t.epoch == 2, f"a healthy lot was rebuilt {t.epoch - 2} times"       # 1 warm, 2 at the end
        recorded = [e.key for t in self.pg.values() for e in t.events.values()]
        assert len(recorded) == len(set(recorded)), "an event is recorded twice"
        missing = set(self.told.values()) - set(recorded)
        assert not missing, f"told but not recorded: {missing}"
        backed_out = {e.key[1] for t in self.pg.values() for e in t.events.values() if e.kind == "NO"}
        for (car, step), grants in self.issued.items():
            for one in grants:
                for two in grants:
                    if one[:2] == two[:2] or one[2] > two[2] or not (one[3] and two[3]): continue
                    if one[4] in backed_out or two[4] in backed_out: continue
                    assert any(one[2] <= t <= two[2] for t in self.guard_lost), f"step {step} of car {car} at two lanes"
        for car, g in self.guard.guard.items():
            kept = g.token in self.given_up and not any(t >= self.given_up[g.token] for t in self.guard_lost)
            assert not kept, f"a refused scan burnt step {g.step} of car {car}"
            if not self.cluster: assert (car, g.step) in self.issued, "a step that nobody was granted"


def exhaust(process):
    for _ in process: pass


def turns(d):
    names = "scan repeat copy passage sweep back flush pg guard".split()
    rates = [getattr(d, n) for n in names] + [.01, .006]
    return names + ["death", "crash", "go on"], rates + [1 - sum(rates)]


def run(seed, bug):
    w = World(seed, bug)
    r = w.r
    if w.warm:
        for lot in w.lots: exhaust(w.rebuild(lot))
    procs = [(i, w.recorder(i)) for i in w.instances]
    scans = {}
    d, last, asleep = w.dwell, None, {}

    def anywhere(): return r.choice(w.lots), r.randrange(LANES)

    def begin(instance, s):
        scans[s.key] = s
        procs.append((instance, w.scan(instance, s)))

    def new(instance, car, kind, where, step):
        lot, lane = where
        begin(instance, Scan(("S", len(scans)), kind, car, lot, lane, step, w.now))

    def recent(n): return r.choice([s for s in list(scans.values())[-n:]])

    for w.now in range(r.randrange(40, d.ticks)):
        i = r.randrange(len(w.instances))
        instance = w.instances[i]
        doing = r.choices(*turns(d))[0]
        if doing == "scan":
            car = r.randrange(w.cars)
            step = w.now // d.step_ticks - r.choice((0, 0, 0, 1)) if car % 3 or w.cars < 4 else None
            new(instance, car, r.choice(("IN", "IN", "OUT")), anywhere(), step)
        elif doing == "repeat" and scans: begin(instance, recent(6))             # by the lane
        elif doing == "copy" and scans:                                          # the same code read again, or copied
            s = recent(4)
            if s.kind == "IN": new(instance, s.car, "IN", (s.lot, s.lane) if r.random() < .5 else anywhere(), s.step)
        elif doing == "passage" and scans:                                       # a loop, a back-out or an expiry
            s, outcome = recent(6), r.choice(("YES", "NO"))
            if s.kind == "IN":
                s = s._replace(key=("P", s.key, outcome), kind=outcome, born=w.now)
                procs.append((instance, w.scan(instance, s)))
        elif doing == "sweep": procs.append((instance, w.sweep()))
        elif doing == "back":
            node = r.choice(w.nodes)
            if node.past: w.back_in_time(node)
        elif doing == "flush": w.flush(r.choice(w.nodes))
        elif doing == "pg": w.pg_up = not w.pg_up
        elif doing == "guard": w.guard_up = not w.cluster or not w.guard_up
        elif doing == "death" and procs: procs.pop(r.randrange(len(procs)))      # of one request
        elif doing == "crash":                                                   # an instance dies, another starts
            instance.dead = True                                                 # (a statement may be under way)
            procs = [p for p in procs if p[0] is not instance or p[1].__name__ == "recorder"]
            w.instances[i] = Instance()
            procs.append((w.instances[i], w.recorder(w.instances[i])))
        for _ in range(3):
            ready = [p for p in procs if asleep.get(p, 0) <= w.now]
            if not ready: break
            if last not in ready or r.random() >= d.stick: last = r.choice(ready)
            try: asleep[last] = w.now + (next(last[1]) or 0)
            except StopIteration: procs.remove(last)
    w.pg_up = w.guard_up = True                                                  # all instances die; then calm
    for turn in range(8):
        for lot in w.lots:
            if turn == 0 or w.node(lot).lots[lot].head is None: exhaust(w.rebuild(lot))
        exhaust(w.sweep())
    w.check()


if __name__ == "__main__":
    runs, bug = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    if bug and bug not in BUGS: sys.exit(f"no such bug: {bug}; there are {' '.join(BUGS)}")
    broken = 0
    for seed in range(first, first + runs):
        try: run(seed, bug)
        except AssertionError as e:
            broken += 1
            if broken <= 3: print(f"seed {seed}: {e}")
            if bug: sys.exit(f"caught {bug} in run {seed - first + 1} of at most {runs}: {BUGS[bug]}")
    print(f"{broken} of {runs} runs broke a promise" + (f" with the planted bug {bug}" if bug else ""))
    sys.exit(bool(broken))
