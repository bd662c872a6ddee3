package parkgate.scan;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What waits for PostgreSQL in the lots' outboxes, as this instance saw it at its last sweep: of lots that are in use here
 * at most some seconds ago, of all others a minute ago. On one event loop.
 */
public final class Outboxes {
    private final int bound;
    private final Map<String, Seen> lots = new HashMap<>();

    private record Seen(long events, long oldestMs) {}

    /**
     * Of nothing yet.
     *
     * @param bound most events of a lot that may wait before its entries are refused
     */
    Outboxes(int bound, MeterRegistry metrics) {
        this.bound = bound;
        Gauge.builder("parkgate_outbox_events", this, Outboxes::events)
                .description("Events that wait for PostgreSQL in the outboxes of the lots seen at the last sweep")
                .register(metrics);
        Gauge.builder("parkgate_outbox_age_seconds", this, all -> all.oldest().toMillis() / 1_000.0)
                .description("Age of the oldest event that waits in an outbox")
                .register(metrics);
        Gauge.builder("parkgate_outbox_fullest_events", this, Outboxes::fullest)
                .description("Events in the outbox that has most")
                .register(metrics);
        Gauge.builder("parkgate_outbox_bound", () -> bound)
                .description("Events that may wait in one lot's outbox before its entries are refused")
                .register(metrics);
        Gauge.builder("parkgate_outbox_lots_at_bound", this, Outboxes::atBound)
                .description("Lots that refuse entries since their outbox is at its bound")
                .register(metrics);
    }

    /** A lot's outbox holds so many events, the oldest of that age. */
    void saw(String lotId, long events, long oldestMs) {
        if (events == 0) {
            lots.remove(lotId);
        } else {
            lots.put(lotId, new Seen(events, oldestMs));
        }
    }

    /** Forgets the lots that there are no more. */
    void keep(Collection<String> lotIds) {
        lots.keySet().retainAll(lotIds);
    }

    /** Events of all lots. */
    public long events() {
        return lots.values().stream().mapToLong(Seen::events).sum();
    }

    /** Age of the oldest of them; zero when there is none. */
    public Duration oldest() {
        return Duration.ofMillis(
                lots.values().stream().mapToLong(Seen::oldestMs).max().orElse(0));
    }

    /** Events of the lot that has most. */
    public long fullest() {
        return lots.values().stream().mapToLong(Seen::events).max().orElse(0);
    }

    /** Lots whose entries are refused. */
    public long atBound() {
        return lots.values().stream().filter(one -> one.events() >= bound).count();
    }

    /** Most events of a lot. */
    public int bound() {
        return bound;
    }
}
