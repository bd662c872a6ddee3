package parkgate.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a request's body, at most {@value #MAX_BYTES} bytes where the operation does not say otherwise. A longer one is read to its end and dropped, so that
 * the sender lives to see the 413; one that does not end within {@value #MAX_DROPPED_BYTES} bytes is answered and the
 * connection closed. A body that trickles in for longer than {@value #DEADLINE_MS} ms is a 408.
 */
public final class RequestBody {
    public static final int MAX_BYTES = 65_536;
    static final long MAX_DROPPED_BYTES = 16L << 20;
    static final long DEADLINE_MS = 10_000;

    private final HttpServerRequest request;
    private final int maxBytes;
    private final Promise<Buffer> whole = Promise.promise();
    private final long declaredBytes;
    private @Nullable Buffer taken;
    private long seenBytes;
    private boolean settled;
    private @Nullable Vertx timers;
    private long timer;

    private RequestBody(HttpServerRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.declaredBytes = declared(request);
    }

    /**
     * The body, empty when there is none. Call it in the turn in which the request was handed over.
     *
     * @return fails with {@link Problem} 400, 408 or 413
     */
    public static Future<Buffer> read(HttpServerRequest request) {
        return read(request, MAX_BYTES);
    }

    /** The same for an operation whose bodies may be longer or must be shorter. */
    public static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        RequestBody body = new RequestBody(request, maxBytes);
        body.start();
        return body.whole.future();
    }

    /**
     * Goes on when the body is said to be JSON.
     *
     * @throws Problem 415, when it is said to be anything else, or nothing is said
     */
    static void requireJson(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null) {
            String plain = type.replace(" ", "").toLowerCase(Locale.ROOT);
            if (plain.equals("application/json") || plain.equals("application/json;charset=utf-8")) {
                return;
            }
        }
        throw Problem.of(415, "unsupported-media-type", "The body must be application/json");
    }

    private static long declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException leftToTheDecoder) {
            return -1;
        }
    }

    private void start() {
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            if (declaredBytes > maxBytes) {
                fail(tooLarge().closing());
                return;
            }
            if (request.version() != HttpVersion.HTTP_1_0) {
                request.response().writeContinue();
            }
        }
        request.handler(this::take)
                .endHandler(ignored -> end())
                .exceptionHandler(cut -> fail(cut instanceof Problem said ? said : brokenOff()));
        // A whole body mostly comes with its head: then it is here before this runs.
        Vertx.currentContext().runOnContext(ignored -> {
            if (!settled) {
                startTimer();
            }
        });
    }

    private void take(Buffer chunk) {
        seenBytes += chunk.length();
        if (seenBytes > maxBytes) {
            taken = null;
            if (seenBytes > MAX_DROPPED_BYTES) {
                fail(tooLarge().closing());
                return;
            }
        } else {
            taken = taken == null ? chunk : taken.appendBuffer(chunk);
        }
    }

    private void end() {
        if (seenBytes > maxBytes) {
            fail(tooLarge());
        } else if (settle()) {
            whole.complete(taken == null ? Buffer.buffer() : taken);
        }
    }

    private void fail(Throwable cause) {
        if (settle()) {
            whole.fail(cause);
        }
    }

    private boolean settle() {
        if (settled) {
            return false;
        }
        settled = true;
        if (timers != null) {
            timers.cancelTimer(timer);
        }
        return true;
    }

    private void startTimer() {
        Context context = Vertx.currentContext();
        timers = context.owner();
        timer = timers.setTimer(DEADLINE_MS, ignored -> fail(tooSlow().closing()));
    }

    private Problem tooLarge() {
        return Problem.of(413, "too-large", "The body is too large")
                .detail("A body has at most " + maxBytes + " bytes.");
    }

    private static Problem brokenOff() {
        return Problem.badRequest("The body is not framed as HTTP has it.").closing();
    }

    private static Problem tooSlow() {
        return Problem.of(408, "too-slow", "The body did not arrive in time");
    }
}
