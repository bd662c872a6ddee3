package parkgate.scan;

import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LocalMoment;
import parkgate.core.access.LotEvent;
import parkgate.core.access.NameUuid;
import parkgate.core.access.OfflineScan;
import parkgate.core.access.Packing;
import parkgate.core.access.RightsAtLot;
import parkgate.core.access.Stay;
import parkgate.redis.Redis;

/** The functions of {@link LotLibrary} with their arguments by name; what each does stands there. */
class LotFunctions { // not final: the protocol test stands in between
    /** How long an answer is repeated, milliseconds: longer than a lane repeats its scanId (5 min). */
    static final long ANSWER_MS = 15 * 60_000L;

    /** How long a right stays cached, milliseconds. Nothing depends on it: versions say whether it may be used. */
    private static final long RIGHT_MS = 24 * 3_600_000L;

    /** How long it stays cached that somebody has no right here, milliseconds. */
    private static final long NO_RIGHT_MS = 60_000L;

    private static final String NONE = "";

    private final Redis redis;
    private final Redis marks;
    private final int outboxBound;
    private final long replicaWaitMs;

    /**
     * Names the functions.
     *
     * @param marks a connection for marks alone: waiting for replicas blocks it
     * @param outboxBound most events of a lot that may wait for PostgreSQL before entries are refused
     * @param replicaWaitMs most milliseconds that a mark waits for replicas
     */
    LotFunctions(Redis redis, Redis marks, int outboxBound, long replicaWaitMs) {
        this.redis = redis;
        this.marks = marks;
        this.outboxBound = outboxBound;
        this.replicaWaitMs = replicaWaitMs;
    }

    /** {@code guardVerdict}: of a claim made before on a cluster; empty where none was made. */
    Future<Answer> access(Question q, String guardVerdict) {
        LotKeys k = new LotKeys(q.rules().lotId());
        LocalMoment local =
                LocalMoment.of(Instant.ofEpochMilli(q.nowMs()), q.rules().zone());
        String credential = q.credential().text();
        List<String> keys = new ArrayList<>(List.of(
                k.head(),
                k.inside(),
                k.pass(),
                k.outbox(),
                k.answer(q.scanId().toString()),
                k.right(credential),
                k.echo(q.root().text())));
        if (!redis.isCluster()) {
            keys.add(LotKeys.guard(credential));
        }
        long deadline = q.nowMs() + q.rules().passageTimeoutMs();
        return redis.call(
                        "access",
                        keys.toArray(String[]::new),
                        Long.toString(q.nowMs()),
                        q.scanId().toString(),
                        q.lane().direction().name(),
                        q.lane().id(),
                        bit(q.lane().confirmPassage()),
                        credential,
                        q.root().text(),
                        bit(q.rootCertain()),
                        q.codeClass().name(),
                        Long.toString(q.step()),
                        q.faults(),
                        Long.toString(q.rules().version()),
                        Packing.rules(q.rules()),
                        Long.toString(q.minRightVersion()),
                        Integer.toString(local.weekday()),
                        Integer.toString(local.minute()),
                        bit(q.fresh()),
                        NameUuid.sessionId(q.rules().lotId(), q.scanId()).toString(),
                        NameUuid.decisionId(q.rules().lotId(), q.scanId()).toString(),
                        q.extra(),
                        Long.toString(deadline),
                        Long.toString(ANSWER_MS),
                        Integer.toString(outboxBound),
                        guardVerdict)
                .map(Answer::of);
    }

    /** True when this scan may accept a step, and the guard is a call of its own, before access. */
    boolean claimsStep(Question q) {
        return redis.isCluster()
                && q.codeClass() != CodeClass.S
                && q.lane().direction() != LaneDirection.EXIT
                && q.faults().isEmpty();
    }

    /** {@code token}: of this call alone. */
    Future<String> claimStep(Question q, String token) {
        return redis.callForWord(
                "guard_claim",
                new String[] {LotKeys.guard(q.credential().text())},
                Long.toString(q.nowMs()),
                Long.toString(q.step()),
                q.rules().lotId(),
                q.lane().id(),
                q.scanId().toString(),
                NameUuid.decisionId(q.rules().lotId(), q.scanId()).toString(),
                token);
    }

    /** Of a scan that was refused. */
    Future<String> giveStepBack(String credentialId, String token) {
        return redis.callForWord("guard_back", new String[] {LotKeys.guard(credentialId)}, token);
    }

    /** Of a grant whose car backed out. */
    Future<String> undoStep(String credentialId, String decisionId) {
        return redis.callForWord("guard_undo", new String[] {LotKeys.guard(credentialId)}, decisionId);
    }

    Future<String> putRight(String lotId, CredentialId credential, RightsAtLot rights) {
        LotKeys k = new LotKeys(lotId);
        return redis.callForWord(
                "put_right",
                new String[] {k.head(), k.right(credential.text())},
                Long.toString(rights.version()),
                bit(rights.known()),
                rights.root().text(),
                Packing.rights(rights.rights()),
                Long.toString(rights.rights().isEmpty() ? NO_RIGHT_MS : RIGHT_MS));
    }

    /** {@code laneId}: only of a grant of this lane; empty: of any. */
    Future<Answer> outcome(String lotId, long nowMs, UUID decision, String outcome, String laneId, String extra) {
        LotKeys k = new LotKeys(lotId);
        String key = decision + ":" + outcome;
        return redis.call(
                        "outcome",
                        changeKeys(k, key),
                        Long.toString(nowMs),
                        decision.toString(),
                        outcome,
                        key,
                        extra,
                        Long.toString(ANSWER_MS),
                        laneId)
                .map(Answer::of);
    }

    /** What has already happened; see {@link Happening} for what each kind needs. */
    Future<Answer> happened(String lotId, long nowMs, Happening h) {
        LotKeys k = new LotKeys(lotId);
        return redis.call(
                        "happened",
                        changeKeys(k, h.key()),
                        Long.toString(nowMs),
                        h.kind().name(),
                        h.key(),
                        h.direction() == null ? NONE : h.direction().name(),
                        h.laneId(),
                        h.credentialId(),
                        h.rootId(),
                        h.sessionId(),
                        h.decisionId(),
                        h.rightId(),
                        h.poolId(),
                        Long.toString(h.entryMs()),
                        Integer.toString(h.number()),
                        h.flags(),
                        h.extra(),
                        Long.toString(ANSWER_MS))
                .map(Answer::of);
    }

    /** What a lane did by itself. */
    Future<Answer> offline(OfflineScan s) {
        return redis.call(
                        "offline",
                        changeKeys(new LotKeys(s.rules().lotId()), s.scanId()),
                        Long.toString(s.nowMs()),
                        s.scanId(),
                        s.manner().name(),
                        s.direction().name(),
                        s.laneId(),
                        s.credentialId(),
                        s.rootId(),
                        s.codeClass().name(),
                        Long.toString(s.eventMs()),
                        s.sessionId(),
                        s.decisionId(),
                        s.rightId(),
                        s.poolId(),
                        Integer.toString(s.adjDelta()),
                        String.join("+", s.flags()),
                        s.extra(),
                        Long.toString(s.rules().version()),
                        Packing.rules(s.rules()),
                        Long.toString(ANSWER_MS),
                        Long.toString(s.outboxBound()))
                .map(Answer::of);
    }

    /** The most events of a lot that may wait for PostgreSQL before what can wait does. */
    int outboxBound() {
        return outboxBound;
    }

    /**
     * The step that a lane accepted by itself.
     *
     * @return NEW, LATER, STALE or REPLAYED
     */
    Future<String> learnStep(
            CredentialId credential,
            long eventMs,
            long step,
            String lotId,
            String laneId,
            UUID scanId,
            String decisionId,
            long mostStep) {
        return redis.callForWord(
                "guard_learn",
                new String[] {LotKeys.guard(credential.text())},
                Long.toString(eventMs),
                Long.toString(step),
                lotId,
                laneId,
                scanId.toString(),
                decisionId,
                Long.toString(mostStep));
    }

    /**
     * Where a session stands in a lot; null when it has no stay there. Reads every stay of the lot: for what people do by hand.
     */
    Future<@Nullable RootedStay> stayOf(String lotId, String sessionId) {
        return redis.run(c -> c.hgetall(new LotKeys(lotId).inside())).map(roots -> {
            for (Map.Entry<String, String> root : roots.entrySet()) {
                for (String text : root.getValue().split(";", -1)) {
                    if (text.startsWith(sessionId + ',')) {
                        return new RootedStay(root.getKey(), Stay.parse(text));
                    }
                }
            }
            return null;
        });
    }

    /** A stay and the root credential that it hangs on. */
    record RootedStay(String rootId, Stay stay) {}

    /** A grant of this number that no lane was told; {@code deadlineMs} for a passage where its lane awaits none. */
    Future<Answer> untold(String lotId, long nowMs, String decisionId, long seq, long deadlineMs) {
        String key = decisionId + ":UNTOLD";
        return redis.call(
                        "untold",
                        changeKeys(new LotKeys(lotId), key),
                        Long.toString(nowMs),
                        decisionId,
                        Long.toString(seq),
                        Long.toString(deadlineMs),
                        key,
                        Long.toString(ANSWER_MS))
                .map(Answer::of);
    }

    private static String[] changeKeys(LotKeys k, String key) {
        return new String[] {k.head(), k.inside(), k.pass(), k.outbox(), k.answer(key)};
    }

    /** MARKED, NOT_SURE or STALE; fails when too few replicas have it. */
    Future<String> mark(String lotId, long nowMs, long epoch, long seq) {
        return marks.callReplicated(
                "mark",
                new String[] {new LotKeys(lotId).head()},
                replicaWaitMs,
                Long.toString(nowMs),
                Long.toString(epoch),
                Long.toString(seq));
    }

    Future<String> done(String lotId, long epoch, long seq) {
        LotKeys k = new LotKeys(lotId);
        return redis.callForWord("done", new String[] {k.head(), k.outbox()}, Long.toString(epoch), Long.toString(seq));
    }

    Future<String> confirm(String lotId, long epoch) {
        return redis.callForWord("confirm", new String[] {new LotKeys(lotId).head()}, Long.toString(epoch));
    }

    /** The epoch in the head, 0 when there is none. */
    Future<Long> epoch(String lotId) {
        String key = new LotKeys(lotId).head();
        return redis.run(key, c -> c.hget(key, "epoch")).map(text -> text == null ? 0L : Long.parseLong(text));
    }

    /** True when nobody else holds the lot's lease; then this owner does, for so long. */
    Future<Boolean> takeLease(String lotId, String owner, long ms) {
        String key = new LotKeys(lotId).lease();
        return redis.run(key, c -> c.set(key, owner, SetArgs.Builder.nx().px(ms)))
                .map("OK"::equals);
    }

    /** Ends the lease where it is still this owner's. Two calls: nothing but time depends on who holds it. */
    Future<Void> giveLeaseBack(String lotId, String owner) {
        String key = new LotKeys(lotId).lease();
        return redis.run(key, c -> c.get(key))
                .compose(holder -> owner.equals(holder) ? redis.run(key, c -> c.del(key)) : Future.succeededFuture(0L))
                .mapEmpty();
    }

    /** Events of the outbox whose numbers lie in these bounds, in order. */
    Future<List<LotEvent>> outbox(String lotId, String fromId, String toId) {
        String key = new LotKeys(lotId).outbox();
        return redis.run(key, c -> c.xrange(key, Range.create(fromId, toId))).map(entries -> entries.stream()
                .map(entry ->
                        LotEvent.parse(Objects.requireNonNull(entry.getBody().get("e"))))
                .toList());
    }

    Future<Long> outboxLength(String lotId) {
        String key = new LotKeys(lotId).outbox();
        return redis.run(key, c -> c.xlen(key));
    }

    /** Installs a lot's state; true when it now stands there. */
    Future<Boolean> install(
            String lotId, long nowMs, LotPicture picture, List<String> knownKeys, List<LotEvent> answers) {
        LotKeys k = new LotKeys(lotId);
        List<String> args = new ArrayList<>(List.of(
                Long.toString(nowMs),
                Long.toString(picture.epoch()),
                Long.toString(picture.lastSeq()),
                Integer.toString(picture.adjustment()),
                Long.toString(picture.atMs() == 0 ? nowMs : picture.atMs()),
                k.answers(),
                Long.toString(ANSWER_MS),
                Integer.toString(knownKeys.size())));
        args.addAll(knownKeys);
        for (Map.Entry<String, String> root : picture.stays().entrySet()) {
            args.add(root.getKey());
            args.add(root.getValue());
        }
        for (LotEvent answer : answers) {
            args.add(LotKeys.ANSWER_MARK + answer.key());
            args.add(answer.inEpoch(picture.epoch()).format());
        }
        return redis.call(
                        "install",
                        new String[] {k.head(), k.inside(), k.pass(), k.outbox()},
                        args.toArray(String[]::new))
                .map(reply -> reply.get(0).equals("INSTALLED"));
    }

    /** The counts; null when the lot is cold. */
    Future<List<Object>> counts(String lotId, long nowMs) {
        return redis.call("lot_counts", new String[] {new LotKeys(lotId).head()}, Long.toString(nowMs));
    }

    Future<List<Object>> waiting(String lotId, long nowMs, int mostEvents, int mostPassages) {
        LotKeys k = new LotKeys(lotId);
        return redis.call(
                "waiting",
                new String[] {k.head(), k.outbox(), k.pass(), k.inside()},
                Long.toString(nowMs),
                Integer.toString(mostEvents),
                Integer.toString(mostPassages));
    }

    private static String bit(boolean set) {
        return set ? "1" : "0";
    }
}
