package parkgate.scan;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * The passages that grants of this instance await. An instance that dies takes its timers along: the sweep finds what is
 * overdue in Redis and PostgreSQL; these are only faster. Used on one context only.
 */
final class PassageTimers {
    /** Passages awaited here; what is beyond is the sweep's. */
    static final int MAX_AWAITED = 100_000;

    private static final long TICK_MS = 250;

    private record Due(String lotId, UUID decision, long deadlineMs) {}

    private final Vertx vertx;
    private final InstantSource clock;
    private final long ticker;
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::deadlineMs));
    private final Map<UUID, Due> awaited = new HashMap<>();
    private BiConsumer<String, UUID> onDue = (lotId, decision) -> {};

    PassageTimers(Vertx vertx, InstantSource clock, MeterRegistry metrics) {
        this.vertx = vertx;
        this.clock = clock;
        this.ticker = vertx.setPeriodic(TICK_MS, x -> tick());
        Gauge.builder("parkgate_passages_awaited", awaited, Map::size)
                .description("Passages that grants of this instance await")
                .register(metrics);
    }

    void onDue(BiConsumer<String, UUID> then) {
        onDue = then;
    }

    void await(String lotId, UUID decision, long deadlineMs) {
        if (queue.size() < MAX_AWAITED) {
            Due due = new Due(lotId, decision, deadlineMs);
            queue.add(due);
            awaited.put(decision, due);
        }
    }

    void reported(UUID decision) {
        awaited.remove(decision);
    }

    void close() {
        vertx.cancelTimer(ticker);
    }

    private void tick() {
        long now = clock.millis();
        for (Due due = queue.peek(); due != null && due.deadlineMs() <= now; due = queue.peek()) {
            queue.poll();
            if (awaited.remove(due.decision(), due)) {
                onDue.accept(due.lotId(), due.decision());
            }
        }
    }
}
