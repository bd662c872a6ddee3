package parkgate.staff;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.People;
import parkgate.http.Scope;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;

/** The feature as the wiring sees it: who has signed in, and the routes for it. */
public final class StaffFeature {
    private final SessionRing ring;
    private final SignInRoutes signIns;
    private final StaffRoutes accounts;

    /**
     * Starts to follow the change log.
     *
     * @param random one that nobody can foresee
     */
    public StaffFeature(
            Vertx vertx,
            Database database,
            ChangeFeed feed,
            Scope scope,
            Places places,
            InstantSource clock,
            RandomGenerator random,
            Supplier<UUID> ids,
            MeterRegistry metrics) {
        PgStaff stored = new PgStaff(database.pool(), ids);
        Hashing hashing = new Hashing(vertx, PasswordHash.USUAL, random, metrics);
        SignInMeters meters = new SignInMeters(metrics);
        this.ring = new SessionRing(stored, clock, Ticker.systemTicker(), metrics);
        this.signIns = new SignInRoutes(
                stored,
                new SignIns(stored, hashing, new WrongPasswords(Ticker.systemTicker()), meters),
                hashing,
                ring,
                feed,
                meters,
                clock,
                random);
        this.accounts = new StaffRoutes(stored, hashing, ring, feed, scope, places, clock, random);
        feed.subscribe(Set.of(Change.Kind.STAFF), ring::apply);
    }

    /** Who has signed in. */
    public People people() {
        return ring;
    }

    /** Forgets what was seen in use: an instance that has been away for long does not know what was ended. */
    public void forgetAll() {
        ring.forgetAll();
    }

    /** Answers its operations. */
    public void register(Api api) {
        Access operators = Access.of(KeyKind.OPS, KeyKind.ADMIN);
        api.on("signIn", Access.ANYONE, signIns::signIn)
                .on("getMe", Access.SIGNED_IN, signIns::me)
                .on("signOut", Access.SIGNED_IN, signIns::signOut)
                .on("changePassword", Access.SIGNED_IN, signIns::changePassword)
                .on("createStaff", operators, accounts::make)
                .on("listStaff", operators, accounts::list)
                .on("deleteStaff", operators, accounts::delete)
                .on("resetStaffPassword", operators, accounts::reset);
    }
}
