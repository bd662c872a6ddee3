package parkgate.staff;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Role;
import parkgate.http.Scope;
import parkgate.postgres.ChangeFeed;

/**
 * {@code POST}, {@code GET /v1/staff}, {@code DELETE /v1/staff/{staffId}} and {@code POST …/reset}: accounts within the caller's
 * own binding.
 */
final class StaffRoutes {
    /** So long a password that we made is good. */
    static final Duration FIRST_LIFE = Duration.ofDays(7);

    private static final int ID_BYTES = 8;

    private final PgStaff stored;
    private final Hashing hashing;
    private final SessionRing ring;
    private final ChangeFeed feed;
    private final Scope scope;
    private final Places places;
    private final InstantSource clock;
    private final RandomGenerator random;

    StaffRoutes(
            PgStaff stored,
            Hashing hashing,
            SessionRing ring,
            ChangeFeed feed,
            Scope scope,
            Places places,
            InstantSource clock,
            RandomGenerator random) {
        this.stored = stored;
        this.hashing = hashing;
        this.ring = ring;
        this.feed = feed;
        this.scope = scope;
        this.places = places;
        this.clock = clock;
        this.random = random;
    }

    Future<Reply> make(Call call) {
        JsonObject body = call.body();
        Role role = Role.valueOf(body.getString("role"));
        String placeId = body.getString("placeId");
        String operatorId = body.getString("operatorId");
        if ((placeId == null) == (operatorId == null)) {
            throw Problem.invalid("/placeId", "exactly one of placeId and operatorId is needed");
        }
        requireWithin(call.caller(), placeId, operatorId);
        requireFitting(role, placeId);
        Instant now = now();
        String password = FirstPassword.make(random);
        return hashing.hash(password).compose(hash -> {
            Account who = new Account(
                    newId(),
                    body.getString("name"),
                    role,
                    placeId,
                    operatorId,
                    hash,
                    now.plus(FIRST_LIFE),
                    now,
                    null,
                    null);
            return stored.make(who, By.of(call))
                    .map(x -> Reply.of(201, shown(who, password, now)))
                    .recover(failure -> Future.failedFuture(explained(failure)));
        });
    }

    private static Throwable explained(Throwable failure) {
        if (failure instanceof PgStaff.NameTaken) {
            return Problem.conflict("name-taken", "Somebody else has this name");
        }
        return failure instanceof PgStaff.NoSuchPlace ? Problem.invalid("/placeId", "there is no such place") : failure;
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "st-" + HexFormat.of().formatHex(id);
    }

    private static JsonObject shown(Account who, String password, Instant now) {
        return who.who()
                .put("password", password)
                .put("passwordExpiresAt", now.plus(FIRST_LIFE).toString());
    }

    Future<Reply> list(Call call) {
        Page page = Page.of(call);
        Caller caller = call.caller();
        return stored.list(caller.placeId(), caller.operatorId(), page)
                .map(found -> page.reply(found, Account::json, Account::cursor));
    }

    Future<Reply> delete(Call call) {
        boolean endsKeys = !"true".equals(call.query("keepKeys"));
        return account(call)
                .compose(who -> stored.delete(who, endsKeys, now(), By.of(call)).compose(x -> changed(who.id())))
                .map(x -> Reply.empty(204));
    }

    Future<Reply> reset(Call call) {
        Instant now = now();
        String password = FirstPassword.make(random);
        return account(call).compose(who -> hashing.hash(password)
                .compose(hash -> stored.resetPassword(who, hash, now, now.plus(FIRST_LIFE), By.of(call)))
                .compose(there -> {
                    if (!there) {
                        throw unknown();
                    }
                    return changed(who.id()).map(x -> Reply.of(200, shown(who, password, now)));
                }));
    }

    private Future<Account> account(Call call) {
        return stored.get(call.path("staffId")).map(found -> {
            Account who = found.orElseThrow(StaffRoutes::unknown);
            requireWithin(call.caller(), who.placeId(), who.operatorId());
            return who;
        });
    }

    private Future<Void> changed(String staffId) {
        ring.forget(Set.of(staffId));
        return feed.applyOwn();
    }

    private void requireWithin(Caller caller, @Nullable String placeId, @Nullable String operatorId) {
        if (!scope.coversBinding(caller, placeId, operatorId)) {
            throw Problem.forbidden("This account is for something else.");
        }
    }

    /** A city's office is bound to a city, a district's to a district. */
    private void requireFitting(Role role, @Nullable String placeId) {
        if (role != Role.CITY && role != Role.DISTRICT) {
            return;
        }
        if (placeId == null || !places.typeOf(placeId).orElse(role.name()).equals(role.name())) {
            throw Problem.invalid("/role", "CITY is bound to a city, DISTRICT to a district");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Problem unknown() {
        return Problem.notFound("There is no such account.");
    }
}
