package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import parkgate.core.Reason;

/** Scans by answer, and the time of each stage. Names are the contract's; every series is there from the start. */
final class ScanMeters {
    /** A stage of a scan. */
    enum Stage {
        /** Text to credential: CPU only. */
        VERIFY,
        /** The lot's answer, with whatever had to be read for it. */
        DECIDE,
        /** From the first byte of the body to the answer. */
        WHOLE
    }

    private final Map<Reason, Counter> scans = new EnumMap<>(Reason.class);
    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);

    ScanMeters(MeterRegistry metrics) {
        for (Reason reason : Reason.values()) {
            scans.put(
                    reason,
                    Counter.builder("parkgate_scans")
                            .description("Scans answered")
                            .tag("decision", reason == Reason.OK ? "GRANTED" : "DENIED")
                            .tag("reason", reason.name())
                            .register(metrics));
        }
        for (Stage stage : Stage.values()) {
            stages.put(stage, stage(metrics, stage.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** A stage's timer, with histogram. */
    static Timer stage(MeterRegistry metrics, String name) {
        return Timer.builder("parkgate_scan_stage_seconds")
                .description("Time of each stage of a scan")
                .tag("stage", name)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(metrics);
    }

    void answered(Reason reason) {
        Counter counter = scans.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** {@code sinceNanos}: a reading of {@link System#nanoTime()}. */
    void took(Stage stage, long sinceNanos) {
        Timer timer = stages.get(stage);
        if (timer != null) {
            timer.record(Duration.ofNanos(System.nanoTime() - sinceNanos));
        }
    }
}
