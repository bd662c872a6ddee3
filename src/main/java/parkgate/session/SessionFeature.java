package parkgate.session;

import io.vertx.sqlclient.Pool;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;

/** Stays and scans, listed; stays, ended by hand. */
public final class SessionFeature {
    private final SessionRoutes sessions;
    private final ScanListRoute scans;

    /**
     * The feature.
     *
     * @param pool of the primary: lists show what was answered COMMITTED before
     */
    public SessionFeature(Pool pool, Scope scope, Lots lots, SessionClosing closing) {
        LotsInReach reach = new LotsInReach(scope, lots);
        this.sessions = new SessionRoutes(new PgSessions(pool), reach, scope, closing);
        this.scans = new ScanListRoute(new PgScans(pool), reach);
    }

    /** Answers its operations. */
    public void mount(Api api) {
        Access readers = Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN);
        api.on("listSessions", readers, sessions::list)
                .on("getSession", readers, sessions::find)
                .on("closeSession", Access.of(KeyKind.OPS, KeyKind.ADMIN), sessions::close)
                .on("listScans", readers, scans::list);
    }
}
