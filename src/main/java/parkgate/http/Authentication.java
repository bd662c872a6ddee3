package parkgate.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a request through when its key may call the operation; else 401 or 403. */
final class Authentication {
    /** Longest token that is looked at, in characters. */
    static final int MAX_TOKEN = 256;

    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private LaneProof laneProof = (request, laneId) -> null;
    private WrongKeys wrongKeys = WrongKeys.unseen();

    Authentication(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void proving(LaneProof proof) {
        this.laneProof = proof;
    }

    void counting(WrongKeys counted) {
        this.wrongKeys = counted;
    }

    /**
     * Calls {@code then} for an admitted request, in the same turn when the key is known here. Until it is, the
     * request's body waits.
     */
    void admit(RoutingContext ctx, Access access, Consumer<RoutingContext> then) {
        if (access.open()) {
            then.accept(ctx);
            return;
        }
        String token = bearer(ctx.request());
        if (token == null) {
            if (access.keyless() && !ctx.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
                then.accept(ctx);
                return;
            }
            ctx.fail(Problem.unauthorized("Send the key as Authorization: Bearer <key>."));
            return;
        }
        Future<Optional<Caller>> caller = authenticator.authenticate(token);
        if (caller.isComplete()) {
            decide(ctx, access, caller, then);
            return;
        }
        HttpServerRequest request = ctx.request().pause();
        caller.onComplete(known -> {
            decide(ctx, access, known, then);
            request.resume();
        });
    }

    private void decide(
            RoutingContext ctx, Access access, AsyncResult<Optional<Caller>> known, Consumer<RoutingContext> then) {
        if (known.failed()) {
            ctx.fail(known.cause());
            return;
        }
        Caller caller = known.result().orElse(null);
        Exchange.of(ctx).known(caller);
        if (caller == null) {
            ctx.fail(wrongKeys.refusal(Exchange.of(ctx).client()));
        } else if (!access.admits(caller)) {
            ctx.fail(Problem.forbidden("This kind of key may not call this."));
        } else {
            Problem refusal = proofRefusal(ctx, caller);
            if (refusal != null) {
                ctx.fail(refusal);
                return;
            }
            try {
                then.accept(ctx);
            } catch (RuntimeException failure) {
                ctx.fail(failure);
            }
        }
    }

    private @Nullable Problem proofRefusal(RoutingContext ctx, Caller caller) {
        String laneId = caller.laneId();
        return laneId == null ? null : laneProof.refusal(ctx.request(), laneId);
    }

    private static @Nullable String bearer(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null
                || header.length() > SCHEME.length() + MAX_TOKEN
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return header.substring(SCHEME.length());
    }
}
