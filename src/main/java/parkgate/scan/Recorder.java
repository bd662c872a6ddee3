package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.access.Fence;
import parkgate.core.access.LotEvent;
import parkgate.scan.PgRecords.Look;

/**
 * Commits events, many lots and many events at a time: while one batch commits the next one gathers, and no timer makes
 * anybody wait. PostgreSQL takes a lot's events only in the order of their numbers; docs/protocol/FENCE.md says what each
 * refusal means.
 *
 * <pre>
 * batch     a run of consecutive numbers of each lot        one statement, one commit
 * moved     COMMITTED; Redis drops them from the outbox
 * not moved look again: recorded, retry, gap, or rebuild
 * no word   they wait here; at the deadline their callers mark them instead, and from then on, until PostgreSQL says
 *           something again, every caller at once: nobody waits for what is known to be away
 * </pre>
 *
 * Used on one context only.
 */
final class Recorder {
    /** Events that wait here; one more is refused, and its caller marks it. */
    static final int MAX_WAITING = 16_384;

    /** Events of one statement. */
    static final int MAX_BATCH = 1_024;

    /** An event that found no word for so long is left to the sweep, milliseconds. */
    static final long GIVE_UP_MS = 10_000;

    private static final long TICK_MS = 50;
    private static final long BACKOFF_MS = 200;
    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    private final Vertx vertx;
    private final Context context;
    private final InstantSource clock;
    private final PgRecords records;
    private final LotFunctions functions;
    private final long deadlineMs;
    private final Map<String, LotQueue> queues = new TreeMap<>();
    private final DistributionSummary batchSizes;
    private final Counter rebuilds;

    private int waiting;
    private boolean writing;
    private long backOffUntilMs;
    private boolean away;
    private final long ticker;

    /**
     * Records through {@code records}.
     *
     * @param deadlineMs how long a caller waits for PostgreSQL, milliseconds
     */
    Recorder(
            Vertx vertx,
            Context context,
            InstantSource clock,
            PgRecords records,
            LotFunctions functions,
            long deadlineMs,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = context;
        this.clock = clock;
        this.records = records;
        this.functions = functions;
        this.deadlineMs = deadlineMs;
        this.batchSizes = DistributionSummary.builder("parkgate_recorder_batch_events")
                .description("Events of one commit")
                .publishPercentileHistogram()
                .register(metrics);
        this.rebuilds = Counter.builder("parkgate_recorder_refused")
                .description("Events that the fence refused for good")
                .register(metrics);
        Gauge.builder("parkgate_recorder_away", this, recorder -> recorder.away ? 1 : 0)
                .description("1 while PostgreSQL has no word for this instance, and grants are QUEUED at once")
                .register(metrics);
        Gauge.builder("parkgate_recorder_waiting", this, recorder -> recorder.waiting)
                .description("Events of this instance that wait for PostgreSQL")
                .register(metrics);
        this.ticker = vertx.setPeriodic(TICK_MS, x -> context.runOnContext(y -> tick()));
    }

    /** Records an event; the same event again joins its first recording. */
    Future<Recorded> record(String lotId, LotEvent event) {
        Promise<Recorded> answer = Promise.promise();
        if (!add(lotId, event, answer)) {
            return Future.succeededFuture(Recorded.NO_WORD);
        }
        write();
        return away ? Future.succeededFuture(Recorded.NO_WORD) : answer.future();
    }

    /** Succeeds when nothing waits here any more, or at the latest after {@code mostMs}. */
    Future<Void> drain(long mostMs) {
        Promise<Void> drained = Promise.promise();
        long until = clock.millis() + mostMs;
        vertx.setPeriodic(10, timer -> {
            if ((waiting == 0 && !writing) || clock.millis() >= until) {
                vertx.cancelTimer(timer);
                drained.tryComplete();
            }
        });
        return drained.future();
    }

    void close() {
        vertx.cancelTimer(ticker);
    }

    private boolean add(String lotId, LotEvent event, Promise<Recorded> answer) {
        LotQueue queue = queues.computeIfAbsent(lotId, id -> new LotQueue());
        if (queue.join(event, answer)) {
            return true;
        }
        if (waiting >= MAX_WAITING) {
            return false;
        }
        queue.add(event, answer, clock.millis());
        waiting++;
        return true;
    }

    private void write() {
        if (writing || waiting == 0 || clock.millis() < backOffUntilMs) {
            return;
        }
        List<Run> batch = batch();
        if (batch.isEmpty()) {
            return;
        }
        writing = true;
        batchSizes.record(batch.stream().mapToInt(run -> run.events().size()).sum());
        attempt(batch).onComplete(x -> {
            writing = false;
            write();
        });
    }

    private List<Run> batch() {
        List<Run> batch = new ArrayList<>();
        int events = 0;
        for (Map.Entry<String, LotQueue> lot : queues.entrySet()) {
            List<LotEvent> run = lot.getValue().firstRun(MAX_BATCH - events);
            if (!run.isEmpty()) {
                batch.add(new Run(lot.getKey(), run));
                events += run.size();
            }
            if (events >= MAX_BATCH) {
                break;
            }
        }
        return batch;
    }

    private Future<Void> attempt(List<Run> batch) {
        return records.record(batch)
                .compose(
                        moved -> settle(batch, moved),
                        failure -> failure instanceof PgException refused && isOfItsContent(refused)
                                ? oneByOne(batch, refused)
                                : noWord(failure));
    }

    /** SQLSTATE classes data, integrity, rollback (deadlock) and syntax; all others say that PostgreSQL is not well. */
    private static boolean isOfItsContent(PgException refused) {
        String state = String.valueOf(refused.getSqlState());
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("40") || state.startsWith("42");
    }

    private Future<Void> settle(List<Run> batch, Set<String> moved) {
        away = false;
        List<Future<Void>> looking = new ArrayList<>();
        for (Run run : batch) {
            if (moved.contains(run.lotId())) {
                committed(run, run.events().size());
            } else {
                looking.add(look(run));
            }
        }
        return Future.join(looking).otherwiseEmpty().mapEmpty();
    }

    /** The statement failed, so nothing of it stands: lot by lot, so that one lot's trouble stays its own. */
    private Future<Void> oneByOne(List<Run> batch, PgException refused) {
        away = false;
        if (batch.size() == 1) {
            log.warn("lot {}: its events were refused: {}", batch.get(0).lotId(), refused.getSqlState());
            return look(batch.get(0));
        }
        Future<Void> each = Future.succeededFuture();
        for (Run run : batch) {
            each = each.compose(x -> attempt(List.of(run)));
        }
        return each;
    }

    private Future<Void> look(Run run) {
        return records.look(run).compose(look -> act(run, look), this::noWord);
    }

    private Future<Void> act(Run run, Look look) {
        int recorded = look.finding().recorded();
        committed(run, recorded);
        return switch (look.finding().verdict()) {
            case RECORDED -> Future.succeededFuture();
            case RETRY -> again(run, recorded);
            case GAP -> fill(run, recorded, look.lastSeq());
            case REBUILD -> refuse(run, recorded);
        };
    }

    private Future<Void> again(Run run, int recorded) {
        LotQueue queue = queues.get(run.lotId());
        if (queue != null && queue.tries(run.events().get(recorded)) > LotQueue.MAX_TRIES) {
            return refuse(run, recorded);
        }
        return Future.succeededFuture();
    }

    /**
     * Takes the missing numbers from the outbox, where whoever gave them out left them. When they are not all there, they
     * may have been recorded and removed since: only numbers that PostgreSQL still lacks then are lost.
     */
    private Future<Void> fill(Run run, int recorded, long lastSeq) {
        long from = lastSeq + 1;
        long to = run.events().get(recorded).seq() - 1;
        return functions
                .outbox(run.lotId(), run.epoch() + "-" + from, run.epoch() + "-" + to)
                .compose(missing -> {
                    missing.forEach(event -> add(run.lotId(), event, Promise.promise()));
                    return missing.size() == to - from + 1
                            ? Future.succeededFuture()
                            : records.look(run).compose(now -> lost(run, now, lastSeq, missing));
                })
                .recover(this::noWord);
    }

    private Future<Void> lost(Run run, Look now, long lastSeq, List<LotEvent> missing) {
        boolean stillLacking = now.finding().verdict() == Fence.Verdict.GAP
                && missing.stream().noneMatch(event -> event.seq() == now.lastSeq() + 1);
        return stillLacking && now.lastSeq() == lastSeq
                ? refuse(run, now.finding().recorded())
                : Future.succeededFuture();
    }

    private Future<Void> refuse(Run run, int recorded) {
        refuseAll(run.lotId(), run.events().get(recorded).epoch());
        return Future.succeededFuture();
    }

    private void refuseAll(String lotId, long epoch) {
        LotQueue queue = queues.get(lotId);
        if (queue == null) {
            return;
        }
        List<LotQueue.Waiting> refused = queue.removeUpToEpoch(epoch);
        rebuilds.increment(refused.size());
        forget(lotId, queue, refused.size());
        refused.forEach(one -> one.tell(Recorded.REBUILD));
    }

    private Future<Void> noWord(Throwable failure) {
        log.warn("no word from PostgreSQL: {}", failure.toString());
        backOffUntilMs = clock.millis() + BACKOFF_MS;
        return Future.succeededFuture();
    }

    private void committed(Run run, int events) {
        LotQueue queue = queues.get(run.lotId());
        if (events == 0 || queue == null) {
            return;
        }
        LotEvent last = run.events().get(events - 1);
        List<LotQueue.Waiting> committed = queue.removeRun(run.events().subList(0, events));
        forget(run.lotId(), queue, committed.size());
        committed.forEach(one -> one.tell(Recorded.COMMITTED));
        functions
                .done(run.lotId(), last.epoch(), last.seq())
                .onFailure(e -> log.debug("the outbox keeps recorded events for now: {}", e.toString()));
    }

    private void forget(String lotId, LotQueue queue, int events) {
        waiting -= events;
        if (queue.isEmpty()) {
            queues.remove(lotId, queue);
        }
    }

    /** Tells those whose deadline has passed, leaves to the sweep what waited too long, and tries again. */
    private void tick() {
        long now = clock.millis();
        for (Map.Entry<String, LotQueue> lot : new ArrayList<>(queues.entrySet())) {
            LotQueue queue = lot.getValue();
            away |= queue.tellOlderThan(now - deadlineMs);
            if (!writing) {
                forget(lot.getKey(), queue, queue.removeOlderThan(now - GIVE_UP_MS));
            }
        }
        write();
    }

    /** PostgreSQL has no word for this instance: whoever would only like to know something need not wait for it. */
    boolean isAway() {
        return away;
    }

    /** How long a caller waits for PostgreSQL, milliseconds. */
    long deadlineMs() {
        return deadlineMs;
    }

    Context context() {
        return context;
    }
}
