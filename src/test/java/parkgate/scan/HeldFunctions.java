package parkgate.scan;

import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.access.LotEvent;
import parkgate.core.access.RightsAtLot;
import parkgate.redis.Redis;

/** The real functions on the real Redis, each call held until its turn. */
final class HeldFunctions extends LotFunctions {
    private final Turns turns;
    private final ProtocolRedis redis;
    private final LeftOut leftOut;
    private @Nullable ProtocolInstance instance;

    HeldFunctions(Turns turns, ProtocolRedis redis, Redis connection, LeftOut leftOut) {
        super(connection, connection, 1_000, 100);
        this.turns = turns;
        this.redis = redis;
        this.leftOut = leftOut;
    }

    void of(ProtocolInstance its) {
        instance = its;
    }

    private <T> Future<T> held(Supplier<Future<T>> call) {
        return turns.redis(Objects.requireNonNull(instance), call);
    }

    /** A call before which Redis may be put back to. */
    private <T> Future<T> changing(Supplier<Future<T>> call) {
        return held(() -> {
            redis.remember();
            return call.get();
        });
    }

    @Override
    Future<Answer> access(Question q, String guardVerdict) {
        return changing(() -> super.access(q, guardVerdict));
    }

    @Override
    Future<Answer> outcome(String lotId, long nowMs, UUID decision, String outcome, String laneId, String extra) {
        return changing(() -> super.outcome(lotId, nowMs, decision, outcome, laneId, extra));
    }

    @Override
    Future<Answer> happened(String lotId, long nowMs, Happening h) {
        return changing(() -> super.happened(lotId, nowMs, h));
    }

    @Override
    Future<Answer> untold(String lotId, long nowMs, String decisionId, long seq, long deadlineMs) {
        return changing(() -> super.untold(lotId, nowMs, decisionId, seq, deadlineMs));
    }

    @Override
    Future<String> mark(String lotId, long nowMs, long epoch, long seq) {
        if (leftOut == LeftOut.NOMARK) {
            return Future.succeededFuture("MARKED");
        }
        return held(() -> super.mark(lotId, nowMs, epoch, seq).onSuccess(word -> {
            if (word.equals("MARKED")) {
                redis.isDurable();
            }
        }));
    }

    @Override
    Future<String> done(String lotId, long epoch, long seq) {
        return held(() -> super.done(lotId, epoch, seq));
    }

    @Override
    Future<String> confirm(String lotId, long epoch) {
        return held(() -> super.confirm(lotId, epoch));
    }

    @Override
    Future<Long> epoch(String lotId) {
        return held(() -> super.epoch(lotId));
    }

    @Override
    Future<List<LotEvent>> outbox(String lotId, String fromId, String toId) {
        return held(() -> super.outbox(lotId, fromId, toId));
    }

    @Override
    Future<Boolean> install(
            String lotId, long nowMs, LotPicture picture, List<String> knownKeys, List<LotEvent> answers) {
        return changing(() -> super.install(lotId, nowMs, picture, knownKeys, answers));
    }

    @Override
    Future<String> putRight(String lotId, CredentialId credential, RightsAtLot rights) {
        return held(() -> super.putRight(lotId, credential, rights));
    }

    @Override
    Future<String> undoStep(String credentialId, String decisionId) {
        return held(() -> super.undoStep(credentialId, decisionId));
    }

    @Override
    Future<List<Object>> waiting(String lotId, long nowMs, int mostEvents, int mostPassages) {
        return held(() -> super.waiting(lotId, nowMs, mostEvents, mostPassages));
    }
}
