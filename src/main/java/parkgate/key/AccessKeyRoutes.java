package parkgate.key;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/**
 * {@code POST}, {@code GET /v1/keys/access}, {@code DELETE /v1/keys/access/{keyId}}: ops and api keys. An ops key deals
 * with those within its own binding.
 */
final class AccessKeyRoutes {
    private final KeyStore store;
    private final Revoking revoking;
    private final Scope scope;
    private final InstantSource clock;
    private final RandomGenerator random;

    AccessKeyRoutes(KeyStore store, Revoking revoking, Scope scope, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.revoking = revoking;
        this.scope = scope;
        this.clock = clock;
        this.random = random;
    }

    Future<Reply> make(Call call) {
        JsonObject body = call.body();
        String placeId = body.getString("placeId");
        String operatorId = body.getString("operatorId");
        if ((placeId == null) == (operatorId == null)) {
            throw Problem.invalid("/placeId", "exactly one of placeId and operatorId is needed");
        }
        requireWithin(call.caller(), placeId, operatorId);
        Instant expiresAt = KeyExpiry.of(body, clock.instant());
        KeyText key = KeyText.make(KeyKind.of(body.getString("kind")).orElseThrow(), random);
        return store.make(key, placeId, operatorId, body.getString("label"), expiresAt, By.of(call))
                .map(made -> NewKey.reply(key))
                .recover(failure -> Future.failedFuture(explained(failure)));
    }

    private static Throwable explained(Throwable failure) {
        if (failure instanceof KeyStore.MakerGone) {
            return Problem.unauthorized("This account was deleted.");
        }
        return failure instanceof KeyStore.NoSuchPlace
                ? Problem.invalid("/placeId", "there is no such place")
                : failure;
    }

    Future<Reply> list(Call call) {
        Page page = Page.of(call);
        Caller caller = call.caller();
        Instant now = clock.instant();
        return store.accessKeys(caller.placeId(), caller.operatorId(), page)
                .map(keys -> page.reply(keys, key -> key.json(now), KeyRow::cursor));
    }

    Future<Reply> revoke(Call call) {
        return store.get(call.path("keyId")).compose(found -> {
            KeyRow key = found.filter(row -> row.kind() == KeyKind.OPS || row.kind() == KeyKind.API)
                    .orElseThrow(() -> Problem.notFound("There is no such key."));
            requireWithin(call.caller(), key.placeId(), key.operatorId());
            return revoking.revoke(key.id(), By.of(call));
        });
    }

    private void requireWithin(Caller caller, @Nullable String placeId, @Nullable String operatorId) {
        if (!scope.coversBinding(caller, placeId, operatorId)) {
            throw Problem.forbidden("This key is for something else.");
        }
    }
}
