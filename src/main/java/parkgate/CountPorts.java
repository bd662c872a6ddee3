package parkgate;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import parkgate.core.access.Extra;
import parkgate.lane.Opening;
import parkgate.occupancy.CountChanges;
import parkgate.occupancy.LotCount;
import parkgate.occupancy.LotCounts;
import parkgate.scan.LotChanges;
import parkgate.scan.ManualOpens;
import parkgate.session.SessionClosing;
import parkgate.session.SessionReopening;

/** The lots' counts and sessions, read and changed by hand, as the features that show them ask for it. */
final class CountPorts {
    private CountPorts() {}

    static LotCounts counts(parkgate.scan.LotCounts counts) {
        return lotId -> counts.read(lotId).map(count -> new LotCount(count.open(), count.adj(), count.atMs()));
    }

    static CountChanges changes(LotChanges changes) {
        return new CountChanges() {
            @Override
            public Future<Durability> set(String lotId, int count, ByHand byHand) {
                return changes.setCount(lotId, byHand.requestKey(), count, extra(byHand.who(), byHand.reason()))
                        .map(CountPorts::durability);
            }

            @Override
            public Future<Durability> reset(String lotId, ByHand byHand) {
                return changes.reset(lotId, byHand.requestKey(), extra(byHand.who(), byHand.reason()))
                        .map(CountPorts::durability);
            }
        };
    }

    private static CountChanges.Durability durability(LotChanges.Applied applied) {
        return applied.queued() ? CountChanges.Durability.QUEUED : CountChanges.Durability.COMMITTED;
    }

    static SessionClosing closing(LotChanges changes) {
        return (stay, byHand) -> changes.closeSession(
                        stay.lotId(),
                        byHand.requestKey(),
                        stay.rootId(),
                        stay.sessionId().toString(),
                        byHand.soft(),
                        extra(byHand.who(), byHand.reason()))
                .transform(CountPorts::outcome);
    }

    private static Future<SessionClosing.Outcome> outcome(AsyncResult<LotChanges.Applied> tried) {
        if (tried.failed()) {
            return tried.cause() instanceof LotChanges.NotOpen
                    ? Future.succeededFuture(SessionClosing.Outcome.NOT_OPEN)
                    : Future.failedFuture(tried.cause());
        }
        return Future.succeededFuture(
                tried.result().queued() ? SessionClosing.Outcome.QUEUED : SessionClosing.Outcome.COMMITTED);
    }

    static SessionReopening reopening(LotChanges changes) {
        return (stay, byHand) -> changes.reopenSession(
                        stay.lotId(),
                        new LotChanges.Reopened(
                                stay.sessionId().toString(),
                                stay.rootId(),
                                stay.credentialId(),
                                stay.rightId(),
                                stay.poolId(),
                                stay.entryLane(),
                                stay.entryDecision(),
                                stay.entryMs()),
                        byHand.requestKey(),
                        extra(byHand.who(), byHand.reason()))
                .transform(CountPorts::outcome);
    }

    static Opening opening(Late<ManualOpens> opens) {
        return byHand -> opens.get()
                .open(new ManualOpens.Ask(
                        byHand.lane(),
                        byHand.direction(),
                        byHand.sessionId(),
                        byHand.who(),
                        byHand.why(),
                        byHand.commandId()))
                .map(opened -> new Opening.Recorded(opened.sessionId(), opened.queued(), opened.atMs()));
    }

    private static String extra(String who, String why) {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put(LotChanges.WHO, who);
        pairs.put(LotChanges.WHY, why);
        return Extra.format(pairs);
    }
}
