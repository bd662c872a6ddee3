package parkgate.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The meters that bounded things share, told apart by a tag, so that one panel shows all of them beside their bounds. */
public final class Gauges {
    private Gauges() {}

    /**
     * {@code parkgate_cache_requests_total{cache,result=hit|miss}}, {@code parkgate_cache_evictions_total{cache}},
     * {@code parkgate_cache_entries{cache}} and {@code parkgate_cache_bound{cache}}.
     *
     * @param cache one that records its statistics
     * @param bound entries at most
     */
    public static void cache(MeterRegistry metrics, String name, Cache<?, ?> cache, long bound) {
        FunctionCounter.builder("parkgate_cache_requests", cache, c -> c.stats().hitCount())
                .description("Questions to a cache, by whether it knew the answer")
                .tags("cache", name, "result", "hit")
                .register(metrics);
        FunctionCounter.builder("parkgate_cache_requests", cache, c -> c.stats().missCount())
                .description("Questions to a cache, by whether it knew the answer")
                .tags("cache", name, "result", "miss")
                .register(metrics);
        FunctionCounter.builder(
                        "parkgate_cache_evictions", cache, c -> c.stats().evictionCount())
                .description("Entries that a cache dropped for want of room or age")
                .tags("cache", name)
                .register(metrics);
        Gauge.builder("parkgate_cache_entries", cache, Cache::estimatedSize)
                .description("Entries of a cache")
                .tags("cache", name)
                .register(metrics);
        Gauge.builder("parkgate_cache_bound", () -> bound)
                .description("Entries that a cache has at most")
                .tags("cache", name)
                .register(metrics);
    }

    /** {@code parkgate_streams_cut_off_total{stream}}: readers that took too little of an event stream for too long. */
    public static Counter streamsCutOff(MeterRegistry metrics, String stream) {
        return Counter.builder("parkgate_streams_cut_off")
                .description("Event streams that were cut off because their reader took too little")
                .tags("stream", stream)
                .register(metrics);
    }

    /** {@code parkgate_queue_length{queue}} and {@code parkgate_queue_bound{queue}}. */
    public static void queue(MeterRegistry metrics, String name, Supplier<Number> length, long bound) {
        Gauge.builder("parkgate_queue_length", length)
                .description("What waits in a queue")
                .tags("queue", name)
                .register(metrics);
        Gauge.builder("parkgate_queue_bound", () -> bound)
                .description("What a queue holds at most")
                .tags("queue", name)
                .register(metrics);
    }
}
