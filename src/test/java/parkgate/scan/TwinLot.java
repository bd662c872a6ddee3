package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import parkgate.core.CredentialId;
import parkgate.core.access.AccessRequest;
import parkgate.core.access.Answer;
import parkgate.core.access.EventKind;
import parkgate.core.access.Guard;
import parkgate.core.access.Happening;
import parkgate.core.access.LotBook;
import parkgate.core.access.LotEvent;
import parkgate.core.access.LotRules;
import parkgate.core.access.LotView;
import parkgate.core.access.OfflineScan;
import parkgate.core.access.Packing;
import parkgate.core.access.RightsAtLot;
import parkgate.core.access.Snapshot;
import parkgate.core.access.Stay;

/**
 * One lot twice, in memory by the reference and in Redis by the functions, driven as an instance drives it. Each answer
 * of the one must be the other's. What PostgreSQL would hold is a list of events here.
 */
final class TwinLot {
    final Map<CredentialId, Guard> guards = new HashMap<>();
    final LotBook book;
    final LotOverRedis redis;

    /** The instance's clock, unix milliseconds. */
    long now = 1_700_000_000_000L;

    LotRules rules;

    /** PostgreSQL: the lot's events, gap-free from 1; its epoch; rights by credential. */
    final List<LotEvent> recorded = new ArrayList<>();

    long epoch = 0;
    final Map<CredentialId, RightsAtLot> rights = new HashMap<>();

    /** All scans ever asked, to be repeated; all grants ever given. */
    final List<AccessRequest> asked = new ArrayList<>();

    final List<LotEvent> granted = new ArrayList<>();
    final Set<String> keys = new HashSet<>();
    final Map<String, Integer> seen = new TreeMap<>();

    TwinLot(LotOverRedis redis, LotRules rules) {
        this.redis = redis;
        this.rules = rules;
        book = new LotBook(redis.lotId, guards);
        redis.redis.flushall();
        rebuild(true);
        now += LotOverRedis.ANSWERS_LIVE_MS; // the head is old enough to speak for itself
    }

    // ── As an instance does ─────────────────────────────────────────────────────────────────────────────────────────

    /** Asks until there is an answer, and fetches what is asked for in between. */
    void scan(AccessRequest first) {
        AccessRequest ask = first;
        keys.add(first.scanId());
        asked.add(first);
        for (int i = 0; i < 8; i++) {
            Answer answer = access(ask);
            if (answer instanceof Answer.Cold) {
                rebuild(true);
            } else if (answer instanceof Answer.Miss) {
                put(ask.credential(), rights.get(ask.credential()));
            } else if (answer instanceof Answer.Root other) {
                CredentialId root =
                        other.root().isEmpty() ? rights.get(ask.credential()).root() : new CredentialId(other.root());
                ask = Asks.withRoot(ask, root);
            } else if (answer instanceof Answer.Unsure && isRecorded(ask.scanId())) {
                return; // PostgreSQL's answer is the answer
            } else if (answer instanceof Answer.Unsure) {
                ask = Asks.fresh(ask);
            } else {
                return;
            }
        }
        throw new AssertionError("a scan that is never answered: " + first);
    }

    private Answer access(AccessRequest ask) {
        return same(() -> book.access(ask), () -> redis.access(ask));
    }

    void passage(String decisionId, EventKind kind) {
        String key = decisionId + ':' + kind;
        keys.add(key);
        warm(() -> same(
                () -> book.outcome(now, decisionId, kind, key, "by=lane"),
                () -> redis.outcome(now, decisionId, kind, key, "by=lane")));
    }

    void happened(Happening happening) {
        keys.add(happening.key());
        warm(() -> same(() -> book.happened(happening), () -> redis.happened(happening)));
    }

    void offline(OfflineScan scan) {
        keys.add(scan.scanId());
        warm(() -> same(() -> book.offline(scan), () -> redis.offline(scan)));
    }

    void learnStep(
            CredentialId credential, long atMs, long step, String laneId, String scanId, String decisionId, long most) {
        Guard.Verdict verdict = book.learnStep(credential, atMs, step, laneId, scanId, decisionId, most);
        String said = redis.learnStep(credential, atMs, step, laneId, scanId, decisionId, most);
        assertEquals(verdict.name(), said);
        count("step " + said);
    }

    /** What the sweep says of a grant of this number that PostgreSQL does not have. */
    void untold(String decisionId, long seq) {
        String key = decisionId + ":UNTOLD";
        keys.add(key);
        warm(() -> same(
                () -> book.untold(now, decisionId, seq, now + 60_000, key),
                () -> redis.untold(now, decisionId, seq, now + 60_000, key)));
    }

    private void warm(Supplier<Answer> call) {
        if (call.get() instanceof Answer.Cold) {
            rebuild(true);
            assertFalse(call.get() instanceof Answer.Cold);
        }
    }

    private Answer same(Supplier<Answer> expected, Supplier<List<Object>> reply) {
        Answer answer = expected.get();
        assertEquals(answer, LotOverRedis.answer(reply.get()));
        if (answer instanceof Answer.Granted grant) {
            if (grant.event().kind() == EventKind.ENTRY || grant.event().kind() == EventKind.EXIT) {
                granted.add(grant.event());
            }
            count("event " + grant.event().kind());
            grant.event().flags().forEach(flag -> count("flag " + flag));
        }
        count(answer.getClass().getSimpleName());
        if (answer instanceof Answer.Answered again && again.unconfirmed()) {
            count("Answered unconfirmed");
        } else if (answer instanceof Answer.Repeated again && again.unconfirmed()) {
            count("Repeated unconfirmed");
        }
        if (answer instanceof Answer.Denied denied) {
            count("denied " + denied.reason());
        }
        return answer;
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private boolean isRecorded(String key) {
        return recorded.stream().anyMatch(event -> event.key().equals(key));
    }

    void put(CredentialId credential, RightsAtLot read) {
        boolean put = book.putRight(credential, read);
        String said = redis.putRight(credential, read);
        assertEquals(book.view() == null ? "COLD" : put ? "OK" : "OLDER", said);
    }

    // ── As the recorder and the sweep do ────────────────────────────────────────────────────────────────────────────

    /** PostgreSQL records the next events of the outbox; a key that it has under another number means: rebuild. */
    void record(int most, boolean tell) {
        LotView view = book.view();
        if (view == null) {
            return;
        }
        List<LotEvent> next = view.outbox().stream()
                .filter(event -> event.seq() > recorded.size())
                .limit(most)
                .toList();
        for (LotEvent event : next) {
            if (isRecorded(event.key())) {
                rebuild(true);
                return;
            }
            assertEquals(recorded.size() + 1, event.seq(), "a gap");
            recorded.add(event);
        }
        if (tell) {
            done(epoch, recorded.size());
        }
    }

    void done(long ofEpoch, long seq) {
        assertEquals(book.done(ofEpoch, seq) ? "OK" : "STALE", redis.done(ofEpoch, seq));
    }

    void mark(long ofEpoch, long seq) {
        assertEquals(book.mark(ofEpoch, seq).name(), redis.mark(now, ofEpoch, seq));
    }

    void giveBack(CredentialId credential, String decisionId) {
        assertEquals(book.giveBack(credential, decisionId) ? "BACK" : "OTHER", redis.guardUndo(credential, decisionId));
    }

    void rebuild(boolean confirm) {
        epoch++;
        Set<String> there = outbox().stream().map(LotEvent::key).collect(Collectors.toSet());
        there.retainAll(recorded.stream().map(LotEvent::key).collect(Collectors.toSet()));
        install(Snapshot.of(epoch, recorded), there);
        if (confirm) {
            assertEquals(book.confirm(epoch) ? "OK" : "STALE", redis.confirm(epoch));
        }
    }

    void install(Snapshot snapshot, Set<String> there) {
        int carried = book.install(now, snapshot, there);
        List<Object> expected = carried < 0 ? List.of("STALE") : List.of("INSTALLED", Integer.toString(carried));
        assertEquals(expected, redis.install(now, snapshot, there));
    }

    List<LotEvent> outbox() {
        LotView view = book.view();
        return view == null ? List.of() : view.outbox();
    }

    /** Redis was started anew: it holds what it held, in another process. */
    void restart() {
        book.restart();
        if (book.view() != null) {
            redis.redis.hset(redis.key("head"), "run", "another process");
        }
    }

    void loseAll() {
        book.loseAll();
        redis.redis.flushall();
    }

    // ── The same state ──────────────────────────────────────────────────────────────────────────────────────────────

    void assertSameState() {
        LotView view = book.view();
        LotOverRedis.Held held = redis.held(keys, rights.keySet());
        if (view == null) {
            assertEquals(Map.of(), held.head());
            return;
        }
        Map<String, String> expected = headOf(view);
        Map<String, String> actual = new TreeMap<>(held.head());
        assertNotNull(actual.remove("run"));
        assertEquals(view.pools(), pools(actual.remove("pools")));
        assertEquals(expected, actual);
        assertEquals(view.stays(), held.stays());
        assertEquals(view.pending(), held.pending());
        assertEquals(view.outbox(), held.outbox());
        assertEquals(view.answers(), held.answers());
        assertEquals(
                guards.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                        .format())),
                held.guards());
        assertEquals(openStays(view), view.open());
    }

    private static int openStays(LotView view) {
        return (int) view.stays().values().stream()
                .flatMap(List::stream)
                .filter(Stay::open)
                .count();
    }

    private static Map<String, String> headOf(LotView view) {
        Map<String, String> head = new TreeMap<>();
        head.put("epoch", Long.toString(view.epoch()));
        head.put("seq", Long.toString(view.seq()));
        head.put("mark", Long.toString(view.mark()));
        head.put("done", Long.toString(view.done()));
        head.put("since", Long.toString(view.sinceMs()));
        head.put("sure", view.sure() ? "1" : "0");
        head.put("open", Integer.toString(view.open()));
        head.put("adj", Integer.toString(view.adj()));
        head.put("at", Long.toString(view.atMs()));
        LotRules known = view.rules();
        head.put("cfgv", known == null ? "0" : Long.toString(known.version()));
        head.put("cfg", known == null ? "" : Packing.rules(known));
        return head;
    }

    private static Map<String, Integer> pools(String text) {
        Map<String, Integer> out = new LinkedHashMap<>();
        for (String item : text.split(";", -1)) {
            if (!item.isEmpty()) {
                out.put(item.substring(0, item.indexOf('=')), Integer.valueOf(item.substring(item.indexOf('=') + 1)));
            }
        }
        return out;
    }

    /** What waits, as the sweep sees it. */
    void assertSameWaiting() {
        List<Object> reply = redis.waiting(now, 1000, 1000);
        LotView view = book.view();
        if (view == null || LotOverRedis.text(reply, 0).equals("COLD")) {
            return;
        }
        Set<String> due = view.stays().values().stream()
                .flatMap(List::stream)
                .filter(stay -> stay.awaitsPassage() && now >= stay.deadlineMs())
                .map(Stay::decisionId)
                .collect(Collectors.toSet());
        assertEquals(due, new HashSet<>((List<?>) reply.get(3)));
        assertEquals(view.outbox().stream().map(LotEvent::format).toList(), reply.get(2));
    }

    static UUID uuid(long n) {
        return new UUID(0x4000, 0x8000_0000_0000_0000L | n);
    }
}
