package parkgate.http;

import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The open port. What reaches it and is not HTTP gets a problem document too, never a closed connection. */
public final class HttpDoor {
    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_HEADERS_BYTES = 8192;
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
     * @param tlsCertificate PEM file; null: without TLS
     * @param tlsKey PEM file; null: without TLS
     */
    public record Address(
            String host,
            int port,
            @Nullable Path tlsCertificate,
            @Nullable Path tlsKey) {
        /** Without TLS. */
        public static Address plain(String host, int port) {
            return new Address(host, port, null, null);
        }
    }

    /** Opens the door on the caller's event loop. */
    public static Future<HttpDoor> open(Vertx vertx, Address address, Handler<HttpServerRequest> router) {
        return vertx.createHttpServer(options(address))
                .requestHandler(router)
                .invalidRequestHandler(HttpDoor::refuse)
                .listen(address.port(), address.host())
                .map(HttpDoor::new);
    }

    /** The port that is open. */
    public int port() {
        return server.actualPort();
    }

    /** Takes no more connections, lets what is in flight be answered for at most so long, and closes. */
    public Future<Void> close(long graceMs) {
        return server.shutdown(graceMs, TimeUnit.MILLISECONDS);
    }

    private static HttpServerOptions options(Address address) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADERS_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
        options.getInitialSettings().setMaxConcurrentStreams(MAX_CONCURRENT_STREAMS);
        Path certificate = address.tlsCertificate();
        Path key = address.tlsKey();
        if (certificate != null && key != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(certificate.toString())
                            .addKeyPath(key.toString()));
        }
        return options;
    }

    private static void refuse(HttpServerRequest request) {
        Exchange.open(request).answer(refusal(request.decoderResult().cause()).closing());
    }

    private static Problem refusal(@Nullable Throwable cause) {
        if (cause instanceof TooLongFrameException tooLong) {
            String message = String.valueOf(tooLong.getMessage());
            return message.contains("line")
                    ? Problem.of(414, "uri-too-long", "The request line is too long")
                    : Problem.of(431, "headers-too-large", "The headers are too large");
        }
        return Problem.badRequest("The request line or a header is malformed.");
    }
}
