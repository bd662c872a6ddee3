package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import parkgate.http.Problem;
import parkgate.picture.CodeInPicture;
import parkgate.picture.NotAPictureException;

/**
 * Reads the codes of pictures on threads of their own, at most half of the processors: a picture costs as much as thousands of scans,
 * and these must not wait for it.
 *
 * <pre>
 * received    {@value #MOST_UNDER_WAY} pictures at a time, {@value #MOST_OF_LANE} of one lane            503 not-decided
 * read        {@value #WAITING_FOR_EACH} pictures for each thread, its wait included     503 not-decided
 * time        {@value #READ_MS} ms for reading one, {@value #WHOLE_MS} ms with its wait            nothing found; 503 not-decided
 * </pre>
 *
 * On one event loop; without locks.
 */
final class ImageReads {
    /** For reading one, milliseconds: all looks at an ordinary photo take less. */
    static final long READ_MS = 3_000;

    private static final long WHOLE_MS = 12_000;
    private static final int WAITING_FOR_EACH = 4;

    /** Of slow networks each is received for seconds: they must not keep the threads from those that are here. */
    private static final int MOST_UNDER_WAY = 32;

    /** A lane has one camera; a second picture while the first is read is the same car. */
    private static final int MOST_OF_LANE = 2;

    private static final int RETRY_AFTER_S = 1;

    private final WorkerExecutor workers;
    private final int most;
    private final Map<String, Integer> ofLane = new HashMap<>();
    private final MeterRegistry metrics;
    private final Timer time;
    private int underWay;
    private int here;

    ImageReads(Vertx vertx, MeterRegistry metrics) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.workers = vertx.createSharedWorkerExecutor("scan-images", threads);
        this.most = threads * WAITING_FOR_EACH;
        this.metrics = metrics;
        this.time = Timer.builder("parkgate_scan_image_seconds")
                .description("Time that reading the code in a picture took, its wait for a thread included")
                .register(metrics);
        Gauge.builder("parkgate_scan_images_under_way", this, reads -> reads.underWay)
                .description("Pictures that are received, wait for a thread, or are read")
                .register(metrics);
        Gauge.builder("parkgate_scan_images_bound", () -> MOST_UNDER_WAY)
                .description("Pictures that may be under way")
                .register(metrics);
        for (Became each : Became.values()) {
            counter(each);
        }
    }

    /** What became of a picture. */
    private enum Became {
        READ,
        NO_CODE,
        LATE,
        NO_PICTURE,
        SHED
    }

    private Counter counter(Became became) {
        return Counter.builder("parkgate_scan_images")
                .description("Pictures sent to be scanned")
                .tag("result", became.name())
                .register(metrics);
    }

    /**
     * The code in a picture; a text that is empty where none can be read.
     *
     * @param file takes in the picture, once there is room for it
     * @return fails with {@link Problem} 422 or 503, or with what {@code file} failed with
     */
    Future<String> read(String laneId, Supplier<Future<Buffer>> file) {
        if (here >= most || underWay >= MOST_UNDER_WAY || ofLane.getOrDefault(laneId, 0) >= MOST_OF_LANE) {
            return Future.failedFuture(shed());
        }
        underWay++;
        ofLane.merge(laneId, 1, Integer::sum);
        Future<CodeInPicture.Reading> reading = file.get().compose(this::reading);
        // It counts until it has really ended: who hears a 503 meanwhile has not freed its thread.
        reading.onComplete(x -> {
            underWay--;
            ofLane.computeIfPresent(laneId, (lane, of) -> of == 1 ? null : of - 1);
        });
        return reading.timeout(WHOLE_MS, TimeUnit.MILLISECONDS)
                .map(this::text)
                .recover(failure -> Future.failedFuture(problem(failure)));
    }

    private Future<CodeInPicture.Reading> reading(Buffer file) {
        if (here >= most) {
            return Future.failedFuture(shed());
        }
        here++;
        long sinceNanos = System.nanoTime();
        byte[] bytes = file.getBytes();
        return workers.executeBlocking(() -> CodeInPicture.read(bytes, READ_MS), false)
                .onComplete(x -> {
                    here--;
                    time.record(Duration.ofNanos(System.nanoTime() - sinceNanos));
                });
    }

    private String text(CodeInPicture.Reading reading) {
        counter(reading.late() ? Became.LATE : reading.text().isEmpty() ? Became.NO_CODE : Became.READ)
                .increment();
        return reading.text().orElse("");
    }

    private Throwable problem(Throwable failure) {
        if (failure instanceof NotAPictureException none) {
            counter(Became.NO_PICTURE).increment();
            return Problem.invalid("", String.valueOf(none.getMessage()));
        }
        if (failure instanceof TimeoutException) {
            return shed();
        }
        return failure;
    }

    private Problem shed() {
        counter(Became.SHED).increment();
        return Problem.unavailable("not-decided", "No decision arrived", RETRY_AFTER_S)
                .detail("More pictures came than are read at a time; send the same scanId again.");
    }

    void close() {
        workers.close();
    }
}
