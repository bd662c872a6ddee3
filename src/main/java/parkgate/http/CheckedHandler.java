package parkgate.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import parkgate.http.Problem.FieldError;

/** Reads a request, holds it against the contract, and hands on what passed. */
final class CheckedHandler implements Handler<RoutingContext> {
    /** How long a handler may take, ms. */
    static final long DEADLINE_MS = 20_000;

    private final Operation operation;
    private final BiConsumer<RoutingContext, Call> then;

    CheckedHandler(Operation operation, BiConsumer<RoutingContext, Call> then) {
        this.operation = operation;
        this.then = then;
    }

    /** Writes what a handler replies. */
    static BiConsumer<RoutingContext, Call> answering(Function<Call, Future<Reply>> handler) {
        return (ctx, call) -> handler.apply(call)
                .timeout(DEADLINE_MS, TimeUnit.MILLISECONDS)
                .onSuccess(Exchange.of(ctx)::answer)
                .onFailure(failure -> ctx.fail(failure instanceof TimeoutException ? tooLong() : failure));
    }

    @Override
    public void handle(RoutingContext ctx) {
        if (!mayHaveBody(ctx.request())) {
            run(ctx, Buffer.buffer());
            return;
        }
        RequestBody.read(ctx.request()).onSuccess(body -> run(ctx, body)).onFailure(ctx::fail);
    }

    private void run(RoutingContext ctx, Buffer body) {
        try {
            then.accept(ctx, call(ctx, body));
        } catch (RuntimeException failure) {
            ctx.fail(failure);
        }
    }

    private Call call(RoutingContext ctx, Buffer bytes) {
        List<FieldError> errors = new ArrayList<>();
        Map<String, String> path = path(ctx, errors);
        Map<String, String> query = query(ctx, errors);
        if (bytes.length() > 0 && operation.body() != null) {
            RequestBody.requireJson(ctx.request());
        }
        JsonObject body = body(bytes, errors);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        Exchange exchange = Exchange.of(ctx);
        return new Call(
                ctx.request(),
                new Call.From(exchange.requestId(), exchange.client(), exchange.isSecure()),
                exchange.caller(),
                path,
                query,
                body);
    }

    private Map<String, String> path(RoutingContext ctx, List<FieldError> errors) {
        Map<String, String> values = new HashMap<>();
        for (Parameter parameter : operation.parameters()) {
            if (parameter.in() == Location.PATH) {
                String value = ctx.pathParam(parameter.name());
                errors.addAll(parameter.errorsOf(value));
                values.put(parameter.name(), value);
            }
        }
        return values;
    }

    private Map<String, String> query(RoutingContext ctx, List<FieldError> errors) {
        Map<String, String> values = new HashMap<>();
        MultiMap sent = ctx.queryParams();
        for (Parameter parameter : operation.parameters()) {
            if (parameter.in() == Location.QUERY) {
                String value = sent.get(parameter.name());
                errors.addAll(parameter.errorsOf(value));
                if (value != null) {
                    values.put(parameter.name(), value);
                }
            }
        }
        for (String name : sent.names()) {
            if (!values.containsKey(name)) {
                if (operation.access().open()) {
                    continue; // probes and links to pages bring parameters of their own
                }
                errors.add(new FieldError(FieldName.shown(name), "is not a known parameter"));
            } else if (sent.getAll(name).size() > 1) {
                errors.add(new FieldError(name, "stands there twice"));
            }
        }
        return values;
    }

    private JsonObject body(Buffer bytes, List<FieldError> errors) {
        if (bytes.length() == 0 && !operation.bodyRequired()) {
            return new JsonObject();
        }
        JsonObject body = JsonBody.parse(bytes);
        errors.addAll(operation.errorsOf(body));
        return body;
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0"))
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || (request.version() == HttpVersion.HTTP_2 && !request.isEnded());
    }

    private static Problem tooLong() {
        return Problem.unavailable("timed-out", "It took too long", 1)
                .detail("Whether it happened is not known here; read before sending it again.");
    }
}
