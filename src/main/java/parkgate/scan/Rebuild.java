package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.access.LotEvent;

/**
 * Puts a lot's state back into Redis from PostgreSQL, under a new epoch. The steps and their order are the protocol's
 * (docs/protocol/FENCE.md, Rebuild); each may be the last one that this instance lives to take.
 *
 * <pre>
 * raise     PostgreSQL: a new epoch; nobody of an older one records from here on
 * picture   PostgreSQL: open sessions and the last number, in one snapshot
 * outbox    Redis: what may not be in PostgreSQL yet
 * known     PostgreSQL: which of that it has
 * answers   PostgreSQL: what was granted of late, so that a repeated scan finds its answer
 * install   Redis: all of it at once, if nobody was later
 * confirm   PostgreSQL still stands at this epoch: answers may be queued again
 * </pre>
 */
final class Rebuild {
    /** Lots that one instance rebuilds at the same time; the next ones fail, and their lanes ask again. */
    static final int MAX_AT_ONCE = 256;

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    /** Whose turn it is to rebuild a lot. */
    interface Turns {
        /** Succeeds when it is ours, or when waiting longer would be worse. */
        Future<Void> take(String lotId);

        /** Lets the next one in. */
        Future<Void> giveBack(String lotId);
    }

    private final InstantSource clock;
    private final PgRecords records;
    private final LotFunctions functions;
    private final Turns turns;
    private final Map<String, Future<Void>> running = new HashMap<>();
    private final Counter rebuilt;

    Rebuild(InstantSource clock, PgRecords records, LotFunctions functions, Turns turns, MeterRegistry metrics) {
        this.clock = clock;
        this.records = records;
        this.functions = functions;
        this.turns = turns;
        this.rebuilt = Counter.builder("parkgate_lot_rebuilds")
                .description("Lots put back into Redis from PostgreSQL")
                .register(metrics);
        Gauge.builder("parkgate_lot_rebuilds_running", running, Map::size)
                .description("Lots that are being rebuilt now")
                .register(metrics);
    }

    /** Rebuilds a cold lot. Callers at the same time share one rebuild. */
    Future<Void> cold(String lotId) {
        return shared(lotId, -1);
    }

    /** Rebuilds a lot whose {@code epoch} PostgreSQL refused, unless somebody has done so since. */
    Future<Void> stale(String lotId, long epoch) {
        return shared(lotId, epoch);
    }

    private Future<Void> shared(String lotId, long refusedEpoch) {
        Future<Void> there = running.get(lotId);
        if (there != null) {
            return there;
        }
        if (running.size() >= MAX_AT_ONCE) {
            return Future.failedFuture(new NotDecided("too many lots are being rebuilt"));
        }
        Future<Void> rebuild = functions
                .epoch(lotId)
                .compose(epoch ->
                        refusedEpoch >= 0 && epoch > refusedEpoch ? Future.succeededFuture() : alone(lotId, epoch));
        running.put(lotId, rebuild);
        return rebuild.onComplete(x -> running.remove(lotId));
    }

    /** Whoever had to wait finds it done. */
    private Future<Void> alone(String lotId, long seen) {
        return turns.take(lotId).compose(x -> functions
                .epoch(lotId)
                .compose(epoch -> epoch > seen ? Future.succeededFuture() : from(lotId, epoch))
                .eventually(() -> turns.giveBack(lotId)));
    }

    private Future<Void> from(String lotId, long epochInRedis) {
        return records.raiseEpoch(lotId, epochInRedis).compose(epoch -> records.picture(lotId)
                .compose(picture -> picture.epoch() == epoch
                        ? functions.outbox(lotId, "-", "+").compose(outbox -> install(lotId, picture, outbox))
                        : Future.failedFuture(new NotDecided("another instance is rebuilding this lot"))));
    }

    private Future<Void> install(String lotId, LotPicture picture, List<LotEvent> outbox) {
        List<String> keys = outbox.stream().map(LotEvent::key).toList();
        long now = clock.millis();
        return records.knownKeys(lotId, keys)
                .compose(known -> records.grantsSince(lotId, now - LotFunctions.ANSWER_MS)
                        .compose(grants -> functions.install(lotId, now, picture, List.copyOf(known), grants)))
                .compose(installed -> {
                    if (!installed) {
                        return Future.succeededFuture(); // somebody later was faster: theirs stands
                    }
                    rebuilt.increment();
                    log.info("lot {}: rebuilt at epoch {} behind number {}", lotId, picture.epoch(), picture.lastSeq());
                    return records.epoch(lotId)
                            .compose(stands -> stands == picture.epoch()
                                    ? functions.confirm(lotId, picture.epoch()).mapEmpty()
                                    : Future.succeededFuture());
                });
    }
}
