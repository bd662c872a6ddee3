package parkgate.key;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Authenticator;
import parkgate.http.KeyKind;
import parkgate.http.PlaceTree;
import parkgate.http.Scope;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;

/** The feature as the wiring sees it: who a key belongs to, and the routes that deal with keys. */
public final class AccessKeys {
    private final KeyRing ring;
    private final AccessKeyRoutes accessKeys;
    private final LaneKeyRoutes laneKeys;

    /**
     * Starts to follow the change log.
     *
     * @param adminKey the setting of that name, accepted as a key for everything; null: none
     * @param random one that nobody can foresee
     */
    public AccessKeys(
            Database database,
            ChangeFeed feed,
            PlaceTree places,
            @Nullable String adminKey,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        KeyStore store = new PgKeyStore(database.pool());
        Scope scope = new Scope(places);
        this.ring = new KeyRing(store, adminKey, clock, Ticker.systemTicker(), metrics);
        Revoking revoking = new Revoking(store, ring, feed);
        this.accessKeys = new AccessKeyRoutes(store, revoking, scope, clock, random);
        this.laneKeys = new LaneKeyRoutes(store, revoking, scope, clock, random);
        feed.subscribe(Set.of(Change.Kind.KEY), ring::apply);
    }

    /** Who holds a key. */
    public Authenticator authenticator() {
        return ring;
    }

    /** Forgets what was seen in use: an instance that has been away for long does not know what was revoked. */
    public void forgetAll() {
        ring.forgetAll();
    }

    /** Hands in the routes. */
    public void register(Api api) {
        Access operators = Access.of(KeyKind.OPS, KeyKind.ADMIN);
        api.on("createAccessKey", operators, accessKeys::make);
        api.on("listAccessKeys", operators, accessKeys::list);
        api.on("deleteAccessKey", operators, accessKeys::revoke);
        api.on("createLaneKey", operators, laneKeys::make);
        api.on("listLaneKeys", operators, laneKeys::list);
        api.on("deleteLaneKey", operators, laneKeys::revoke);
    }

    /** A fresh admin key's text, for a first start that was given none. It is good where it is set as the admin key. */
    public static String newAdminKey(RandomGenerator random) {
        return KeyText.make(KeyKind.ADMIN, random).reveal();
    }
}
