package parkgate.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;
import parkgate.postgres.Change;

/** Stays and scans, listed and found, and scans as they happen; stays, ended and corrected by hand. */
public final class SessionFeature {
    private final PgSessions stored;
    private final SessionRoutes sessions;
    private final ScanListRoute scans;
    private final HistoryRoute history;
    private final ScanStream stream;
    private final ScanStreamRoute streamRoute;
    private final FindRoute find;
    private final CorrectRoute correct;

    /**
     * The feature.
     *
     * @param pool of the primary: lists show what was answered COMMITTED before
     */
    public SessionFeature(
            Vertx vertx,
            Pool pool,
            Scope scope,
            Lots lots,
            SessionClosing closing,
            SessionReopening reopening,
            InstantSource clock,
            Supplier<UUID> ids,
            MeterRegistry metrics) {
        LotsInReach reach = new LotsInReach(scope, lots);
        this.stored = new PgSessions(pool);
        this.sessions = new SessionRoutes(stored, reach, scope, closing);
        this.history = new HistoryRoute(pool, scope, lots);
        PgScans storedScans = new PgScans(pool);
        this.scans = new ScanListRoute(storedScans, reach);
        this.stream = new ScanStream(vertx, storedScans, clock, metrics);
        this.streamRoute = new ScanStreamRoute(vertx, scope, lots, stream);
        this.find = new FindRoute(new PgFind(pool, ids), storedScans, reach, scope, clock);
        this.correct = new CorrectRoute(stored, new PgCorrections(pool, ids), scope, closing, reopening, clock, ids);
    }

    /** Answers its operations. */
    public void register(Api api) {
        Access readers = Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN);
        api
                .on("listSessions", readers, sessions::list)
                .on("getSession", readers, sessions::find)
                .on("closeSession", Access.of(KeyKind.OPS, KeyKind.ADMIN), sessions::close)
                .on("correctSession", Access.of(KeyKind.OPS, KeyKind.ADMIN), correct::correct)
                .on("find", Access.of(KeyKind.OPS, KeyKind.ADMIN), find::find)
                .on("listScans", readers, scans::list)
                .on("listHistory", readers, history::list)
                .stream("streamScans", readers, streamRoute::open);
    }

    /** Ends the streams of keys that changed; or of people whose sessions ended; a subscriber of {@link Change.Kind#KEY} and {@link Change.Kind#STAFF}. */
    public Future<Void> keysChanged(List<Change> changes) {
        stream.closeStreamsOf(changes.stream().map(Change::subject).collect(Collectors.toSet()));
        return Future.succeededFuture();
    }

    /** Ends the streams. */
    public void close() {
        stream.close();
    }

    /** A stay as the contract writes it, for whoever answers with one. Fails when PostgreSQL has none of this id. */
    public Future<JsonObject> json(UUID sessionId) {
        return stored.find(sessionId).map(found -> found.map(SessionJson::of)
                .orElseThrow(() -> new NoSuchElementException("no such session in PostgreSQL")));
    }
}
