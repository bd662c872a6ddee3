package parkgate.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.StreamBound;
import parkgate.telemetry.Gauges;

/**
 * Feeds those who watch a lot's scans. One loop, running only while somebody watches, reads what was lately written down at the
 * watched lots, whichever instance decided it; each viewer is sent what it has not had. A scan becomes visible a little after the
 * time that stands in it, so each round looks back {@link #BACK}.
 */
final class ScanStream {
    /** Between two rounds, milliseconds: a scan is seen within a second. */
    static final long EVERY_MS = 300;

    /** So far a round looks back: longer than a batch takes to be recorded, and than two instances' clocks may be apart. */
    static final Duration BACK = Duration.ofSeconds(30);

    /** Before trying again when nothing could be read, milliseconds. */
    private static final long AWAY_MS = 1_000;

    /** Streams that an instance keeps open, each of one lot: a round is three short walks of an index for each. */
    private static final int MOST_VIEWERS = 100;

    /** Of all watched lots in one round; what is beyond comes with no later one, and stands in the list. */
    private static final int MOST_A_ROUND = 1_000;

    /** What a viewer is shown first. */
    private static final int FIRST = 20;

    private static final Logger log = LoggerFactory.getLogger(ScanStream.class);

    private final PgScans scans;
    private final InstantSource clock;
    private final Context context;
    private final Counter cutOff;
    private final StreamBound open = new StreamBound(MOST_VIEWERS);
    private volatile boolean closed;

    // Touched on the context only.
    private final Set<ScanViewer> viewers = new HashSet<>();
    private boolean running;
    private boolean away;

    /** Nobody watches yet. */
    ScanStream(Vertx vertx, PgScans scans, InstantSource clock, MeterRegistry metrics) {
        this.scans = scans;
        this.clock = clock;
        this.context = vertx.getOrCreateContext();
        this.cutOff = Gauges.streamsCutOff(metrics, "scans");
        Gauge.builder("parkgate_scan_viewers", open, StreamBound::open)
                .description("Open streams of scans")
                .register(metrics);
        Gauge.builder("parkgate_scan_viewers_bound", () -> MOST_VIEWERS)
                .description("Streams of scans that one instance keeps open")
                .register(metrics);
    }

    /** Takes a viewer in, and begins its response; false when there are too many, or too many of its key. Call it on the viewer's context. */
    boolean admit(ScanViewer viewer) {
        if (closed || !open.enter(viewer.keyId())) {
            return false;
        }
        viewer.begin(
                () -> {
                    open.leave(viewer.keyId());
                    context.runOnContext(x -> viewers.remove(viewer));
                },
                cutOff::increment);
        context.runOnContext(x -> first(viewer));
        return true;
    }

    /** Ends the streams that were opened with one of these keys. Who may still watch comes back. */
    void closeStreamsOf(Set<String> keyIds) {
        context.runOnContext(x -> List.copyOf(viewers).stream()
                .filter(viewer -> keyIds.contains(viewer.keyId()))
                .forEach(ScanViewer::close));
    }

    /** Ends all streams and takes no more. */
    void close() {
        closed = true;
        context.runOnContext(x -> List.copyOf(viewers).forEach(ScanViewer::close));
    }

    private void first(ScanViewer viewer) {
        viewers.add(viewer);
        Instant now = clock.instant();
        read(Set.of(viewer.lotId()), Instant.EPOCH, FIRST)
                .onSuccess(found -> viewer.take(found, now))
                .onFailure(e -> viewer.close()) // it comes back
                .onComplete(x -> context.runOnContext(y -> start()));
    }

    private void start() {
        if (!running) {
            running = true;
            turn();
        }
    }

    private void turn() {
        if (viewers.isEmpty()) {
            running = false;
            return;
        }
        Instant now = clock.instant();
        Set<String> lots = new TreeSet<>();
        viewers.forEach(viewer -> lots.add(viewer.lotId()));
        read(lots, now.minus(BACK), MOST_A_ROUND)
                .onComplete(read -> context.runOnContext(x -> {
                    note(read.cause());
                    if (read.succeeded()) {
                        viewers.forEach(viewer -> viewer.take(read.result(), now));
                    }
                    context.owner().setTimer(read.succeeded() ? EVERY_MS : AWAY_MS, y -> turn());
                }));
    }

    private void note(@Nullable Throwable failure) {
        if (failure != null && !away) {
            log.warn("scans cannot be read for the event streams: {}", failure.toString());
        }
        away = failure != null;
    }

    /** Scans and openings, newest first, so many at most. */
    private Future<List<Watched>> read(Set<String> lots, Instant from, int limit) {
        OffsetDateTime since = from.atOffset(ZoneOffset.UTC);
        List<String> all = List.copyOf(lots);
        Stretch stretch = new Stretch(since, Stretch.LAST);
        Future<List<ScanRecord>> scanned =
                scans.list(new PgScans.Query(all, null, null, true, true, null, stretch, After.NOTHING, limit));
        Future<List<Opening>> opened = scans.openings(all, since, limit);
        return Future.all(scanned, opened)
                .map(x -> Stream.<Watched>concat(scanned.result().stream(), opened.result().stream())
                        .sorted(Comparator.comparing(Watched::receivedTime).reversed())
                        .limit(limit)
                        .toList());
    }
}
