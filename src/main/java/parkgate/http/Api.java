package parkgate.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import parkgate.config.Networks;

/**
 * The contract made a router. Features hand in a handler for each operation id; an id that the contract does not have,
 * or whose {@code security} says otherwise, is a failure at once. The contract itself is served unasked.
 *
 * <pre>
 * known     X-Request-Id, security headers
 * path      404, 405
 * caller    401, 403, 429 of wrong keys, 429 of right ones that ask too much
 * body      408, 413, 415, 400
 * contract  422, every bad field named
 * handler   a Reply, a Problem, or 500
 * </pre>
 */
public final class Api {
    private static final String CONTRACT = "getContract";
    private static final String YAML = "application/yaml; charset=utf-8";

    /** So long a caller that asks too much waits for its 429, milliseconds: as its Retry-After says. */
    private static final long LATE_MS = 1_000;

    /** Requests that wait for their 429 at a time; of more, each is answered at once. */
    private static final int MOST_ANSWERED_LATE = 4_096;

    private final Contract contract;
    private final Authentication authentication;
    private final Map<String, Operation> operations;
    private final Map<String, Handler<RoutingContext>> raw = new HashMap<>();
    private final Map<String, Handler<RoutingContext>> checked = new HashMap<>();
    private final Set<String> streams = new HashSet<>();
    private CallerBound bound = CallerBound.none();
    private int answeredLate;
    private Forwarding forwarding = Forwarding.DIRECT;
    private Function<Throwable, Optional<Problem>> explanation = failure -> Optional.empty();

    public Api(Contract contract, Authenticator authenticator) {
        this.contract = contract;
        this.authentication = new Authentication(authenticator);
        this.operations = contract.operations().stream().collect(Collectors.toMap(Operation::id, o -> o));
    }

    /**
     * Answers an operation. The handler may throw or fail with {@link Problem}; it is given up after
     * {@value CheckedHandler#DEADLINE_MS} ms.
     */
    public Api on(String operationId, Access access, Function<Call, Future<Reply>> handler) {
        Operation operation = claim(operationId, access);
        checked.put(operationId, new CheckedHandler(operation, CheckedHandler.answering(handler)));
        return this;
    }

    /** Answers an operation by writing to the request's response for as long as it likes: event streams. */
    public Api stream(String operationId, Access access, BiConsumer<Call, HttpServerRequest> handler) {
        Operation operation = claim(operationId, access);
        streams.add(operationId);
        checked.put(operationId, new CheckedHandler(operation, (ctx, call) -> {
            if (HttpMethod.HEAD.equals(ctx.request().method())) {
                Exchange.of(ctx).answer(Reply.empty(200));
            } else {
                handler.accept(call, ctx.request());
            }
        }));
        return this;
    }

    /**
     * Answers an operation that reads its own request, for speed: only the caller and the media type are checked. It reads the body with
     * {@link RequestBody#read} in the same turn, writes the response itself, and fails with
     * {@link RoutingContext#fail(Throwable)}.
     */
    public Api raw(String operationId, Access access, Handler<RoutingContext> handler) {
        Operation operation = claim(operationId, access);
        raw.put(operationId, ctx -> {
            if (operation.bodyRequired()) {
                RequestBody.requireJson(ctx.request());
            }
            handler.handle(ctx);
        });
        return this;
    }

    /**
     * Says which failures of handlers are no bugs: a database that is away is a 503. What it leaves empty is a 500.
     */
    public Api explaining(Function<Throwable, Optional<Problem>> explanation) {
        this.explanation = explanation;
        return this;
    }

    /** Says what a lane must show beside its key; nothing when not called. */
    public Api provingLanes(LaneProof proof) {
        authentication.proving(proof);
        return this;
    }

    /** Which proxies are believed when they say who a request comes from; none when not called. */
    public Api trusting(Networks proxies) {
        forwarding = new Forwarding(proxies);
        return this;
    }

    /** Counts wrong keys there, and slows who sends too many. */
    public Api counting(WrongKeys wrongKeys) {
        authentication.counting(wrongKeys);
        return this;
    }

    /** Where wrong keys are counted: for operations whose right is another secret in the body. */
    public WrongKeys wrongKeys() {
        return authentication.wrongKeys();
    }

    /** Who has signed in; nobody when not called. */
    public Api signingIn(People people) {
        authentication.signingIn(people);
        return this;
    }

    /** Bounds what one lane or key may ask; nothing when not called. */
    public Api bounding(CallerBound bound) {
        this.bound = bound;
        return this;
    }

    /** Whose key a raw request carries. Not for operations that are open to anyone. */
    public static Caller caller(RoutingContext ctx) {
        Caller caller = Exchange.of(ctx).caller();
        if (caller == null) {
            throw new IllegalStateException("an operation that is open to anyone has no caller");
        }
        return caller;
    }

    /** Answers a raw request. */
    public static void answer(RoutingContext ctx, Reply reply) {
        Exchange.of(ctx).answer(reply);
    }

    /** The id of a raw request. */
    public static String requestId(RoutingContext ctx) {
        return Exchange.of(ctx).requestId();
    }

    /** Throws when an operation of the contract has no handler: what is promised is there. */
    public Api requireAll() {
        TreeSet<String> missing = new TreeSet<>(operations.keySet());
        missing.removeAll(raw.keySet());
        missing.removeAll(checked.keySet());
        missing.remove(CONTRACT);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("operations without a handler: " + String.join(", ", missing));
        }
        return this;
    }

    /** The router; hot operations first. Operations without a handler are not there: 404. */
    public Handler<HttpServerRequest> router(Vertx vertx) {
        if (!raw.containsKey(CONTRACT) && !checked.containsKey(CONTRACT)) {
            on(CONTRACT, Access.ANYONE, call -> Future.succeededFuture(Reply.of(200, YAML, contract.text())));
        }
        Router router = Router.router(vertx);
        Failures failures = new Failures(contract, explanation);
        router.route().handler(ctx -> Exchange.open(ctx, forwarding)).failureHandler(failures::handle);
        List<Operation> order = new ArrayList<>(contract.operations());
        order.sort((a, b) -> Boolean.compare(raw.containsKey(b.id()), raw.containsKey(a.id())));
        for (Operation operation : order) {
            Handler<RoutingContext> handler = raw.getOrDefault(operation.id(), checked.get(operation.id()));
            if (handler != null) {
                mount(router, operation, handler);
            }
        }
        router.route().handler(failures::handleUnmatched);
        return request -> {
            if (hasReadablePath(request)) {
                router.handle(request);
            } else {
                Exchange.open(request, forwarding).answer(Problem.badRequest("The path is not one that HTTP allows."));
            }
        };
    }

    /** The router throws, out of reach of any failure handler, on a path that is none or has a broken escape. */
    private static boolean hasReadablePath(HttpServerRequest request) {
        String path = request.path();
        if (path == null || !path.startsWith("/")) {
            return false;
        }
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
            if (i + 2 >= path.length()
                    || Character.digit(path.charAt(i + 1), 16) < 0
                    || Character.digit(path.charAt(i + 2), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private void mount(Router router, Operation operation, Handler<RoutingContext> handler) {
        Route route = router.route(operation.method(), operation.route());
        if (operation.method().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
        route.handler(ctx -> {
            Exchange.of(ctx).is(operation.id());
            authentication.admit(ctx, operation, admitted -> {
                try {
                    count(admitted, operation);
                } catch (Problem tooMany) {
                    answerLate(admitted, tooMany);
                    return;
                }
                handler.handle(admitted);
            });
        });
    }

    /** Answered at once, whoever floods would send the next one at once; so a connection of his asks once a second. */
    private void answerLate(RoutingContext ctx, Problem tooMany) {
        if (answeredLate >= MOST_ANSWERED_LATE) {
            ctx.fail(tooMany);
            return;
        }
        answeredLate++;
        ctx.vertx().setTimer(LATE_MS, x -> {
            answeredLate--;
            ctx.fail(tooMany);
        });
    }

    /** A stream counts when it is asked for, not for as long as it lasts: streams have a bound of their own. */
    private void count(RoutingContext ctx, Operation operation) {
        Caller caller = Exchange.of(ctx).caller();
        if (caller == null && operation.method().equals(HttpMethod.POST)) {
            CallerBound.Use use = bound.enter(Exchange.of(ctx).client());
            ctx.addEndHandler(ended -> use.leave());
        } else if (caller != null) {
            CallerBound.Use use = bound.enter(caller);
            if (streams.contains(operation.id())) {
                use.leave();
            } else {
                ctx.addEndHandler(ended -> use.leave());
            }
        }
    }

    private Operation claim(String operationId, Access access) {
        Operation operation = operations.get(operationId);
        if (operation == null) {
            throw new IllegalArgumentException("the contract has no operation " + operationId);
        }
        if (!operation.access().equals(access)) {
            throw new IllegalArgumentException(
                    operationId + ": the contract says " + operation.access() + ", the handler " + access);
        }
        if (raw.containsKey(operationId) || checked.containsKey(operationId)) {
            throw new IllegalArgumentException(operationId + " has a handler already");
        }
        return operation;
    }
}
