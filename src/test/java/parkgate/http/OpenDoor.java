package parkgate.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A service's door on a free port, with the handlers that a test gives it, and a client that knocks. */
public final class OpenDoor {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpDoor door;

    /** What a test hands in. */
    public interface Handlers {
        void on(Vertx vertx, Api api);
    }

    public OpenDoor(Authenticator authenticator, Handlers handlers) throws Exception {
        this(authenticator, StrictDecoder.Pace.DEFAULT, new ConnectionBound(1000, 1000, all -> true), handlers);
    }

    OpenDoor(Authenticator authenticator, StrictDecoder.Pace pace, ConnectionBound bound, Handlers handlers)
            throws Exception {
        Api api = new Api(await(Contract.load(vertx)), authenticator);
        handlers.on(vertx, api);
        door = await(HttpDoor.open(vertx, HttpDoor.Address.plain("127.0.0.1", 0), bound, pace, api.router(vertx)));
    }

    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Writes these bytes on one connection and reads until the door closes it. */
    String bytes(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    String text(String request) throws IOException {
        return bytes(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static JsonObject problem(HttpResponse<String> response, int status, String slug) {
        JsonObject document = new JsonObject(response.body());
        boolean right = response.statusCode() == status
                && document.getInteger("status") == status
                && document.getString("type").equals("/problems/" + slug)
                && response.headers().firstValue("content-type").orElse("").equals("application/problem+json")
                && document.getString("requestId")
                        .equals(response.headers().firstValue("x-request-id").orElse(""));
        if (!right) {
            throw new AssertionError("expected " + status + " " + slug + ", got " + response + " " + response.headers()
                    + " " + response.body());
        }
        return document;
    }

    public void close() throws Exception {
        await(door.close(1000));
        await(vertx.close());
    }
}
