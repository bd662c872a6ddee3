package parkgate.scan;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.AccessRequest;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.Happening;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LocalMoment;
import parkgate.core.access.LotEvent;
import parkgate.core.access.LotRules;
import parkgate.core.access.NameUuid;
import parkgate.core.access.OfflineScan;
import parkgate.core.access.Right;
import parkgate.core.access.RightsAtLot;
import parkgate.core.access.SessionState;
import parkgate.core.access.Snapshot;

/** One thing that happens to a lot. All numbers are small and mean something whatever came before, so that it shrinks. */
sealed interface LotAct {
    void on(TwinLot lot);

    String LOT = "lot-1";

    /** Two papers, a wallet, two phones, the second phone's re-issue, and one that was never issued. */
    List<CredentialId> CREDENTIALS = List.of(id(0), id(1), id(2), id(3), id(4), id(5), id(6));

    List<CodeClass> CLASSES =
            List.of(CodeClass.S, CodeClass.S, CodeClass.T, CodeClass.D, CodeClass.D, CodeClass.D, CodeClass.D);

    List<Lane> LANES = List.of(
            new Lane("in-loop", LOT, LaneDirection.ENTRY, true),
            new Lane("in", LOT, LaneDirection.ENTRY, false),
            new Lane("out-loop", LOT, LaneDirection.EXIT, true),
            new Lane("out", LOT, LaneDirection.EXIT, false),
            new Lane("both-loop", LOT, LaneDirection.REVERSIBLE, true),
            new Lane("both", LOT, LaneDirection.REVERSIBLE, false));

    private static CredentialId id(int n) {
        return new CredentialId("000000000000000" + n);
    }

    static CredentialId rootOf(int credential) {
        return CREDENTIALS.get(credential == 5 ? 4 : credential);
    }

    /**
     * A code is shown at a lane.
     *
     * @param stepsAhead of the clock
     * @param demanding only a right of the newest version will do
     * @param roomForEvents most events that may wait for PostgreSQL
     */
    record Scan(
            int credential,
            int lane,
            int stepsAhead,
            List<Reason> faults,
            LocalMoment moment,
            boolean demanding,
            int roomForEvents)
            implements LotAct {
        @Override
        public void on(TwinLot lot) {
            CredentialId shown = CREDENTIALS.get(credential);
            CodeClass codeClass = CLASSES.get(credential);
            UUID scan = TwinLot.uuid(lot.asked.size() + 1L);
            lot.scan(new AccessRequest(
                    lot.now,
                    scan.toString(),
                    LANES.get(lane),
                    shown,
                    shown,
                    false,
                    codeClass,
                    codeClass == CodeClass.S ? -1 : lot.now / 15_000 + stepsAhead,
                    faults,
                    lot.rules,
                    demanding ? lot.rights.get(shown).version() : 0,
                    moment,
                    false,
                    NameUuid.sessionId(LOT, scan).toString(),
                    NameUuid.decisionId(LOT, scan).toString(),
                    "n=" + lot.asked.size(),
                    lot.now + 60_000,
                    LotOverRedis.ANSWERS_LIVE_MS,
                    roomForEvents,
                    null,
                    ""));
        }
    }

    /** A scan that is sent once more with its scanId, the {@code back}th before the last. */
    record Retry(int back) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            if (back < lot.asked.size()) {
                lot.scan(Asks.again(lot.asked.get(lot.asked.size() - 1 - back), lot.now));
            }
        }
    }

    /** The {@code back}th code before the last is shown again where it was shown, so much later; a new scan. */
    record ShownAgain(int back, long laterMs) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            if (back < lot.asked.size()) {
                AccessRequest before = lot.asked.get(lot.asked.size() - 1 - back);
                lot.now = before.nowMs() + laterMs;
                UUID scan = TwinLot.uuid(lot.asked.size() + 1L);
                lot.scan(Asks.anew(before, lot.now, scan));
            }
        }
    }

    record Tick(long ms) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            lot.now += ms;
        }
    }

    /**
     * A lane tells what it did by itself, a while ago.
     *
     * @param sooner an earlier scan's id, the {@code sooner}th before the last; -1: one of its own
     */
    record Offline(
            int credential,
            int lane,
            Direction direction,
            OfflineScan.Manner manner,
            long agoMs,
            int sooner,
            boolean pooled,
            int roomForEvents)
            implements LotAct {
        @Override
        public void on(TwinLot lot) {
            CredentialId shown = CREDENTIALS.get(credential);
            boolean retold = sooner >= 0 && sooner < lot.asked.size();
            UUID scan = retold
                    ? UUID.fromString(
                            lot.asked.get(lot.asked.size() - 1 - sooner).scanId())
                    : TwinLot.uuid(1_000_000L + lot.keys.size());
            boolean nobody = manner == OfflineScan.Manner.UNMATCHED;
            long then = lot.now - agoMs;
            String decision = NameUuid.decisionId(LOT, scan).toString();
            if (!nobody && CLASSES.get(credential) != CodeClass.S && direction == Direction.ENTRY) {
                long step = then / 15_000;
                lot.learnStep(shown, then, step, LANES.get(lane).id(), scan.toString(), decision, lot.now / 15_000 + 1);
            }
            lot.offline(new OfflineScan(
                    lot.now,
                    scan.toString(),
                    manner,
                    direction,
                    LANES.get(lane).id(),
                    nobody ? "" : shown.text(),
                    nobody ? "" : rootOf(credential).text(),
                    CLASSES.get(credential),
                    then,
                    NameUuid.sessionId(LOT, scan).toString(),
                    decision,
                    pooled ? TwinLot.uuid(4).toString() : "",
                    pooled ? "pool-1" : "",
                    manner == OfflineScan.Manner.LEFT ? (int) (agoMs % 2) : 0,
                    List.of("OFFLINE"),
                    "et=" + then,
                    lot.rules,
                    roomForEvents));
        }
    }

    /** A report on the {@code back}th grant before the last. */
    record Passage(int back, EventKind kind) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            if (back < lot.granted.size()) {
                LotEvent grant = lot.granted.get(lot.granted.size() - 1 - back);
                lot.passage(grant.decisionId(), kind);
                if (kind == EventKind.NO_ENTRY && !grant.credentialId().isEmpty()) {
                    lot.giveBack(new CredentialId(grant.credentialId()), grant.decisionId());
                }
            }
        }
    }

    /**
     * A sweep says that nobody was told of the {@code back}th before the last.
     *
     * @param held the last event of the outbox, of whatever kind; else the last grant, wherever it stands by now
     */
    record Untold(int back, boolean held) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            List<LotEvent> events = held ? lot.outbox() : lot.granted;
            if (back < events.size()) {
                LotEvent event = events.get(events.size() - 1 - back);
                lot.untold(event.decisionId(), event.seq());
            }
        }
    }

    /**
     * What an operator or a lane does: SET, RESET, PASSED; CLOSE or RESTORED of the {@code back}th grant before the last.
     *
     * @param in the way of a PASSED; whether a CLOSE is soft, a RESTORED somebody's word
     */
    record ByHand(EventKind kind, int number, int back, boolean in) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            boolean ofStay = kind == EventKind.CLOSE || kind == EventKind.RESTORED;
            boolean names = kind == EventKind.PASSED && number % 2 == 1; // of somebody's stay, wherever it stands
            LotEvent grant = back < lot.granted.size() ? lot.granted.get(lot.granted.size() - 1 - back) : null;
            if ((ofStay && (grant == null || grant.kind() != EventKind.ENTRY)) || (names && grant == null)) {
                return;
            }
            if (kind == EventKind.RESTORED && knows(lot, grant.sessionId())) {
                return; // PostgreSQL says that it is there
            }
            boolean seen = kind == EventKind.RESTORED && !in;
            String key = seen ? grant.decisionId() + ":RESTORED" : "by-hand-" + lot.keys.size();
            Direction direction = kind == EventKind.PASSED ? (in ? Direction.ENTRY : Direction.EXIT) : null;
            lot.happened(new Happening(
                    lot.now,
                    kind,
                    key,
                    kind == EventKind.RESTORED ? Direction.ENTRY : direction,
                    ofStay ? grant.laneId() : "",
                    ofStay ? grant.credentialId() : "",
                    ofStay ? grant.rootId() : "",
                    ofStay || names ? grant.sessionId() : "",
                    ofStay ? grant.decisionId() : "",
                    ofStay ? grant.rightId() : "",
                    ofStay ? grant.poolId() : "",
                    ofStay ? grant.entryMs() : 0,
                    number,
                    List.of(flag(names)),
                    number == 0 ? "" : "by=ops"));
        }

        private String flag(boolean names) {
            return switch (kind) {
                case CLOSE -> in ? "SOFT_CLOSED" : "MANUAL";
                case RESTORED -> in ? SessionState.REOPENED_BY_HAND : "MANUAL";
                default -> names ? "MANUAL_OPEN" : "MANUAL";
            };
        }

        private static boolean knows(TwinLot lot, String session) {
            return lot.book.view() == null
                    || lot.book.view().stays().values().stream()
                            .flatMap(List::stream)
                            .anyMatch(stay -> stay.sessionId().equals(session));
        }
    }

    /**
     * An operator changes the lot.
     *
     * @param newer false: an instance that has not yet heard of the last change still sends rules of before
     */
    record NewRules(
            boolean newer,
            int capacity,
            LotRules.Status status,
            LotRules.Passback passback,
            boolean transients,
            boolean strict,
            LotRules.Pool pool)
            implements LotAct {
        @Override
        public void on(TwinLot lot) {
            lot.rules = rules(lot.rules.version() + (newer ? 1 : -1));
        }

        LotRules rules(long version) {
            return new LotRules(
                    LOT,
                    List.of(LOT),
                    "",
                    ZoneOffset.UTC,
                    version,
                    capacity,
                    status,
                    passback,
                    CodeClass.S,
                    transients,
                    strict ? LotRules.NoOpenSession.REFUSE : LotRules.NoOpenSession.OPEN_AND_FLAG,
                    strict ? LotRules.RevokedExit.CALL_ATTENDANT : LotRules.RevokedExit.OPEN_AND_FLAG,
                    strict ? LotRules.FullPolicy.HARD : LotRules.FullPolicy.SOFT,
                    60_000,
                    Map.of(pool.id(), pool));
        }
    }

    /**
     * A credential gets other rights.
     *
     * @param endsIn milliseconds from now; negative: as the rights say
     * @param pushed put beside the lot at once; else found by a miss
     */
    record NewRights(int credential, List<Right> given, long endsIn, boolean pushed) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            CredentialId shown = CREDENTIALS.get(credential);
            RightsAtLot old = lot.rights.get(shown);
            List<Right> rights = endsIn < 0
                    ? given
                    : given.stream()
                            .map(right -> until(right, lot.now + endsIn))
                            .toList();
            RightsAtLot fresh = new RightsAtLot(old.version() + 1, credential != 6, rootOf(credential), rights);
            lot.rights.put(shown, fresh);
            if (pushed) {
                lot.put(shown, fresh);
                lot.put(shown, old); // a slow reader
            }
        }

        private static Right until(Right r, long untilMs) {
            return new Right(r.id(), r.type(), 0, untilMs, r.poolId(), r.windows());
        }
    }

    record Recorded(int most, boolean tell) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            lot.record(most, tell);
        }
    }

    /**
     * An answer goes out before PostgreSQL has its event.
     *
     * @param epochsBack it was held up, and its epoch is over
     */
    record Marked(int behind, int epochsBack) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            long last = lot.book.view() == null ? 0 : lot.book.view().seq();
            lot.mark(lot.epoch - epochsBack, Math.max(0, last - behind));
        }
    }

    record Rebuilt(boolean confirmed) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            lot.rebuild(confirmed);
        }
    }

    /** Someone who was held up installs, confirms and tells of an epoch that is over. */
    record HeldUp() implements LotAct {
        @Override
        public void on(TwinLot lot) {
            if (lot.book.view() != null) {
                lot.install(Snapshot.of(lot.epoch, lot.recorded), Set.of());
            }
            lot.done(lot.epoch - 1, lot.recorded.size());
        }
    }

    record Crash(boolean all) implements LotAct {
        @Override
        public void on(TwinLot lot) {
            if (all) {
                lot.loseAll();
            } else {
                lot.restart();
            }
        }
    }
}
