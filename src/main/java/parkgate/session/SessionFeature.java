package parkgate.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.NoSuchElementException;
import java.util.UUID;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;

/** Stays and scans, listed; stays, ended by hand. */
public final class SessionFeature {
    private final PgSessions stored;
    private final SessionRoutes sessions;
    private final ScanListRoute scans;
    private final HistoryRoute history;

    /**
     * The feature.
     *
     * @param pool of the primary: lists show what was answered COMMITTED before
     */
    public SessionFeature(Pool pool, Scope scope, Lots lots, SessionClosing closing) {
        LotsInReach reach = new LotsInReach(scope, lots);
        this.stored = new PgSessions(pool);
        this.sessions = new SessionRoutes(stored, reach, scope, closing);
        this.history = new HistoryRoute(pool, scope, lots);
        this.scans = new ScanListRoute(new PgScans(pool), reach);
    }

    /** Answers its operations. */
    public void register(Api api) {
        Access readers = Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN);
        api.on("listSessions", readers, sessions::list)
                .on("getSession", readers, sessions::find)
                .on("closeSession", Access.of(KeyKind.OPS, KeyKind.ADMIN), sessions::close)
                .on("listScans", readers, scans::list)
                .on("listHistory", readers, history::list);
    }

    /** A stay as the contract writes it, for whoever answers with one. Fails when PostgreSQL has none of this id. */
    public Future<JsonObject> json(UUID sessionId) {
        return stored.find(sessionId).map(found -> found.map(SessionJson::of)
                .orElseThrow(() -> new NoSuchElementException("no such session in PostgreSQL")));
    }
}
