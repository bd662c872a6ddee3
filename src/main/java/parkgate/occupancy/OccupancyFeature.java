package parkgate.occupancy;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;
import parkgate.postgres.Change;

/**
 * Counts of lots and of the places around them, read, streamed, corrected by hand.
 *
 * <p>At start: {@link #register}, {@link #start}. Whoever hears a lane calls {@link #heard}; whoever follows the change log
 * hands {@link #keysChanged} the changes of keys, and {@link #noticed} those of messages and alarms.
 */
public final class OccupancyFeature {
    private final LotsHeard lots = new LotsHeard();
    private final HeardSharing sharing;
    private final OccupancyRoutes routes;
    private final AvailabilityRoute availability;
    private final OccupancyStream stream;
    private final StreamRoute streamRoute;

    /**
     * What the feature reads and changes, and where.
     *
     * @param pool of PostgreSQL's primary, for what instances tell each other of when lots were heard
     * @param counts where the lots are counted
     * @param changes how a count is corrected
     */
    public record Ports(Pool pool, Scope scope, Places places, LotCounts counts, CountChanges changes) {}

    /**
     * The feature.
     *
     * @param maxViewers event streams that this instance keeps open, 1 or more
     */
    public OccupancyFeature(Vertx vertx, Ports ports, InstantSource clock, int maxViewers, MeterRegistry metrics) {
        CountReading reading = new CountReading(ports.counts());
        this.sharing = new HeardSharing(vertx, ports.pool(), clock, lots);
        this.routes = new OccupancyRoutes(ports.scope(), ports.places(), reading, ports.changes(), lots, clock);
        this.availability = new AvailabilityRoute(ports.places(), reading, lots, clock);
        this.stream = new OccupancyStream(vertx, ports.places(), reading, lots, clock, maxViewers, metrics);
        this.streamRoute = new StreamRoute(vertx, ports.scope(), ports.places(), stream);
    }

    /** Answers its operations. */
    public void register(Api api) {
        api
                .on("getOccupancy", Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN, KeyKind.LANE), routes::get)
                .on("setOccupancy", Access.of(KeyKind.OPS, KeyKind.ADMIN), routes::set)
                .on("resetInventory", Access.of(KeyKind.OPS, KeyKind.ADMIN), routes::reset)
                .on("getAvailability", Access.ANYONE, availability::list)
                .stream(
                        "streamOccupancy",
                        Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN).orWithoutKey(),
                        streamRoute::open);
    }

    /** Reads when lots were heard, and goes on sharing it until {@link #close}. */
    public Future<Void> start() {
        return sharing.start();
    }

    /**
     * A lane of the lot sent a heartbeat. Any thread.
     *
     * @param atMs by this instance's clock, unix milliseconds
     */
    public void beat(String lotId, long atMs) {
        lots.beat(lotId, atMs);
        stream.stirred(lotId);
    }

    /**
     * A lane of the lot was heard: a scan (also a refused one), a passage. Any thread, on the scan's way.
     *
     * @param atMs by this instance's clock, unix milliseconds
     */
    public void heard(String lotId, long atMs) {
        lots.heard(lotId, atMs);
        stream.stirred(lotId);
    }

    /** Ends the streams of keys that changed; a subscriber of {@link Change.Kind#KEY}. */
    public Future<Void> keysChanged(List<Change> changes) {
        Set<String> keyIds = changes.stream().map(Change::subject).collect(Collectors.toSet());
        stream.closeStreamsOf(keyIds);
        return Future.succeededFuture();
    }

    /**
     * Tells who runs these lots that somebody asked, or that an alarm began or ended; a subscriber of {@link
     * Change.Kind#MESSAGE} and {@link Change.Kind#ALARM}.
     */
    public Future<Void> noticed(List<Change> changes) {
        for (Notice notice : Notice.values()) {
            Set<String> lotIds = changes.stream()
                    .filter(change ->
                            Notice.of(change.kind()).filter(notice::equals).isPresent())
                    .map(Change::subject)
                    .collect(Collectors.toSet());
            if (!lotIds.isEmpty()) {
                stream.notice(notice, lotIds);
            }
        }
        return Future.succeededFuture();
    }

    /** Ends the streams, and shares what was heard. */
    public Future<Void> close() {
        stream.close();
        return sharing.close();
    }
}
