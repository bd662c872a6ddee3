package parkgate.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How late an event loop comes to its work, {@code parkgate_event_loop_lag_seconds}: a timer asks to be called every
 * {@value #EVERY_MS} ms, and what it is called too late is the lag. Its maximum is of the last minutes; more than a few
 * milliseconds say that something blocks the loop or that it has too much to do.
 */
public final class EventLoopLag {
    static final long EVERY_MS = 100;

    private final Context loop;
    private final Timer lag;
    private boolean stopped;

    private EventLoopLag(Context loop, String name, MeterRegistry metrics) {
        this.loop = loop;
        this.lag = Timer.builder("parkgate_event_loop_lag")
                .description("How late the event loop comes to its work")
                .tag("loop", name)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500))
                .distributionStatisticExpiry(Duration.ofMinutes(1))
                .register(metrics);
    }

    /**
     * Watches the event loop of a context until stopped.
     *
     * @param name tells it from others in the meter
     */
    public static EventLoopLag watch(Context loop, String name, MeterRegistry metrics) {
        EventLoopLag watch = new EventLoopLag(loop, name, metrics);
        loop.runOnContext(x -> watch.ask());
        return watch;
    }

    /** Ends the watching. */
    public void stop() {
        loop.runOnContext(x -> stopped = true);
    }

    private void ask() {
        long askedAt = System.nanoTime();
        loop.owner().setTimer(EVERY_MS, x -> {
            long late = System.nanoTime() - askedAt - TimeUnit.MILLISECONDS.toNanos(EVERY_MS);
            lag.record(Math.max(0, late), TimeUnit.NANOSECONDS);
            if (!stopped) {
                ask();
            }
        });
    }
}
