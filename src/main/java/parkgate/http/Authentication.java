package parkgate.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a request through when its key, or the person who has signed in, may call the operation; else 401 or 403. */
final class Authentication {
    /** Longest token that is looked at, in characters. */
    static final int MAX_TOKEN = 256;

    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private People people = People.none();
    private LaneProof laneProof = (request, laneId) -> null;
    private WrongKeys wrongKeys = WrongKeys.unseen();

    Authentication(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void signingIn(People known) {
        this.people = known;
    }

    void proving(LaneProof proof) {
        this.laneProof = proof;
    }

    void counting(WrongKeys counted) {
        this.wrongKeys = counted;
    }

    WrongKeys wrongKeys() {
        return wrongKeys;
    }

    /**
     * Calls {@code then} for an admitted request, in the same turn when the key is known here. Until it is, the
     * request's body waits. A key that is sent counts, and a session's cookie beside it does not.
     */
    void admit(RoutingContext ctx, Operation operation, Consumer<RoutingContext> then) {
        if (operation.access().open()) {
            then.accept(ctx);
            return;
        }
        String key = bearer(ctx.request());
        if (key != null) {
            whenKnown(ctx, authenticator.authenticate(key), known -> byKey(ctx, operation, known, then));
            return;
        }
        boolean sentNone = !ctx.request().headers().contains(HttpHeaders.AUTHORIZATION);
        String session =
                sentNone ? SessionCookie.tokenOf(ctx.request(), Exchange.of(ctx).isSecure()) : null;
        if (session != null) {
            whenKnown(ctx, people.signedIn(session), known -> bySession(ctx, operation, session, known, then));
        } else if (sentNone && operation.access().keyless()) {
            then.accept(ctx);
        } else {
            ctx.fail(Problem.unauthorized("Send the key as Authorization: Bearer <key>."));
        }
    }

    private static <T> void whenKnown(RoutingContext ctx, Future<T> found, Consumer<T> then) {
        if (found.isComplete()) {
            decide(ctx, found, then);
            return;
        }
        HttpServerRequest request = ctx.request().pause();
        found.onComplete(known -> {
            decide(ctx, known, then);
            request.resume();
        });
    }

    private static <T> void decide(RoutingContext ctx, AsyncResult<T> found, Consumer<T> then) {
        if (found.failed()) {
            ctx.fail(found.cause());
            return;
        }
        try {
            then.accept(found.result());
        } catch (RuntimeException failure) {
            ctx.fail(failure);
        }
    }

    private void byKey(RoutingContext ctx, Operation operation, Optional<Caller> known, Consumer<RoutingContext> then) {
        Caller caller = known.orElse(null);
        Exchange.of(ctx).known(caller);
        if (caller == null) {
            ctx.fail(wrongKeys.refusal(Exchange.of(ctx).client()));
        } else if (!operation.admits(caller)) {
            ctx.fail(Problem.forbidden("This kind of key may not call this."));
        } else {
            Problem refusal = proofRefusal(ctx, caller);
            if (refusal != null) {
                ctx.fail(refusal);
                return;
            }
            then.accept(ctx);
        }
    }

    /** A cookie is sent whether its page wants or not: where nobody needs one, one that is over is none. */
    private void bySession(
            RoutingContext ctx,
            Operation operation,
            String token,
            Optional<People.Person> known,
            Consumer<RoutingContext> then) {
        People.Person person = known.orElse(null);
        if (person == null) {
            if (operation.access().keyless()) {
                then.accept(ctx);
            } else {
                ctx.fail(wrongKeys.refusal(Exchange.of(ctx).client()));
            }
            return;
        }
        if (operation.access().keyless() && (person.mustChangePassword() || !operation.admits(person.caller()))) {
            then.accept(ctx); // who may do nothing here yet sees what everybody sees
            return;
        }
        Exchange.of(ctx).known(person.caller());
        Problem refusal = refusal(ctx, operation, token, person);
        if (refusal != null) {
            ctx.fail(refusal);
            return;
        }
        then.accept(ctx);
    }

    private static @Nullable Problem refusal(
            RoutingContext ctx, Operation operation, String token, People.Person person) {
        if (!operation.admits(person.caller())) {
            return Problem.forbidden("Your role does not allow this.");
        }
        if (person.mustChangePassword() && !operation.access().equals(Access.SIGNED_IN)) {
            return Problem.of(403, "password-must-change", "A password of your own is needed first")
                    .detail("POST /v1/staff/password");
        }
        return OwnSite.refusal(ctx.request(), Exchange.of(ctx).isSecure(), token);
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
