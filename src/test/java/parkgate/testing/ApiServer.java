package parkgate.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import parkgate.http.Api;
import parkgate.http.Caller;
import parkgate.http.Contract;

/** The contract's router on a free port, with the operations that a test mounts and the keys that it names. */
public final class ApiServer implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Caller> keys = new ConcurrentHashMap<>(Map.of("admin", Caller.admin("admin")));

    /** An answer: its status, its JSON (empty when it has none), and its headers. */
    public record Answer(int status, JsonObject json, Map<String, String> headers) {}

    public ApiServer(Vertx vertx, Consumer<Api> mount) {
        Api api = new Api(
                Await.result(Contract.load(vertx)),
                token -> Future.succeededFuture(Optional.ofNullable(keys.get(token))));
        mount.accept(api);
        server = Await.result(
                vertx.createHttpServer().requestHandler(api.router(vertx)).listen(0, "127.0.0.1"));
    }

    /** From now on {@code token} is this caller's key; {@code admin} is one from the start. */
    public void key(String token, Caller caller) {
        keys.put(token, caller);
    }

    /** Sends a request with an admin key. */
    public Answer send(String method, String path, JsonObject body) {
        return send("admin", method, path, body);
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param body not sent when empty
     * @param headers names and values in turn
     */
    public Answer send(String token, String method, String path, JsonObject body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("Authorization", "Bearer " + token);
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body.encode()));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answer(request);
    }

    /** Posts a text of that type. */
    public Answer sendText(String token, String path, String type, String text) {
        return answer(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> got = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> seen = new ConcurrentHashMap<>();
            got.headers().map().forEach((name, values) -> seen.put(name, values.get(0)));
            return new Answer(
                    got.statusCode(), got.body().isEmpty() ? new JsonObject() : new JsonObject(got.body()), seen);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** Reads with an admin key. */
    public Answer get(String path) {
        return send("admin", "GET", path, new JsonObject());
    }

    @Override
    public void close() {
        Await.result(server.close());
    }
}
