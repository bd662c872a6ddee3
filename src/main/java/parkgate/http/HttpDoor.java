package parkgate.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The open port. What reaches it and is not HTTP gets a problem document too, never a closed connection. */
public final class HttpDoor {
    /** Where nothing else is said. */
    private static final int MAX_CONNECTIONS = 10_000;

    /** So long a client may leave answers unread that it asked for before. */
    private static final long READ_MS = 30_000;

    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_HEADERS_BYTES = 8192;
    private static final String HTTP_1_DECODER = "httpDecoder";
    private static final int MAX_CONCURRENT_STREAMS = 256;

    /** A connection on which nothing happens for so long is closed; event streams send a comment before that. */
    public static final int IDLE_SECONDS = 60;

    private final HttpServer server;

    private HttpDoor(HttpServer server) {
        this.server = server;
    }

    /**
     * Where to listen.
     *
     * @param port 0: any free one
     * @param tls null: without TLS
     */
    public record Address(String host, int port, @Nullable ServerSSLOptions tls) {
        /** Without TLS. */
        public static Address plain(String host, int port) {
            return new Address(host, port, null);
        }
    }

    /** Opens the door on the caller's event loop. */
    public static Future<HttpDoor> open(Vertx vertx, Address address, Handler<HttpServerRequest> router) {
        return open(vertx, address, new ConnectionBound(MAX_CONNECTIONS, MAX_CONNECTIONS, all -> true), router);
    }

    /** The same, for so many connections. */
    public static Future<HttpDoor> open(
            Vertx vertx, Address address, ConnectionBound bound, Handler<HttpServerRequest> router) {
        return open(vertx, address, bound, StrictDecoder.Pace.DEFAULT, router);
    }

    static Future<HttpDoor> open(
            Vertx vertx,
            Address address,
            ConnectionBound bound,
            StrictDecoder.Pace pace,
            Handler<HttpServerRequest> router) {
        HttpServerOptions options = options(address);
        return vertx.createHttpServer(options)
                .requestHandler(request -> onceRead(vertx, request, router))
                .invalidRequestHandler(HttpDoor::refuse)
                .connectionHandler(connection -> {
                    bound.watch(((ConnectionBase) connection).channel());
                    readStrictly(connection, new StrictDecoder(options, pace));
                })
                .listen(address.port(), address.host())
                .map(HttpDoor::new);
    }

    /** The port that is open. */
    public int port() {
        return server.actualPort();
    }

    /** From now on connections are made with these; those that are there go on. */
    public Future<Boolean> renew(ServerSSLOptions tls) {
        return server.updateSSLOptions(tls, true);
    }

    /** Takes no more connections, lets what is in flight be answered for at most so long, and closes. */
    public Future<Void> close(long graceMs) {
        return server.shutdown(graceMs, TimeUnit.MILLISECONDS);
    }

    /** Who sends requests and does not read their answers gets no more of them: what it left would fill the memory. */
    private static void onceRead(Vertx vertx, HttpServerRequest request, Handler<HttpServerRequest> router) {
        HttpServerResponse response = request.response();
        if (!response.writeQueueFull()) {
            router.handle(request);
            return;
        }
        request.pause();
        long timer = vertx.setTimer(READ_MS, late -> Hangup.on(request.connection()));
        response.drainHandler(read -> {
            response.drainHandler(null);
            vertx.cancelTimer(timer);
            router.handle(request);
            request.resume();
        });
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    /** In the turn in which the connection is handed over: nothing was read from it yet. */
    private static void readStrictly(HttpConnection connection, StrictDecoder decoder) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(HTTP_1_DECODER) != null) {
            pipeline.replace(HTTP_1_DECODER, HTTP_1_DECODER, decoder);
        }
    }

    private static HttpServerOptions options(Address address) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADERS_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false)
                // WebSocket is not spoken here; each request would pass its handlers.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
        options.getInitialSettings().setMaxConcurrentStreams(MAX_CONCURRENT_STREAMS);
        ServerSSLOptions tls = address.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(tls.getKeyCertOptions())
                    .setTrustOptions(tls.getTrustOptions())
                    .setClientAuth(tls.getClientAuth())
                    .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
                    // A handshake costs milliseconds, which the event loop has not.
                    .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true));
            tls.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
        }
        return options;
    }

    private static void refuse(HttpServerRequest request) {
        Exchange.open(request, Forwarding.DIRECT)
                .answer(refusal(request.decoderResult().cause()).closing());
    }

    private static Problem refusal(@Nullable Throwable cause) {
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof TooLongFrameException tooLong) {
            String message = String.valueOf(tooLong.getMessage());
            return message.contains("line")
                    ? Problem.of(414, "uri-too-long", "The request line is too long")
                    : Problem.of(431, "headers-too-large", "The headers are too large");
        }
        return Problem.badRequest("The request line or a header is malformed.");
    }
}
