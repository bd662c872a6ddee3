package parkgate.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import parkgate.faults.Evidence.Event;
import parkgate.faults.Evidence.Head;
import parkgate.faults.Evidence.RedisLot;
import parkgate.faults.Evidence.Session;
import parkgate.faults.History.Loss;
import parkgate.faults.Violation.Promise;

/**
 * Says which promises a run broke. It knows what was asked and told (the history), what PostgreSQL, Redis and the service say
 * now (the evidence), and when Redis lost memory; nothing of how the service works.
 *
 * <p>What docs/protocol/FENCE.md does not promise is excused, and no more than that: an answer QUEUED that was told while
 * PostgreSQL did not have it yet and Redis lost its memory (see {@link #exposed}); the same step at two lanes where Redis lost
 * memory between the two scans, or the guard was away and the grant says so; another answer to a scanId whose grant was given
 * under another scanId, after Redis lost its memory.
 */
final class Checker {
    private static final Set<Integer> ASK_AGAIN = Set.of(0, 429, 503);

    private final List<Lot> lots;
    private final List<Ask> asks;
    private final List<Loss> losses;
    private final Evidence evidence;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, List<Event>> byDecision = new HashMap<>();
    private final Map<String, List<Ask>> byScan = new HashMap<>();
    private final List<String> excused = new ArrayList<>();

    Checker(List<Lot> lots, List<Ask> asks, List<Loss> losses, Evidence evidence) {
        this.lots = lots;
        this.asks = asks;
        this.losses = losses;
        this.evidence = evidence;
        evidence.events().forEach(e -> byDecision
                .computeIfAbsent(e.decision(), x -> new ArrayList<>())
                .add(e));
        asks.stream().filter(Ask::isScan).forEach(ask -> byScan.computeIfAbsent(ask.key(), x -> new ArrayList<>())
                .add(ask));
    }

    List<Violation> check() {
        answers();
        recorded();
        sameAnswer();
        passages();
        numbers();
        sessions();
        steps();
        lots.forEach(this::rulesAndCounts);
        return violations;
    }

    /** Things that FENCE.md does not promise, and that did happen. */
    List<String> excused() {
        return excused;
    }

    private void broken(Promise promise, String what) {
        violations.add(new Violation(promise, what));
    }

    private void answers() {
        for (Ask ask : asks) {
            boolean fine = ask.status() == 200
                    || ASK_AGAIN.contains(ask.status())
                    || (!ask.isScan() && ask.status() == 409)
                    || (!ask.isScan() && ask.status() == 404 && wasExposed(ask.key()));
            if (!fine) {
                broken(Promise.ANSWERS, ask.line() + " " + ask.answer());
            }
        }
    }

    /**
     * True for an answer QUEUED that stood in Redis alone when Redis lost memory: told after the last moment at which all that
     * was QUEUED was seen to be in PostgreSQL, and asked before the memory was gone.
     */
    private boolean exposed(Ask ask) {
        return ask.queued()
                && losses.stream().anyMatch(loss -> loss.settledMs() <= ask.doneMs() && ask.sentMs() <= loss.doneMs());
    }

    private boolean wasExposed(String decision) {
        return asks.stream()
                .anyMatch(ask -> ask.granted() && ask.text("decisionId").equals(decision) && exposed(ask));
    }

    private List<Event> grantsOf(String decision) {
        return byDecision.getOrDefault(decision, List.of()).stream()
                .filter(Event::isGrant)
                .toList();
    }

    private void recorded() {
        for (Ask ask : asks) {
            if (!ask.granted()) {
                continue;
            }
            List<Event> records = grantsOf(ask.text("decisionId"));
            if (records.size() != 1) {
                if (records.isEmpty() && exposed(ask)) {
                    excused.add("QUEUED and lost: " + ask.line());
                } else {
                    broken(Promise.RECORDED, records.size() + " records of " + ask.line() + " " + ask.answer());
                }
                continue;
            }
            Event record = records.get(0);
            if (!record.lot().equals(ask.lot())
                    || !record.lane().equals(ask.lane())
                    || !record.root().equals(ask.credential())
                    || !record.kind().equals(ask.text("direction"))
                    || !record.session().equals(ask.text("sessionId"))) {
                broken(Promise.RECORDED, "told " + ask.line() + " " + ask.answer() + ", recorded " + record.line());
            }
        }
    }

    private void sameAnswer() {
        byScan.forEach((scanId, all) -> {
            Ask first = all.stream()
                    .filter(Ask::granted)
                    .min(Comparator.comparingLong(Ask::doneMs))
                    .orElse(null);
            if (first == null) {
                return;
            }
            for (Ask ask : all) {
                boolean another = ask.granted()
                        && !(ask.text("decisionId").equals(first.text("decisionId"))
                                && ask.text("sessionId").equals(first.text("sessionId"))
                                && ask.text("direction").equals(first.text("direction")));
                boolean refused = ask.denied() && ask.sentMs() > first.doneMs();
                if (another || refused) {
                    if (forgotten(scanId, first, ask)) {
                        excused.add("decided again: " + first.line() + ", then " + ask.line());
                    } else {
                        broken(
                                Promise.SAME_ANSWER,
                                "told " + first.line() + " " + first.answer() + ", then " + ask.line() + " "
                                        + ask.answer());
                    }
                }
            }
        });
    }

    /** Not promised: it was exposed, or known to Redis alone under this scanId, and Redis lost memory between the two. */
    private boolean forgotten(String scanId, Ask first, Ask later) {
        if (exposed(first)) {
            return true;
        }
        boolean underAnother = grantsOf(first.text("decisionId")).stream()
                .noneMatch(e -> e.key().equals(scanId));
        return underAnother && lostBetween(first.sentMs(), later.doneMs());
    }

    private boolean lostBetween(long fromMs, long toMs) {
        return losses.stream().anyMatch(loss -> loss.doneMs() >= fromMs && loss.settledMs() <= toMs);
    }

    private void passages() {
        for (Ask ask : asks) {
            if (ask.isScan() || ask.status() != 200) {
                continue;
            }
            Set<String> kinds = byDecision.getOrDefault(ask.key(), List.of()).stream()
                    .map(Event::kind)
                    .collect(Collectors.toSet());
            boolean entry = kinds.contains("ENTRY");
            boolean kept =
                    switch (String.valueOf(ask.outcome())) {
                        case "CONFIRMED" ->
                            !kinds.contains("NO_ENTRY")
                                    && (!entry || !kinds.contains("EXPIRED") || restored(ask.key()));
                        default ->
                            !kinds.contains("CONFIRMED")
                                    && (kinds.contains("NO_ENTRY") || (entry && kinds.contains("EXPIRED")));
                    };
            if (!kept) {
                if (exposed(ask) || wasExposed(ask.key())) {
                    excused.add("passage QUEUED and lost: " + ask.line());
                } else {
                    broken(Promise.PASSAGE, "told " + ask.line() + " " + ask.answer() + ", recorded " + kinds);
                }
            }
        }
    }

    private boolean restored(String decision) {
        return byDecision.getOrDefault(decision, List.of()).stream()
                .anyMatch(e -> e.kind().equals("RESTORED"));
    }

    private Map<String, List<Event>> byLot() {
        Map<String, List<Event>> byLot = new TreeMap<>();
        evidence.events().forEach(e -> byLot.computeIfAbsent(e.lot(), x -> new ArrayList<>())
                .add(e));
        return byLot;
    }

    private void numbers() {
        byLot().forEach((lot, events) -> {
            long expected = 1;
            Set<String> keys = new HashSet<>();
            for (Event e : events) {
                if (e.seq() != expected) {
                    broken(Promise.NO_GAP, "expected number " + expected + " of " + lot + ": " + e.line());
                    expected = e.seq();
                }
                expected++;
                if (!keys.add(e.key())) {
                    broken(Promise.NO_GAP, "its key stands twice: " + e.line());
                }
            }
            Head head = evidence.heads().get(lot);
            if (head == null || head.lastSeq() != expected - 1) {
                broken(Promise.NO_GAP, lot + " ends at number " + (expected - 1) + ", its head says " + head);
            }
        });
    }

    private void sessions() {
        Map<String, Event> begun = new HashMap<>();
        for (Event e : evidence.events()) {
            if (e.isGrant()
                    && byScan.getOrDefault(e.key(), List.of()).stream()
                            .noneMatch(ask -> ask.credential().equals(e.root()))) {
                broken(Promise.ONE_SESSION, "no lane asked for this: " + e.line());
            }
            if (e.kind().equals("ENTRY")) {
                Event before = begun.put(e.session(), e);
                if (before != null) {
                    broken(Promise.ONE_SESSION, "one session begins twice: " + before.line() + " and " + e.line());
                }
            }
        }
        for (Session session : evidence.sessions()) {
            if (session.passage() != null) {
                broken(Promise.PASSAGE, "still awaited after all deadlines: " + session);
            }
        }
    }

    /** What the guard keeps: a step of a rotating code admits at one lane, once. */
    private void steps() {
        Map<String, List<Event>> byStep = new TreeMap<>();
        for (Event e : evidence.events()) {
            List<Ask> scans = byScan.getOrDefault(e.key(), List.of());
            if (e.kind().equals("ENTRY") && !scans.isEmpty() && scans.get(0).step() >= 0) {
                byStep.computeIfAbsent(e.root() + ' ' + scans.get(0).step(), x -> new ArrayList<>())
                        .add(e);
            }
        }
        byStep.values().stream().filter(all -> all.size() > 1).forEach(all -> {
            for (int i = 0; i < all.size(); i++) {
                for (int j = i + 1; j < all.size(); j++) {
                    twice(all.get(i), all.get(j));
                }
            }
        });
    }

    private void twice(Event one, Event other) {
        boolean backedOut = backedOut(one) || backedOut(other);
        boolean unguarded = one.flags().contains("GUARD_AWAY") || other.flags().contains("GUARD_AWAY");
        if (backedOut) {
            return;
        }
        if (unguarded || lostBetween(begun(one, other), ended(one, other))) {
            excused.add((unguarded ? "guard away: " : "guard lost its memory: ") + one.line() + " and " + other.line());
            return;
        }
        broken(Promise.ONE_LANE, "one step admits twice: " + one.line() + " and " + other.line());
    }

    private boolean backedOut(Event grant) {
        return byDecision.getOrDefault(grant.decision(), List.of()).stream()
                .anyMatch(e -> e.kind().equals("NO_ENTRY"));
    }

    private long begun(Event one, Event other) {
        return Math.min(asked(one), asked(other));
    }

    /** The decision came after this: a refusal of the same scan was sent before, or else it was asked for the first time. */
    private long asked(Event grant) {
        List<Ask> scans = byScan.get(grant.key());
        long first = scans.stream().mapToLong(Ask::sentMs).min().orElseThrow();
        return scans.stream()
                .filter(ask -> ask.denied() && ask.doneMs() <= told(grant))
                .mapToLong(Ask::sentMs)
                .max()
                .orElse(first);
    }

    private long ended(Event one, Event other) {
        return Math.max(told(one), told(other));
    }

    /** When a lane was first told; where it never was, when it last asked. */
    private long told(Event grant) {
        List<Ask> scans = byScan.get(grant.key());
        return scans.stream()
                .filter(ask -> ask.granted() && ask.text("decisionId").equals(grant.decision()))
                .mapToLong(Ask::doneMs)
                .min()
                .orElseGet(() -> scans.stream().mapToLong(Ask::doneMs).max().orElseThrow());
    }

    private void rulesAndCounts(Lot lot) {
        List<Event> events = byLot().getOrDefault(lot.id(), List.of());
        Map<String, String> classes = new HashMap<>();
        asks.forEach(ask -> classes.put(ask.credential(), ask.codeClass()));
        LotReplay replay = new LotReplay(lot, classes);
        violations.addAll(replay.replay(events));
        Set<String> open = replay.open();
        Set<String> active = evidence.sessions().stream()
                .filter(session ->
                        session.lot().equals(lot.id()) && session.status().equals("ACTIVE"))
                .map(Session::id)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!active.equals(open)) {
            broken(Promise.COUNTS, lot.id() + ": sessions ACTIVE " + active + ", by the events " + open);
        }
        RedisLot redis = evidence.redis().get(lot.id());
        Head head = evidence.heads().get(lot.id());
        if (redis == null || head == null) {
            broken(Promise.COUNTS, lot.id() + ": no head, Redis says " + redis + ", PostgreSQL " + head);
            return;
        }
        if (redis.open() != open.size()
                || redis.adjustment() != replay.adjustment()
                || redis.seq() != head.lastSeq()
                || redis.epoch() != head.epoch()
                || !new TreeSet<>(redis.stays()).equals(open)
                || redis.stays().size() != open.size()) {
            broken(
                    Promise.COUNTS,
                    lot.id() + ": Redis says " + redis + ", PostgreSQL " + head + " with " + open.size() + " open");
        }
        if (redis.unrecorded() != 0) {
            broken(Promise.HEALS, lot.id() + ": " + redis.unrecorded() + " events wait in the outbox");
        }
        int expected = Math.max(0, open.size() + replay.adjustment());
        List<Integer> told = evidence.told().getOrDefault(lot.id(), List.of());
        if (told.isEmpty() || told.stream().anyMatch(count -> count != expected)) {
            broken(Promise.COUNTS, lot.id() + ": " + expected + " inside, the instances say " + told);
        }
    }
}
