package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;

/** A warm lot with lanes, its clock, and what its operator has set: fields to be changed, scans in words. */
final class LotScene {
    static final long ANSWERS_LIVE_MS = 900_000;
    static final LocalMoment MONDAY_NOON = new LocalMoment(1, 720);

    static final Lane IN = lane("in", LaneDirection.ENTRY, true);
    static final Lane OTHER_IN = lane("other-in", LaneDirection.ENTRY, true);
    static final Lane IN_WITHOUT_LOOP = lane("in-bare", LaneDirection.ENTRY, false);
    static final Lane OUT = lane("out", LaneDirection.EXIT, true);
    static final Lane OUT_WITHOUT_LOOP = lane("out-bare", LaneDirection.EXIT, false);
    static final Lane BOTH = lane("both", LaneDirection.REVERSIBLE, true);
    static final Lane BOTH_WITHOUT_LOOP = lane("both-bare", LaneDirection.REVERSIBLE, false);

    final Map<CredentialId, Guard> guards = new HashMap<>();
    final LotBook book = new LotBook("lot", guards);
    long now = 1_700_000_000_000L;
    long epoch = 1;

    // What the operator has set: an open lot of any size for holders of a right, strict throughout.
    int capacity = LotRules.UNLIMITED;
    LotRules.Status status = LotRules.Status.OPEN;
    LotRules.Passback passback = LotRules.Passback.HARD;
    LotRules.FullPolicy fullPolicy = LotRules.FullPolicy.HARD;
    LotRules.NoOpenSession noOpenSession = LotRules.NoOpenSession.OPEN_AND_FLAG;
    LotRules.RevokedExit revokedExit = LotRules.RevokedExit.OPEN_AND_FLAG;
    boolean admitTransients;
    Map<String, LotRules.Pool> pools = Map.of();
    long rulesVersion = 1;

    // What the next scans bring along.
    List<Reason> faults = List.of();
    LocalMoment moment = MONDAY_NOON;
    long outboxBound = 1000;
    boolean rootCertain = true;
    boolean fresh;
    long leastRightVersion;

    private int scans;

    LotScene() {
        book.install(now - ANSWERS_LIVE_MS - 60_000, Snapshot.empty(epoch), Set.of());
        book.confirm(epoch);
    }

    private static Lane lane(String id, LaneDirection direction, boolean loop) {
        return new Lane(id, "lot", direction, loop);
    }

    // ── Who comes ───────────────────────────────────────────────────────────────────────────────────────────────────

    /** Something with a code: its rights at the lot are put beside it. */
    record Car(CredentialId credential, CodeClass codeClass, CredentialId root) {}

    /** A paper with a permit that always counts. */
    Car paper(int n) {
        return withRights(car(n, CodeClass.S), permit());
    }

    /** A phone with a permit that always counts. */
    Car phone(int n) {
        return withRights(car(n, CodeClass.D), permit());
    }

    /** A paper without any right. */
    Car stranger(int n) {
        return withRights(car(n, CodeClass.S));
    }

    static Car car(int n, CodeClass codeClass) {
        CredentialId id = new CredentialId("00000000000000" + (n < 10 ? "0" : "") + n);
        return new Car(id, codeClass, id);
    }

    Car withRights(Car car, Right... rights) {
        book.putRight(car.credential(), new RightsAtLot(1, true, car.root(), List.of(rights)));
        return car;
    }

    static Right permit() {
        return right(Right.Type.PERMIT, 0, Long.MAX_VALUE, "", List.of());
    }

    static Right permitOf(String pool) {
        return right(Right.Type.PERMIT, 0, Long.MAX_VALUE, pool, List.of());
    }

    static Right right(Right.Type type, long fromMs, long untilMs, String pool, List<Right.Window> windows) {
        return new Right(new UUID(0, 1), type, fromMs, untilMs, pool.isEmpty() ? null : pool, windows);
    }

    void pool(String id, int spaces, LotRules.Pool.Policy policy) {
        pools = Map.of(id, new LotRules.Pool(id, spaces, policy));
    }

    // ── What happens ────────────────────────────────────────────────────────────────────────────────────────────────

    Answer scan(Car car, Lane lane) {
        return book.access(ask(car, lane, now / 15_000));
    }

    Answer scan(Car car, Lane lane, long step) {
        return book.access(ask(car, lane, step));
    }

    AccessRequest ask(Car car, Lane lane, long step) {
        UUID scan = new UUID(1, ++scans);
        return new AccessRequest(
                now,
                scan.toString(),
                lane,
                car.credential(),
                car.root(),
                rootCertain,
                car.codeClass(),
                car.codeClass() == CodeClass.S ? -1 : step,
                faults,
                rules(),
                leastRightVersion,
                moment,
                fresh,
                NameUuid.sessionId("lot", scan).toString(),
                NameUuid.decisionId("lot", scan).toString(),
                "",
                now + 60_000,
                ANSWERS_LIVE_MS,
                outboxBound,
                null,
                "");
    }

    LotRules rules() {
        return new LotRules(
                "lot",
                List.of("lot"),
                "",
                ZoneOffset.UTC,
                ++rulesVersion, // each scan brings what the operator has just set
                capacity,
                status,
                passback,
                CodeClass.S,
                admitTransients,
                noOpenSession,
                revokedExit,
                fullPolicy,
                60_000,
                pools);
    }

    Answer report(LotEvent grant, EventKind kind) {
        return book.outcome(now, grant.decisionId(), kind, grant.decisionId() + ':' + kind, "");
    }

    /** In, through the loop. */
    LotEvent drivenIn(Car car) {
        LotEvent grant = granted(scan(car, IN));
        granted(report(grant, EventKind.CONFIRMED));
        now += 60_000;
        return grant;
    }

    Answer byHand(EventKind kind, int count) {
        return byHand(kind, Direction.EXIT, count);
    }

    Answer byHand(EventKind kind, Direction direction, int count) {
        return book.happened(new Happening(
                now, kind, "hand-" + ++scans, direction, "", "", "", "", "", "", "", 0, count, List.of(), ""));
    }

    Answer of(EventKind kind, LotEvent grant) {
        return book.happened(new Happening(
                now,
                kind,
                grant.decisionId() + ':' + kind,
                Direction.ENTRY,
                grant.laneId(),
                grant.credentialId(),
                grant.rootId(),
                grant.sessionId(),
                grant.decisionId(),
                grant.rightId(),
                grant.poolId(),
                grant.entryMs(),
                0,
                List.of(),
                ""));
    }

    // ── What is answered, and what the lot holds ────────────────────────────────────────────────────────────────────

    static LotEvent granted(Answer answer) {
        return assertInstanceOf(Answer.Granted.class, answer).event();
    }

    static LotEvent repeated(Answer answer) {
        return assertInstanceOf(Answer.Repeated.class, answer).event();
    }

    static void assertDenied(Reason reason, Answer answer) {
        assertEquals(reason, assertInstanceOf(Answer.Denied.class, answer).reason());
    }

    static void assertFlags(LotEvent event, Reason... flags) {
        assertEquals(List.of(flags).stream().map(Reason::name).toList(), event.flags());
    }

    LotView view() {
        LotView view = book.view();
        if (view == null) {
            throw new AssertionError("the lot is cold");
        }
        return view;
    }

    int open() {
        return view().open();
    }

    int adj() {
        return view().adj();
    }
}
