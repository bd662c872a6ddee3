package parkgate.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One request and its answer: the id, the headers that every answer gets, the log line. The log names the operation
 * and the key's public part; never a path, a query or a body, which may hold what is nobody's business.
 */
final class Exchange {
    /** How long a connection that we end stays open, ms: closed at once, its answer could be lost on the way. */
    private static final long LINGER_MS = 1000;

    /** An answer longer than this must be taken by its client within {@value #TAKE_MS} ms, and a second more for each 16 KiB. */
    private static final int LARGE_BYTES = 65_536;

    private static final long TAKE_MS = 60_000;
    private static final int BYTES_A_SECOND = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger("parkgate.http.access");
    private static final String KEY = "parkgate.exchange";

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");

    private final Forwarding forwarding;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String requestId;
    private final long startNanos = System.nanoTime();
    private String operationId = "-";
    private @Nullable Caller caller;

    private Exchange(HttpServerRequest request, Forwarding forwarding) {
        this.forwarding = forwarding;
        this.request = request;
        this.response = request.response();
        this.requestId = RequestId.of(request);
    }

    /** Of a request that came in just now. */
    static Exchange open(HttpServerRequest request, Forwarding forwarding) {
        Exchange exchange = new Exchange(request, forwarding);
        exchange.response.putHeader(REQUEST_ID, exchange.requestId);
        SecurityHeaders.everywhere(exchange.response.headers(), forwarding.isSecure(request));
        return exchange;
    }

    /** First handler of every request. */
    static void open(RoutingContext ctx, Forwarding forwarding) {
        ctx.put(KEY, open(ctx.request(), forwarding));
        ctx.next();
    }

    static Exchange of(RoutingContext ctx) {
        if (ctx.get(KEY) == null) {
            ctx.put(KEY, open(ctx.request(), Forwarding.DIRECT)); // refused before the first handler: it names no host
        }
        return ctx.get(KEY);
    }

    String requestId() {
        return requestId;
    }

    @Nullable
    Caller caller() {
        return caller;
    }

    /** The client's address, where a trusted proxy speaks for it its own. Not for the log. */
    String client() {
        return forwarding.client(request);
    }

    /** Whether nobody on the way could read the request. */
    boolean isSecure() {
        return forwarding.isSecure(request);
    }

    void known(@Nullable Caller who) {
        this.caller = who;
    }

    void is(String operation) {
        this.operationId = operation;
    }

    void answer(Reply reply) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        if (reply.headers().getOrDefault("Content-Type", "").startsWith("text/html")) {
            SecurityHeaders.page(response.headers());
        }
        reply.headers().forEach(response::putHeader);
        if (!reply.cookies().isEmpty()) {
            response.putHeader("Set-Cookie", reply.cookies());
        }
        end(reply.body());
        log(reply.status());
    }

    void answer(Problem problem) {
        if (response.headWritten()) {
            // Too late to say it: an event stream has begun.
            if (!response.ended()) {
                Hangup.on(request);
            }
        } else if (!response.closed()) {
            response.setStatusCode(problem.status());
            problem.headers().forEach(response::putHeader);
            response.putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON);
            response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
            end(problem.document(requestId).toBuffer());
            if (problem.closes()) {
                closeSoon();
            }
        }
        log(problem.status());
    }

    private void end(Buffer body) {
        if (HttpMethod.HEAD.equals(request.method())) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response.end();
        } else {
            Future<Void> sent = response.end(body);
            if (body.length() > LARGE_BYTES) {
                closeUnlessTaken(sent, TAKE_MS + body.length() / BYTES_A_SECOND * 1_000L);
            }
        }
    }

    /** Who reads a byte now and then would hold a large answer in memory for as long as it likes. */
    private void closeUnlessTaken(Future<Void> sent, long patienceMs) {
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setTimer(patienceMs, late -> Hangup.on(request.connection()));
        sent.onComplete(done -> vertx.cancelTimer(timer));
    }

    private void closeSoon() {
        Vertx.currentContext().owner().setTimer(LINGER_MS, ignored -> request.connection()
                .close());
    }

    private void log(int status) {
        Caller who = caller;
        // Probes and the page's readers come each second and change nothing; whoever is slowed down comes in floods.
        boolean dull = status == 429 || (who == null && status < 400 && HttpMethod.GET.equals(request.method()));
        LOG.atLevel(dull ? Level.DEBUG : Level.INFO)
                .addKeyValue("requestId", requestId)
                .addKeyValue("operation", operationId)
                .addKeyValue("status", status)
                .addKeyValue("key", who == null ? "-" : who.keyId())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos))
                .log("request");
    }
}
