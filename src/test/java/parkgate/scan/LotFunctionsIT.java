package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.AccessRequest;
import parkgate.core.access.Answer;
import parkgate.core.access.EventKind;
import parkgate.core.access.Guard;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LocalMoment;
import parkgate.core.access.LotEvent;
import parkgate.core.access.LotRules;
import parkgate.core.access.NameUuid;
import parkgate.core.access.Right;
import parkgate.core.access.RightsAtLot;
import parkgate.core.access.Snapshot;
import parkgate.core.access.Stay;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** The contract of each Redis function, on a real server. What the rules answer is LotModelIT's. */
class LotFunctionsIT {
    private static final String LOT = "lot-1";
    private static final Lane IN = new Lane("in", LOT, LaneDirection.ENTRY, true);
    private static final Right PERMIT =
            new Right(new UUID(0, 1), Right.Type.PERMIT, 0, Long.MAX_VALUE, null, List.of());

    private static EmbeddedRedis server;
    private static LotOverRedis lot;

    private long now = 1_700_000_000_000L;
    private long rulesVersion = 1;
    private int capacity = LotRules.UNLIMITED;
    private long outboxBound = 1000;
    private Map<String, LotRules.Pool> pools = Map.of();

    @BeforeAll
    static void start() {
        server = Servers.startRedis();
        lot = new LotOverRedis(server.uri(), LOT);
    }

    @AfterAll
    static void stop() {
        lot.close();
        server.close();
    }

    @BeforeEach
    void a_warm_lot() {
        lot.redis.flushall();
        install(Snapshot.empty(1));
        lot.confirm(1);
        now += LotOverRedis.ANSWERS_LIVE_MS;
    }

    private List<Object> install(Snapshot snapshot, String... recorded) {
        return lot.install(now, snapshot, Set.of(recorded));
    }

    private static CredentialId paper(int n) {
        return new CredentialId(String.format("%016d", n));
    }

    private AccessRequest ask(int n) {
        UUID scan = new UUID(1, n);
        CredentialId credential = paper(n);
        LotRules rules = new LotRules(
                LOT,
                List.of(LOT),
                "",
                ZoneOffset.UTC,
                rulesVersion,
                capacity,
                LotRules.Status.OPEN,
                LotRules.Passback.HARD,
                CodeClass.S,
                false,
                LotRules.NoOpenSession.REFUSE,
                LotRules.RevokedExit.OPEN_AND_FLAG,
                LotRules.FullPolicy.HARD,
                60_000,
                pools);
        return new AccessRequest(
                now,
                scan.toString(),
                IN,
                credential,
                credential,
                true,
                CodeClass.S,
                -1,
                List.of(),
                rules,
                0,
                new LocalMoment(1, 0),
                false,
                NameUuid.sessionId(LOT, scan).toString(),
                NameUuid.decisionId(LOT, scan).toString(),
                "",
                now + 60_000,
                LotOverRedis.ANSWERS_LIVE_MS,
                outboxBound,
                null,
                "");
    }

    private static String putPermit(int n) {
        return lot.putRight(paper(n), new RightsAtLot(1, true, paper(n), List.of(PERMIT)));
    }

    private Answer scan(int n) {
        putPermit(n);
        return LotOverRedis.answer(lot.access(ask(n)));
    }

    private LotEvent granted(int n) {
        return assertInstanceOf(Answer.Granted.class, scan(n)).event();
    }

    // ── The head ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_head_is_trusted_only_in_the_process_in_which_it_was_installed() {
        LotEvent entry = granted(1);
        server.restart();
        assertEquals(new Answer.Cold(), scan(2));
        assertEquals(List.of("COLD"), lot.counts(now));
        assertEquals(List.of("COLD"), lot.waiting(now, 10, 10));
        assertEquals("STALE", lot.mark(now, 1, entry.seq()));
        assertEquals(
                new Answer.Cold(),
                LotOverRedis.answer(lot.outcome(now, entry.decisionId(), EventKind.CONFIRMED, "key", "")));
        assertEquals(entry, lot.held(Set.of(), Set.of()).outbox().get(0)); // it is there, but not to be trusted
        assertEquals(List.of("INSTALLED", "0"), install(Snapshot.of(2, List.of(entry)), entry.key()));
        assertEquals(2, granted(2).seq());
    }

    @Test
    void a_lot_that_was_never_installed_is_cold() {
        lot.redis.flushall();
        assertEquals(new Answer.Cold(), LotOverRedis.answer(lot.access(ask(1))));
        assertEquals("COLD", putPermit(1));
        assertEquals("STALE", lot.mark(now, 1, 1));
        assertEquals("STALE", lot.done(1, 1));
        assertEquals("STALE", lot.confirm(1));
    }

    @Test
    void counts_say_what_is_inside_and_how_much_waits() {
        granted(1);
        LotEvent second = granted(2);
        lot.done(1, 1);
        assertEquals(List.of("OK", "2", "0", Long.toString(second.atMs()), "1"), lot.counts(now));
    }

    @Test
    void the_head_keeps_the_rules_of_the_highest_version_through_a_rebuild() {
        capacity = 0;
        rulesVersion = 7;
        assertEquals(
                Reason.LOT_FULL, assertInstanceOf(Answer.Denied.class, scan(1)).reason());
        install(Snapshot.empty(2));
        now += LotOverRedis.ANSWERS_LIVE_MS;
        capacity = 10;
        rulesVersion = 6;
        assertEquals(
                Reason.LOT_FULL, assertInstanceOf(Answer.Denied.class, scan(1)).reason());
        rulesVersion = 8;
        granted(1);
    }

    @Test
    void who_finds_a_full_pool_is_told_which_and_how_full_and_nobody_else_is_told_of_one() {
        Right ofPool = new Right(new UUID(0, 2), Right.Type.PERMIT, 0, Long.MAX_VALUE, "firm", List.of());
        pools = Map.of("firm", new LotRules.Pool("firm", 2, LotRules.Pool.Policy.HARD));
        for (int i = 1; i <= 3; i++) {
            lot.putRight(paper(i), new RightsAtLot(1, true, paper(i), List.of(ofPool)));
        }
        for (int i = 1; i <= 2; i++) {
            assertInstanceOf(Answer.Granted.class, LotOverRedis.answer(lot.access(ask(i))));
        }
        List<Object> refused = lot.access(ask(3));
        assertEquals(List.of("DENIED", "POOL_FULL"), refused.subList(0, 2));
        assertEquals(List.of("ENTRY", "firm", "2", "2"), refused.subList(5, 9));
        pools = Map.of("firm", new LotRules.Pool("firm", 1, LotRules.Pool.Policy.HARD)); // made smaller
        rulesVersion++;
        assertEquals(List.of("firm", "1", "2"), lot.access(ask(3)).subList(6, 9));
        capacity = 2;
        rulesVersion++;
        List<Object> lotIsFull = lot.access(ask(3));
        assertEquals("LOT_FULL", lotIsFull.get(1));
        assertEquals(6, lotIsFull.size());
    }

    // ── mark, done, confirm ─────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void nothing_is_marked_before_the_epoch_is_confirmed_or_under_another() {
        install(Snapshot.empty(2));
        assertEquals("NOT_SURE", lot.mark(now, 2, 1));
        assertEquals("STALE", lot.mark(now, 1, 1));
        assertEquals("STALE", lot.confirm(1));
        assertEquals("OK", lot.confirm(2));
        assertEquals("MARKED", lot.mark(now, 2, 1));
    }

    @Test
    void mark_and_done_only_go_forward() {
        for (int n = 1; n <= 3; n++) {
            granted(n);
        }
        lot.mark(now, 1, 3);
        lot.mark(now, 1, 2);
        assertEquals("OK", lot.done(1, 2));
        assertEquals("OK", lot.done(1, 1));
        LotOverRedis.Held held = lot.held(Set.of(), Set.of());
        assertEquals("3", held.head().get("mark"));
        assertEquals("2", held.head().get("done"));
        assertEquals(List.of(3L), held.outbox().stream().map(LotEvent::seq).toList());
        assertEquals("STALE", lot.done(2, 3));
    }

    // ── install ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void an_install_of_the_heads_own_or_an_older_epoch_changes_nothing() {
        granted(1);
        Map<String, String> head = lot.held(Set.of(), Set.of()).head();
        assertEquals(List.of("STALE"), install(Snapshot.empty(1)));
        assertEquals(List.of("STALE"), install(Snapshot.empty(0)));
        assertEquals(head, lot.held(Set.of(), Set.of()).head());
    }

    @Test
    void an_install_carries_over_what_was_told_and_is_not_recorded() {
        LotEvent recorded = granted(1);
        LotEvent told = granted(2);
        LotEvent untold = granted(3);
        lot.mark(now, 1, 2);
        assertEquals(List.of("INSTALLED", "1"), install(Snapshot.of(2, List.of(recorded)), recorded.key()));
        LotEvent carried = told.numbered(2, 2, 2, 0);
        LotOverRedis.Held held = lot.held(Set.of(told.key(), untold.key()), Set.of());
        assertEquals(List.of(carried), held.outbox());
        assertEquals(Map.of(told.key(), carried, untold.key(), untold), held.answers());
        assertEquals(Set.of(recorded.rootId(), told.rootId()), held.stays().keySet());
        assertEquals("2", held.head().get("mark"));
        assertEquals("1", held.head().get("done"));
        assertEquals("0", held.head().get("sure"));
        assertEquals(new Answer.Unsure(), scan(3)); // an answer of the epoch before
        assertEquals(new Answer.Answered(Answer.Standing.MARKED, carried), scan(2));
    }

    @Test
    void a_large_lot_is_installed_in_one_call() {
        Map<String, List<Stay>> inside = new HashMap<>();
        for (int n = 0; n < 5_000; n++) {
            Stay stay = new Stay(
                    "session-" + n, "", "", "pool", now, Stay.State.I, "decision-" + n, n, "in", now, 0, 0, List.of());
            inside.put(paper(n).text(), List.of(stay));
        }
        assertEquals(List.of("INSTALLED", "0"), install(new Snapshot(2, 5_000, 7, now, inside)));
        assertEquals(List.of("OK", "5000", "7", Long.toString(now), "0"), lot.counts(now));
        assertEquals(inside, lot.held(Set.of(), Set.of()).stays());
    }

    // ── waiting ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void what_waits_is_told_oldest_first_and_bounded() {
        for (int n = 1; n <= 4; n++) {
            granted(n);
        }
        assertEquals(List.of(), lot.waiting(now, 10, 10).get(3));
        now += 60_000;
        List<Object> waiting = lot.waiting(now, 2, 3);
        assertEquals("OK", waiting.get(0));
        assertEquals("1", waiting.get(1));
        List<LotEvent> oldest = lot.held(Set.of(), Set.of()).outbox().subList(0, 2);
        assertEquals(oldest.stream().map(LotEvent::format).toList(), waiting.get(2));
        assertEquals(3, ((List<?>) waiting.get(3)).size());
    }

    // ── Bounds ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void entries_are_refused_while_the_outbox_is_at_its_bound() {
        outboxBound = 2;
        granted(1);
        granted(2);
        assertEquals(
                Reason.NOT_RECORDABLE,
                assertInstanceOf(Answer.Denied.class, scan(3)).reason());
        lot.done(1, 1);
        granted(3);
    }

    @Test
    void a_redis_without_memory_decides_nothing_and_still_lets_events_go() {
        LotEvent entry = granted(1);
        lot.redis.configSet("maxmemory", "1");
        try {
            RedisCommandExecutionException refused =
                    assertThrows(RedisCommandExecutionException.class, () -> lot.access(ask(2)));
            assertTrue(refused.getMessage().startsWith("OOM"), refused.getMessage());
            assertEquals("MARKED", lot.mark(now, 1, entry.seq()));
            assertEquals("OK", lot.done(1, entry.seq()));
            assertEquals("OK", lot.confirm(1));
        } finally {
            lot.redis.configSet("maxmemory", "0");
        }
        assertEquals(2, granted(2).seq());
    }

    // ── Rights ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_newer_right_stands_and_an_equal_one_is_put_again() {
        RightsAtLot none = new RightsAtLot(3, true, paper(1), List.of());
        assertEquals("OK", lot.putRight(paper(1), none));
        assertEquals("OLDER", putPermit(1));
        assertEquals("OK", lot.putRight(paper(1), none));
        install(Snapshot.empty(2));
        assertEquals("OK", putPermit(1)); // of this epoch there is none yet
    }

    // ── The guard on a slot of its own ──────────────────────────────────────────────────────────────────────────────

    private String claim(long atMs, long step, String lane, String scan, String token) {
        return lot.guardClaim(paper(1), atMs, step, lane, scan, token);
    }

    private String claim(long step, String lane, String scan) {
        return claim(now, step, lane, scan, "token-of-" + scan);
    }

    private String back(String scan) {
        return lot.guardBack(paper(1), "token-of-" + scan);
    }

    private Map<CredentialId, String> guards() {
        return lot.held(Set.of(), Set.of(paper(1))).guards();
    }

    @Test
    void a_step_is_claimed_once() {
        assertEquals("NEW", claim(100, "in", "a"));
        assertEquals("NEW", claim(100, "in", "a"));
        assertEquals("SAME decision-of-a", claim(now + 30_000, 100, "in", "b", "1"));
        assertEquals("LATE", claim(now + 30_001, 100, "in", "b", "2"));
        assertEquals("REPLAYED", claim(100, "other", "b"));
        assertEquals("REPLAYED", claim(100, "other", "a")); // one scan is at one lane
        assertEquals("STALE", claim(99, "in", "b"));
        assertEquals("STALE", claim(99, "in", "a"));
        assertEquals("NEW", claim(101, "other", "b"));
    }

    @Test
    void a_claim_is_given_back_by_its_own_token_alone() {
        claim(100, "in", "a");
        claim(101, "in", "b");
        assertEquals("OTHER", back("a"));
        assertEquals("OTHER", lot.guardBack(paper(1), "decision-of-b"));
        assertEquals("OTHER", lot.guardBack(paper(1), ""));
        assertEquals("BACK", back("b"));
        assertEquals("OTHER", back("b"));
        lot.redis.flushall();
        assertEquals("OTHER", back("b"));
    }

    @Test
    void a_claim_given_back_restores_all_that_stood_before_but_its_token() {
        claim(100, "in", "a");
        claim(101, "other", "b");
        assertEquals("BACK", back("b"));
        assertEquals(
                Map.of(paper(1), new Guard(100, lot.lotId, "in", now, "a", "decision-of-a", null).format()), guards());
        assertEquals("SAME decision-of-a", claim(100, "in", "c"));
        assertEquals("REPLAYED", claim(100, "other", "c"));
        assertEquals("OTHER", back("a")); // it stands for the scan that was granted, or was slow: it stays
        assertEquals("NEW", claim(101, "third", "c"));
    }

    @Test
    void the_first_claim_given_back_leaves_nothing() {
        claim(100, "in", "a");
        assertEquals("BACK", back("a"));
        assertEquals(Map.of(), guards());
    }

    @Test
    void a_step_claimed_by_two_scans_at_one_lane_stays() {
        claim(100, "in", "a");
        claim(100, "in", "b");
        assertEquals("OTHER", back("a"));
        assertEquals("OTHER", back("b"));
        assertEquals("REPLAYED", claim(100, "other", "c"));
    }

    @Test
    void a_step_claimed_by_two_calls_of_one_scan_stays() {
        claim(now, 100, "in", "a", "first");
        assertEquals("NEW", claim(now, 100, "in", "a", "second"));
        assertEquals("OTHER", lot.guardBack(paper(1), "second"));
        assertEquals("OTHER", lot.guardBack(paper(1), "first"));
        assertEquals("REPLAYED", claim(100, "other", "b"));
    }

    @Test
    void a_claim_executed_twice_is_one_claim() {
        claim(100, "in", "a");
        claim(100, "in", "a");
        assertEquals("BACK", back("a"));
        assertEquals(Map.of(), guards());
    }

    @Test
    void a_copy_at_another_lane_leaves_the_claim_to_its_owner() {
        claim(100, "in", "a");
        claim(100, "other", "b");
        assertEquals("OTHER", back("b"));
        assertEquals("BACK", back("a"));
    }

    @Test
    void a_car_that_backs_out_frees_the_step_of_its_grant_alone() {
        claim(100, "in", "a");
        claim(100, "in", "b"); // given the same grant again
        assertEquals("OTHER", lot.guardUndo(paper(1), "decision-of-b"));
        assertEquals("BACK", lot.guardUndo(paper(1), "decision-of-a"));
        assertEquals("OTHER", lot.guardUndo(paper(1), "decision-of-a"));
        assertEquals("NEW", claim(100, "other", "c"));
        claim(101, "other", "d");
        assertEquals("OTHER", lot.guardUndo(paper(1), "decision-of-c"));
    }

    @Test
    void access_obeys_a_verdict_that_was_claimed_before() {
        putPermit(1);
        LotEvent entry = assertInstanceOf(Answer.Granted.class, claimed(1, Guard.Verdict.NEW, ""))
                .event();
        assertEquals(
                entry,
                assertInstanceOf(Answer.Repeated.class, claimed(2, Guard.Verdict.SAME, entry.decisionId()))
                        .event());
        assertEquals(
                entry,
                assertInstanceOf(Answer.Repeated.class, claimed(3, Guard.Verdict.LATE, ""))
                        .event());
        assertEquals(
                Reason.REPLAYED,
                assertInstanceOf(Answer.Denied.class, claimed(4, Guard.Verdict.REPLAYED, ""))
                        .reason());
        assertEquals(
                Reason.STALE_CODE,
                assertInstanceOf(Answer.Denied.class, claimed(5, Guard.Verdict.STALE, ""))
                        .reason());
        lot.outcome(now, entry.decisionId(), EventKind.NO_ENTRY, "undone", "");
        assertEquals(
                List.of("GUARD_AWAY"),
                assertInstanceOf(Answer.Granted.class, claimed(6, Guard.Verdict.AWAY, ""))
                        .event()
                        .flags());
    }

    /** A phone's scan on a cluster: no guard key, but what the guard's own slot has said. */
    private Answer claimed(int scan, Guard.Verdict verdict, String decision) {
        AccessRequest a = ask(scan);
        return LotOverRedis.answer(lot.access(new AccessRequest(
                a.nowMs(),
                a.scanId(),
                a.lane(),
                paper(1),
                paper(1),
                true,
                CodeClass.D,
                100,
                a.faults(),
                a.rules(),
                0,
                a.moment(),
                false,
                a.sessionId(),
                a.decisionId(),
                "",
                a.deadlineMs(),
                a.answersLiveMs(),
                a.outboxBound(),
                verdict,
                decision)));
    }
}
