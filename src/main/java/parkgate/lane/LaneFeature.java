package parkgate.lane;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import parkgate.alarm.Alarms;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;
import parkgate.postgres.Change;
import parkgate.redis.Redis;

/**
 * Lanes, as machines: heartbeats, whether they are still there, what they are told.
 *
 * <p>At start: {@link #register}, {@link #start}. Whoever hears a scan or a passage of a lane calls {@link #heard}; whoever
 * follows the change log hands {@link #changed} the changes of places, lanes, pools and credentials, and
 * {@link #keysChanged} those of keys.
 */
public final class LaneFeature {
    /** Changes that follow each other are told together, milliseconds. */
    private static final long GATHER_MS = 500;

    private final Vertx vertx;
    private final LanesHeard news = new LanesHeard();
    private final StatusChanges statusChanges;
    private final LaneWatch watch;
    private final LaneStreams streams;
    private final Commands commands;
    private final ConnectedLanes connected;
    private final HeartbeatRoute heartbeats;
    private final LaneListRoute list;
    private final CommandRoutes commandRoutes;
    private final OpenRoute open;
    private final LaneWatchers watchers;
    private final MessageRoute messages;
    private final AtomicBoolean telling = new AtomicBoolean();

    /** Told of each sign of life of a lot. */
    public interface Heard {
        void heard(String lotId, long atMs);
    }

    /**
     * What the feature needs of others.
     *
     * @param pool of PostgreSQL's primary
     * @param redis through which instances tell each other of commands
     * @param heard who else wants to know of heartbeats
     * @param more what else is in the answer to a heartbeat
     * @param opening how a barrier opened by hand is written down
     * @param keySet version of the published keys
     */
    public record Ports(
            Pool pool,
            Redis redis,
            Scope scope,
            Lanes lanes,
            Alarms alarms,
            Heard heard,
            HeartbeatAnswers more,
            Opening opening,
            LongSupplier keySet) {}

    public LaneFeature(Vertx vertx, Ports ports, InstantSource clock, Supplier<UUID> ids, MeterRegistry metrics) {
        this.vertx = vertx;
        this.statusChanges = new StatusChanges(ports.pool());
        Lanes lanes = ports.lanes();
        Versions versions = new Versions(lanes, ports.keySet(), statusChanges::newest);
        this.watch = new LaneWatch(vertx, ports.pool(), clock, news, ports.alarms(), metrics);
        this.streams = new LaneStreams(metrics);
        this.commands = new Commands(ports.redis().context(), new CommandLog(ports.redis()), streams, clock, metrics);
        this.connected = new ConnectedLanes(vertx, ports.pool(), clock, streams);
        this.heartbeats = new HeartbeatRoute(lanes, ports.heard(), news, versions, ports.more(), clock, metrics);
        this.list = new LaneListRoute(ports.pool(), ports.scope(), lanes);
        this.watchers = new LaneWatchers(vertx, ports.pool(), ports.scope(), lanes, metrics);
        this.commandRoutes = new CommandRoutes(vertx, lanes, streams, commands, versions, ports.alarms(), clock, ids);
        this.open = new OpenRoute(lanes, ports.scope(), ports.opening(), commands, new OpenKeys(ports.redis()), ids);
        this.messages = new MessageRoute(ports.pool(), lanes, ports.scope(), commands, clock, ids);
    }

    /** Answers its operations. */
    public void register(Api api) {
        Access lane = Access.of(KeyKind.LANE);
        Access operators = Access.of(KeyKind.OPS, KeyKind.ADMIN);
        api.on("laneHeartbeat", lane, heartbeats::take).stream("laneCommands", lane, commandRoutes::listen)
                .on("reportCommand", lane, commandRoutes::reported)
                .on("listLanes", Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN), list::list)
                .stream("streamLanes", Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN), watchers::open)
                .on("openLane", operators, open::open)
                .on("showLaneMessage", operators, messages::show);
    }

    /** Watches the lanes until {@link #close}. */
    public Future<Void> start() {
        watch.start();
        connected.start();
        return statusChanges.load();
    }

    /** A subscriber of what lanes hold: places, pools, lanes, credentials. Lanes that listen are told soon after. */
    public Future<Void> changed(List<Change> changes) {
        statusChanges.apply(changes.stream()
                .filter(each -> each.kind() == Change.Kind.CREDENTIAL)
                .toList());
        if (!streams.isEmpty() && telling.compareAndSet(false, true)) {
            vertx.setTimer(GATHER_MS, x -> {
                telling.set(false);
                streams.all().forEach(commandRoutes::tell);
            });
        }
        return Future.succeededFuture();
    }

    /** Ends the streams of keys that changed, or of people whose sessions ended; a subscriber of {@link Change.Kind#KEY} and STAFF. */
    public Future<Void> keysChanged(List<Change> changes) {
        Set<String> keyIds = changes.stream().map(Change::subject).collect(Collectors.toSet());
        streams.closeStreamsOf(keyIds);
        watchers.closeStreamsOf(keyIds);
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

    /** Ends the streams, and writes what was heard. */
    public Future<Void> close() {
        streams.close();
        watchers.close();
        commands.close();
        return connected.close().eventually(watch::close);
    }
}
