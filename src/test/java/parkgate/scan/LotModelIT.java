package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.LocalMoment;
import parkgate.core.access.LotRules;
import parkgate.core.access.OfflineScan;
import parkgate.core.access.Right;
import parkgate.core.access.RightsAtLot;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/**
 * Long random histories through the reference of the rules and through the Redis functions: the same answers, and the
 * same state after each step. The seed is fixed, so a failure repeats; it shrinks to the few acts that matter.
 */
class LotModelIT {
    private static final int MOST_ACTS = 100;

    /** What the histories came to, all together. */
    private static final Set<String> SEEN = new TreeSet<>();

    private static EmbeddedRedis server;
    private static LotOverRedis redis;

    @BeforeContainer
    static void start() {
        server = Servers.startRedis();
        redis = new LotOverRedis(server.uri(), LotAct.LOT);
        redis.redis.configSet("appendonly", "no"); // what is on disk is not asked here
    }

    @AfterContainer
    static void stop() {
        redis.close();
        server.close();
        assertEquals(Set.of(), unseen(), "the histories never came to these");
    }

    /** What a lot can answer, record and flag: histories that do not come to all of it prove too little. */
    private static Set<String> unseen() {
        Set<String> out = new TreeSet<>();
        Stream.of(EventKind.values()).forEach(kind -> out.add("event " + kind));
        Stream.of(
                        "Answered",
                        "Answered unconfirmed",
                        "Cold",
                        "Denied",
                        "Full",
                        "Granted",
                        "Inside",
                        "Miss",
                        "NotDue",
                        "NotOpen",
                        "NotPending",
                        "Repeated",
                        "Repeated unconfirmed",
                        "Root",
                        "Unsure")
                .forEach(out::add);
        Stream.of(
                        Reason.UNKNOWN_CREDENTIAL,
                        Reason.EXPIRED,
                        Reason.REVOKED,
                        Reason.REPLACED,
                        Reason.STALE_CODE,
                        Reason.REPLAYED,
                        Reason.NO_RIGHT_HERE,
                        Reason.OUT_OF_TIME_RANGE,
                        Reason.PASSBACK,
                        Reason.NO_OPEN_SESSION,
                        Reason.LOT_FULL,
                        Reason.POOL_FULL,
                        Reason.LOT_CLOSED,
                        Reason.NOT_RECORDABLE)
                .forEach(reason -> out.add("denied " + reason));
        Stream.of(
                        "PASSBACK",
                        "LOT_FULL",
                        "POOL_FULL",
                        "NO_OPEN_SESSION",
                        "REVOKED",
                        "PASSAGE_EXPIRED",
                        "UNTOLD",
                        "SOFT_CLOSED",
                        "OFFLINE",
                        "REPEATED",
                        "LEFT_ALREADY",
                        "REOPENED")
                .forEach(flag -> out.add("flag " + flag));
        Stream.of("NEW", "STALE", "LATER", "REPLAYED").forEach(word -> out.add("step " + word));
        out.removeAll(SEEN);
        return out;
    }

    @Property(
            tries = 120,
            seed = "20261122",
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.FULL,
            afterFailure = AfterFailureMode.RANDOM_SEED)
    void the_functions_answer_and_remember_as_the_reference_does(
            @ForAll("rules") LotAct.NewRules rules,
            @ForAll("startingRights") List<List<Right>> rights,
            @ForAll("histories") List<LotAct> history) {
        TwinLot lot = new TwinLot(redis, rules.rules(1));
        for (int i = 0; i < LotAct.CREDENTIALS.size(); i++) {
            lot.rights.put(LotAct.CREDENTIALS.get(i), new RightsAtLot(1, i != 6, LotAct.rootOf(i), rights.get(i)));
        }
        for (LotAct act : history) {
            act.on(lot);
            lot.assertSameState();
        }
        lot.assertSameWaiting();
        SEEN.addAll(lot.seen.keySet());
    }

    /** At a lot of no spaces a right that counts is answered LOT_FULL, and any other OUT_OF_TIME_RANGE. */
    @Example
    void windows_cover_the_same_minutes() {
        LotRules.Pool pool = new LotRules.Pool("pool", 1, LotRules.Pool.Policy.HARD);
        TwinLot lot = new TwinLot(
                redis,
                new LotAct.NewRules(true, 0, LotRules.Status.OPEN, LotRules.Passback.HARD, false, true, pool).rules(1));
        CredentialId phone = LotAct.CREDENTIALS.get(3);
        for (int[] times : new int[][] {{480, 1080}, {1080, 480}, {600, 600}, {0, 1440}, {1, 1439}, {1439, 1}}) {
            for (int days : new int[] {0, 1, 1 << 6, 0b0101010}) {
                Right right = new Right(
                        TwinLot.uuid(1),
                        Right.Type.PERMIT,
                        0,
                        Long.MAX_VALUE,
                        null,
                        List.of(new Right.Window(days, times[0], times[1])));
                RightsAtLot rights = new RightsAtLot(lot.asked.size() + 1L, true, phone, List.of(right));
                lot.rights.put(phone, rights);
                lot.put(phone, rights);
                for (int weekday = 1; weekday <= 7; weekday++) {
                    for (int minute : new int[] {0, 1, 479, 480, 599, 600, 1079, 1080, 1438, 1439}) {
                        LocalMoment moment = new LocalMoment(weekday, minute);
                        new LotAct.Scan(3, 0, 0, List.of(), moment, false, 1000).on(lot);
                    }
                }
            }
        }
        assertEquals(Set.of("denied LOT_FULL", "denied OUT_OF_TIME_RANGE"), denials(lot));
    }

    @Example
    void a_session_is_not_opened_again_by_hand_while_another_of_its_car_is_open() {
        LotRules.Pool pool = new LotRules.Pool("pool", 1, LotRules.Pool.Policy.SOFT);
        LotAct.NewRules rules =
                new LotAct.NewRules(true, 3, LotRules.Status.OPEN, LotRules.Passback.OFF, false, true, pool);
        TwinLot lot = new TwinLot(redis, rules.rules(1));
        CredentialId phone = LotAct.CREDENTIALS.get(3);
        Right right = new Right(TwinLot.uuid(1), Right.Type.PERMIT, 0, Long.MAX_VALUE, null, List.of());
        lot.rights.put(phone, new RightsAtLot(1, true, phone, List.of(right)));
        LotAct in = new LotAct.Scan(3, 1, 0, List.of(), new LocalMoment(1, 0), false, 1000);
        LotAct old = new LotAct.ByHand(EventKind.RESTORED, 1, 1, true);
        for (LotAct act : List.of(
                in,
                new LotAct.ByHand(EventKind.CLOSE, 0, 0, false),
                new LotAct.Tick(60_000),
                in,
                old,
                new LotAct.ByHand(EventKind.CLOSE, 0, 0, false),
                old)) {
            act.on(lot);
            lot.assertSameState();
        }
        assertEquals(1, lot.seen.get("Inside"), () -> lot.seen.toString());
        assertEquals(1, lot.seen.get("event RESTORED"), () -> lot.seen.toString());
        SEEN.addAll(lot.seen.keySet());
    }

    private static Set<String> denials(TwinLot lot) {
        Set<String> out = new TreeSet<>(lot.seen.keySet());
        out.removeIf(what -> !what.startsWith("denied "));
        return out;
    }

    // ── Histories ───────────────────────────────────────────────────────────────────────────────────────────────────

    @Provide
    Arbitrary<List<LotAct>> histories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(40, scans()),
                        Tuple.of(6, integers(0, 5).map(LotAct.Retry::new)),
                        Tuple.of(10, shownAgain()),
                        Tuple.of(12, ticks()),
                        Tuple.of(16, passages()),
                        Tuple.of(5, byHand()),
                        Tuple.of(8, offline()),
                        Tuple.of(
                                4, Combinators.combine(integers(0, 2), chance()).as(LotAct.Untold::new)),
                        Tuple.of(4, rules()),
                        Tuple.of(6, newRights()),
                        Tuple.of(
                                8, Combinators.combine(integers(1, 4), chance()).as(LotAct.Recorded::new)),
                        Tuple.of(
                                4,
                                Combinators.combine(integers(0, 2), Arbitraries.of(0, 0, 0, 1))
                                        .as(LotAct.Marked::new)),
                        Tuple.of(2, chance().map(LotAct.Rebuilt::new)),
                        Tuple.of(1, Arbitraries.just(new LotAct.HeldUp())),
                        Tuple.of(1, chance().map(LotAct.Crash::new)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_ACTS)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<LotAct> scans() {
        return Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 2, 3, 3, 3, 3, 4, 4, 5, 6),
                        Arbitraries.of(0, 0, 0, 1, 1, 2, 3, 4, 4, 5),
                        Arbitraries.of(0, 0, 0, 1, -1),
                        faults(),
                        moments(),
                        chance(),
                        Arbitraries.of(1000, 1000, 1000, 1000, 3))
                .as(LotAct.Scan::new);
    }

    private static Arbitrary<LotAct> offline() {
        return Combinators.combine(
                        Arbitraries.of(0, 0, 1, 2, 3, 3, 3, 4, 5),
                        Arbitraries.of(0, 1, 2, 3, 3, 4, 5),
                        Arbitraries.of(Direction.values()),
                        Arbitraries.frequency(
                                Tuple.of(8, OfflineScan.Manner.THROUGH),
                                Tuple.of(1, OfflineScan.Manner.UNMATCHED),
                                Tuple.of(1, OfflineScan.Manner.BACKED_OUT),
                                Tuple.of(1, OfflineScan.Manner.LEFT)),
                        Arbitraries.of(0L, 5_000L, 20_000L, 20_001L, 600_000L, 7_200_000L),
                        Arbitraries.of(-1, -1, -1, 0, 1, 4),
                        chance(),
                        Arbitraries.of(1000, 1000, 1000, 3))
                .as(LotAct.Offline::new);
    }

    private static Arbitrary<List<Reason>> faults() {
        return Arbitraries.frequency(
                Tuple.of(20, List.of()),
                Tuple.of(1, List.of(Reason.EXPIRED)),
                Tuple.of(1, List.of(Reason.REVOKED)),
                Tuple.of(1, List.of(Reason.REPLACED, Reason.EXPIRED)),
                Tuple.of(1, List.of(Reason.STALE_CODE, Reason.ASSURANCE_TOO_LOW)));
    }

    private static Arbitrary<LocalMoment> moments() {
        return Combinators.combine(integers(1, 7), Arbitraries.of(0, 479, 480, 600, 1079, 1080, 1439))
                .as(LocalMoment::new);
    }

    private static Arbitrary<LotAct> shownAgain() {
        return Combinators.combine(integers(0, 2), Arbitraries.of(1L, 10_000L, 10_001L, 30_000L, 30_001L))
                .as(LotAct.ShownAgain::new);
    }

    private static Arbitrary<LotAct> ticks() {
        return Arbitraries.of(
                        1L, 5_000L, 10_000L, 10_001L, 15_000L, 30_000L, 30_001L, 60_000L, 61_000L, 900_000L, -1L,
                        -5_000L, -20_000L, -900_000L)
                .map(LotAct.Tick::new);
    }

    private static Arbitrary<LotAct> passages() {
        return Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 1, 2, 3),
                        Arbitraries.of(EventKind.CONFIRMED, EventKind.CONFIRMED, EventKind.NO_ENTRY, EventKind.EXPIRED))
                .as(LotAct.Passage::new);
    }

    private static Arbitrary<LotAct> byHand() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(2, EventKind.SET),
                                Tuple.of(1, EventKind.RESET),
                                Tuple.of(6, EventKind.CLOSE),
                                Tuple.of(3, EventKind.RESTORED),
                                Tuple.of(2, EventKind.PASSED)),
                        integers(0, 4),
                        integers(0, 4),
                        chance())
                .as(LotAct.ByHand::new);
    }

    @Provide
    Arbitrary<LotAct.NewRules> rules() {
        return Combinators.combine(
                        Arbitraries.of(true, true, true, false),
                        Arbitraries.of(LotRules.UNLIMITED, LotRules.UNLIMITED, 1, 2, 3),
                        Arbitraries.frequency(
                                Tuple.of(12, LotRules.Status.OPEN),
                                Tuple.of(1, LotRules.Status.FULL),
                                Tuple.of(1, LotRules.Status.CLOSED),
                                Tuple.of(1, LotRules.Status.CLOSED_TO_ALL)),
                        Arbitraries.of(LotRules.Passback.values()),
                        chance(),
                        chance(),
                        pools())
                .as(LotAct.NewRules::new);
    }

    private static Arbitrary<LotRules.Pool> pools() {
        return Combinators.combine(
                        Arbitraries.of("pool-1", "pool-1", "pool-2"),
                        integers(0, 2),
                        Arbitraries.of(LotRules.Pool.Policy.values()))
                .as(LotRules.Pool::new);
    }

    private static Arbitrary<LotAct> newRights() {
        return Combinators.combine(Arbitraries.of(0, 3, 3, 4, 6), rights(), Arbitraries.of(-1L, -1L, 0L, 1L), chance())
                .as(LotAct.NewRights::new);
    }

    @Provide
    Arbitrary<List<List<Right>>> startingRights() {
        return rights().list().ofSize(LotAct.CREDENTIALS.size());
    }

    private static Arbitrary<List<Right>> rights() {
        Arbitrary<Right> right = Combinators.combine(
                        integers(1, 3),
                        Arbitraries.of(Right.Type.PERMIT, Right.Type.VISITOR, Right.Type.STAFF),
                        Arbitraries.of(0L, 0L, 0L, 1_700_000_100_000L),
                        Arbitraries.of(Long.MAX_VALUE, Long.MAX_VALUE, 1_700_000_050_000L, 1_700_001_000_000L),
                        Arbitraries.of("", "", "pool-1", "pool-2"),
                        windows())
                .as((id, type, from, until, pool, windows) ->
                        new Right(TwinLot.uuid(id), type, from, until, pool.isEmpty() ? null : pool, windows));
        Arbitrary<Right> always = Arbitraries.of("", "pool-1")
                .map(pool -> new Right(
                        TwinLot.uuid(4),
                        Right.Type.PERMIT,
                        0,
                        Long.MAX_VALUE,
                        pool.isEmpty() ? null : pool,
                        List.of()));
        return Arbitraries.frequencyOf(
                Tuple.of(1, always.map(List::of)), Tuple.of(1, right.list().ofMaxSize(2)));
    }

    private static Arbitrary<List<Right.Window>> windows() {
        Arbitrary<Right.Window> window = Combinators.combine(
                        Arbitraries.of(0b1111111, 0b0011111, 0b1000000, 0b0000001), integers(0, 3))
                .as((days, which) -> switch (which) {
                    case 0 -> new Right.Window(days, 480, 1080);
                    case 1 -> new Right.Window(days, 1080, 480);
                    case 2 -> new Right.Window(days, 600, 600);
                    default -> new Right.Window(days, 0, 1440);
                });
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(List.<Right.Window>of())),
                Tuple.of(1, window.list().ofMinSize(1).ofMaxSize(2)));
    }

    private static Arbitrary<Integer> integers(int least, int most) {
        return Arbitraries.integers().between(least, most).withDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Boolean> chance() {
        return Arbitraries.of(true, false);
    }
}
