package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.access.LotEvent;
import parkgate.postgres.SqlFile;

/**
 * Finishes what nobody finished: events that stand in an outbox because their instance died or PostgreSQL was away, and
 * passages that nobody reported. Lots that this instance saw lately are looked at every {@value #TICK_MS} ms, all others
 * in turn, each once in {@value #ROUND_MS} ms.
 */
final class Sweep {
    static final long TICK_MS = 2_000;
    static final long ROUND_MS = 60_000;

    /** An event may be in the hands of its own instance for so long, milliseconds. */
    static final long UNTOUCHED_MS = 3_000;

    /** How long a lot counts as seen lately, milliseconds. */
    private static final long LATELY_MS = 10 * 60_000;

    private static final int MAX_EVENTS = 256;
    private static final int MAX_PASSAGES = 64;

    /** Lots looked at in one tick. */
    private static final int MAX_LOTS = 2_000;

    /** Lots asked at once. */
    private static final int AT_ONCE = 32;

    private static final String OVERDUE_LOTS = SqlFile.load("scan/overdue_lots.sql");
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private final Vertx vertx;
    private final InstantSource clock;
    private final LotFunctions functions;
    private final Rebuild rebuild;
    private final Unrecorded unrecorded;
    private final Passages passages;
    private final Ports.Lots lots;
    private final Pool pool;
    private final long ticker;

    private final Map<String, Long> lately = new LinkedHashMap<>(16, 0.75f, true);
    private final Outboxes outboxes;
    private int next;
    private boolean sweeping;

    Sweep(
            Vertx vertx,
            InstantSource clock,
            LotFunctions functions,
            Rebuild rebuild,
            Unrecorded unrecorded,
            Passages passages,
            Ports.Lots lots,
            Pool pool,
            Outboxes outboxes) {
        this.vertx = vertx;
        this.clock = clock;
        this.functions = functions;
        this.rebuild = rebuild;
        this.unrecorded = unrecorded;
        this.passages = passages;
        this.lots = lots;
        this.pool = pool;
        this.outboxes = outboxes;
        this.ticker = vertx.setPeriodic(TICK_MS, x -> tick());
    }

    /** This lot is in use here. */
    void seen(String lotId, long nowMs) {
        lately.put(lotId, nowMs);
        if (lately.size() > MAX_LOTS) {
            lately.remove(lately.keySet().iterator().next());
        }
    }

    void close() {
        vertx.cancelTimer(ticker);
    }

    private void tick() {
        if (sweeping) {
            return;
        }
        sweeping = true;
        long now = clock.millis();
        lately.values().removeIf(at -> at < now - LATELY_MS);
        Map<String, Boolean> looked = new LinkedHashMap<>();
        lately.keySet().forEach(lotId -> looked.put(lotId, true));
        turn().forEach(lotId -> looked.put(lotId, true));
        outboxes.keep(lots.lotIds());
        lookAtSome(List.copyOf(looked.keySet()), 0, now)
                .eventually(() -> overdueLots(now))
                .onComplete(x -> sweeping = false);
    }

    /** A few at a time: thousands of questions at once would stand before a scan's in Redis. */
    private Future<Void> lookAtSome(List<String> lotIds, int from, long now) {
        if (from >= lotIds.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(lotIds.size(), from + AT_ONCE);
        List<Future<Void>> some =
                lotIds.subList(from, to).stream().map(lotId -> look(lotId, now)).toList();
        return Future.join(some).otherwiseEmpty().compose(x -> lookAtSome(lotIds, to, now));
    }

    /** The next share of all lots. */
    private List<String> turn() {
        List<String> all = lots.lotIds();
        if (all.isEmpty()) {
            return List.of();
        }
        int share = (int) Math.min(MAX_LOTS, (all.size() * TICK_MS + ROUND_MS - 1) / ROUND_MS);
        int from = next % all.size();
        int to = Math.min(all.size(), from + share);
        next = to == all.size() ? 0 : to;
        return all.subList(from, to);
    }

    private Future<Void> look(String lotId, long now) {
        return functions
                .waiting(lotId, now, MAX_EVENTS, MAX_PASSAGES)
                .compose(reply -> reply.get(0).equals("OK") ? finish(lotId, now, reply) : wake(lotId))
                .onFailure(e -> log.debug("lot {} could not be swept: {}", lotId, e.toString()))
                .otherwiseEmpty();
    }

    private Future<Void> finish(String lotId, long now, List<Object> reply) {
        @SuppressWarnings("unchecked") // the function's contract
        List<String> events = (List<String>) reply.get(2);
        @SuppressWarnings("unchecked")
        List<String> overdue = (List<String>) reply.get(3);
        overdue.forEach(decision -> passages.expire(lotId, UUID.fromString(decision)));
        List<LotEvent> all = events.stream().map(LotEvent::parse).toList();
        long oldestMs = all.isEmpty() ? 0 : Math.max(0, now - all.get(0).atMs());
        outboxes.saw(lotId, all.isEmpty() ? 0 : Long.parseLong((String) reply.get(5)), oldestMs);
        List<LotEvent> old =
                all.stream().filter(event -> now - event.atMs() > UNTOUCHED_MS).toList();
        return unrecorded.record(lotId, now, old, Long.parseLong((String) reply.get(4)));
    }

    /** A cold lot is left alone until somebody asks for it, unless its outbox holds what was promised. */
    private Future<Void> wake(String lotId) {
        return functions
                .outboxLength(lotId)
                .compose(length -> length == 0 ? Future.succeededFuture() : rebuild.cold(lotId));
    }

    /** Lots whose awaited passages PostgreSQL knows to be overdue: cold ones are woken, so that they can expire. */
    private Future<Void> overdueLots(long now) {
        return pool.preparedQuery(OVERDUE_LOTS)
                .execute(Tuple.of(now - UNTOUCHED_MS))
                .timeout(PgRecords.PATIENCE_MS, TimeUnit.MILLISECONDS)
                .compose(rows -> {
                    Future<Void> each = Future.succeededFuture();
                    for (var row : rows) {
                        String lotId = row.getString("lot_id");
                        seen(lotId, now);
                        each = each.compose(x -> functions.counts(lotId, now))
                                .compose(reply ->
                                        reply.get(0).equals("COLD") ? rebuild.cold(lotId) : Future.succeededFuture());
                    }
                    return each;
                })
                .otherwiseEmpty();
    }
}
