package parkgate.lane;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import parkgate.alarm.Alarms;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;
import parkgate.postgres.Change;

/**
 * Lanes, as machines: heartbeats, whether they are still there, what they are told.
 *
 * <p>At start: {@link #register}, {@link #start}. Whoever hears a scan or a passage of a lane calls {@link #heard}; whoever
 * follows the change log hands {@link #credentialsChanged} the changes of credentials.
 */
public final class LaneFeature {
    private final LanesHeard news = new LanesHeard();
    private final StatusChanges statusChanges;
    private final LaneWatch watch;
    private final HeartbeatRoute heartbeats;
    private final LaneListRoute list;

    /** Told of each sign of life of a lot. */
    public interface Heard {
        void heard(String lotId, long atMs);
    }

    /**
     * What the feature needs of others.
     *
     * @param pool of PostgreSQL's primary
     * @param heard who else wants to know of heartbeats
     * @param more what else is in the answer to a heartbeat
     * @param keySet version of the published keys
     */
    public record Ports(
            Pool pool,
            Scope scope,
            Lanes lanes,
            Alarms alarms,
            Heard heard,
            HeartbeatAnswers more,
            LongSupplier keySet) {}

    public LaneFeature(Vertx vertx, Ports ports, InstantSource clock, MeterRegistry metrics) {
        this.statusChanges = new StatusChanges(ports.pool());
        Versions versions = new Versions(ports.lanes(), ports.keySet(), statusChanges::newest);
        this.watch = new LaneWatch(vertx, ports.pool(), clock, news, ports.alarms(), metrics);
        this.heartbeats =
                new HeartbeatRoute(ports.lanes(), ports.heard(), news, versions, ports.more(), clock, metrics);
        this.list = new LaneListRoute(ports.pool(), ports.scope(), ports.lanes());
    }

    /** Answers its operations. */
    public void register(Api api) {
        api.on("laneHeartbeat", Access.of(KeyKind.LANE), heartbeats::take)
                .on("listLanes", Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN), list::list);
    }

    /** Watches the lanes until {@link #close}. */
    public Future<Void> start() {
        watch.start();
        return statusChanges.load();
    }

    /** A subscriber of {@link Change.Kind#CREDENTIAL}. */
    public Future<Void> credentialsChanged(List<Change> changes) {
        statusChanges.apply(changes);
        return Future.succeededFuture();
    }

    /**
     * A scan (also a refused one) or a passage of a lane. Any thread, on the scan's way.
     *
     * @param atMs by this instance's clock, unix milliseconds
     */
    public void heard(String laneId, long atMs) {
        news.heard(laneId, atMs);
    }

    /** Writes what was heard. */
    public Future<Void> close() {
        return watch.close();
    }
}
