package parkgate.key;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import parkgate.audit.By;
import parkgate.http.Call;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/** {@code POST}, {@code GET /v1/places/{lotId}/lanes/{laneId}/keys}, {@code DELETE …/keys/{keyId}}: a lane's keys. */
final class LaneKeyRoutes {
    private final KeyStore store;
    private final Revoking revoking;
    private final Scope scope;
    private final InstantSource clock;
    private final RandomGenerator random;

    LaneKeyRoutes(KeyStore store, Revoking revoking, Scope scope, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.revoking = revoking;
        this.scope = scope;
        this.clock = clock;
        this.random = random;
    }

    Future<Reply> make(Call call) {
        String lotId = call.path("lotId");
        scope.require(call.caller(), lotId);
        JsonObject body = call.body();
        Instant now = clock.instant();
        Instant expiresAt = KeyExpiry.of(body, now);
        KeyText key = KeyText.make(KeyKind.LANE, random);
        return store.makeLaneKey(key, lotId, call.path("laneId"), body.getString("label"), expiresAt, now, By.of(call))
                .map(made -> switch (made) {
                    case MADE -> NewKey.reply(key);
                    case NO_SUCH_LANE -> throw noSuchLane();
                    case TOO_MANY ->
                        throw Problem.conflict("too-many-keys", "The lane has too many keys")
                                .detail("At most " + KeyStore.MAX_ACTIVE_KEYS_OF_A_LANE
                                        + " can be active: revoke one that is no longer used.");
                });
    }

    Future<Reply> list(Call call) {
        scope.require(call.caller(), call.path("lotId"));
        Page page = Page.of(call);
        Instant now = clock.instant();
        return store.hasLane(call.path("lotId"), call.path("laneId"))
                .compose(there -> there ? store.laneKeys(call.path("laneId"), page) : Future.failedFuture(noSuchLane()))
                .map(keys -> page.reply(keys, key -> key.json(now), KeyRow::cursor));
    }

    Future<Reply> revoke(Call call) {
        scope.require(call.caller(), call.path("lotId"));
        String laneId = call.path("laneId");
        return store.hasLane(call.path("lotId"), laneId)
                .compose(there -> there ? store.get(call.path("keyId")) : Future.failedFuture(noSuchLane()))
                .compose(found -> {
                    KeyRow key = found.filter(row -> laneId.equals(row.laneId()))
                            .orElseThrow(() -> Problem.notFound("The lane has no such key."));
                    return revoking.revoke(key.id(), By.of(call));
                });
    }

    private static Problem noSuchLane() {
        return Problem.notFound("The lot has no such lane.");
    }
}
