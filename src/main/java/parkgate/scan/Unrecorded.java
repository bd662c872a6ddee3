package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.access.EventKind;
import parkgate.core.access.LotEvent;

/**
 * Records what stands in an outbox because its instance did not. An answer goes out only once its event is recorded or
 * marked: so a grant that is neither was told to no lane. Before it is recorded the lot says so, in an event of its own,
 * and gives an entry at a lane without a loop a passage to confirm.
 */
final class Unrecorded {
    private static final Logger log = LoggerFactory.getLogger(Unrecorded.class);

    private final LotFunctions functions;
    private final PgRecords records;
    private final Rebuild rebuild;
    private final Recorder recorder;
    private final Ports.Lots lots;
    private final Counter untold;

    Unrecorded(
            LotFunctions functions,
            PgRecords records,
            Rebuild rebuild,
            Recorder recorder,
            Ports.Lots lots,
            MeterRegistry metrics) {
        this.functions = functions;
        this.records = records;
        this.rebuild = rebuild;
        this.recorder = recorder;
        this.lots = lots;
        this.untold = Counter.builder("parkgate_untold_grants")
                .description("Grants that no lane was told, found by the sweep")
                .register(metrics);
    }

    /**
     * Succeeds when all is on its way. When PostgreSQL cannot be asked what it has, all of it waits for the next sweep.
     *
     * @param events of the lot's outbox, in order, older than their own instances take
     * @param mark the highest number whose answer may have gone out before PostgreSQL had it
     */
    Future<Void> record(String lotId, long nowMs, List<LotEvent> events, long mark) {
        List<LotEvent> unmarked = events.stream()
                .filter(event -> event.seq() > mark)
                .filter(event -> event.kind() == EventKind.ENTRY || event.kind() == EventKind.EXIT)
                .filter(event -> !event.flags().contains(OfflineFacts.OFFLINE))
                .toList();
        return say(lotId, nowMs, unmarked).map(said -> {
            events.forEach(event -> record(lotId, event));
            said.forEach(event -> record(lotId, event));
            return null;
        });
    }

    /** The events that say which of these grants nobody was told. */
    private Future<List<LotEvent>> say(String lotId, long nowMs, List<LotEvent> grants) {
        if (grants.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<String> keys = grants.stream().map(LotEvent::key).toList();
        return lots.findRules(lotId).compose(rules -> records.knownKeys(lotId, keys)
                .compose(known -> say(lotId, nowMs, nowMs + rules.passageTimeoutMs(), grants, known)));
    }

    private Future<List<LotEvent>> say(
            String lotId, long nowMs, long deadlineMs, List<LotEvent> grants, Set<String> known) {
        List<LotEvent> said = new ArrayList<>();
        Future<Void> each = Future.succeededFuture();
        for (LotEvent grant : grants) {
            if (!known.contains(grant.key())) { // else it is recorded, and was merely not removed
                each = each.compose(x -> functions.untold(lotId, nowMs, grant.decisionId(), grant.seq(), deadlineMs))
                        .map(answer -> {
                            if (answer instanceof Answer.Granted now) {
                                untold.increment();
                                said.add(now.event());
                            } else if (answer instanceof Answer.Again again && again.standing() == Standing.OPEN) {
                                said.add(again.event());
                            }
                            return null;
                        });
            }
        }
        return each.map(said);
    }

    private void record(String lotId, LotEvent event) {
        recorder.record(lotId, event).onSuccess(recorded -> {
            if (recorded == Recorded.REBUILD) {
                rebuild.stale(lotId, event.epoch())
                        .onFailure(e -> log.debug("lot {} waits for its rebuild: {}", lotId, e.toString()));
            }
        });
    }
}
