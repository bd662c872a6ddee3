package parkgate.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parkgate.http.Api;
import parkgate.http.Caller;
import parkgate.http.Contract;
import parkgate.http.HttpDoor;

/**
 * The real contract and router on a free port, for the operations that a test mounts; keys are the words it gives. JSON
 * answers are held against the contract.
 */
public final class Door implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpDoor door;

    /**
     * Opens it.
     *
     * @param keys what a bearer token is worth
     */
    public Door(Vertx vertx, Map<String, Caller> keys, Consumer<Api> mount) {
        Api api = new Api(
                await(Contract.load(vertx)), token -> Future.succeededFuture(Optional.ofNullable(keys.get(token))));
        mount.accept(api);
        this.door = await(HttpDoor.open(vertx, HttpDoor.Address.plain("127.0.0.1", 0), api.router(vertx)));
    }

    /** A status and a JSON body. */
    public record Answer(int status, JsonObject body) {}

    /** Asks with a key; null: without. */
    public Answer get(String path, @Nullable String key) {
        return answer(request(path, key));
    }

    /** Sends JSON with a key. */
    public Answer post(String path, String key, JsonObject body) {
        return answer(request(path, key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    /** Asks for anything. */
    public <T> HttpResponse<T> get(String path, @Nullable String key, BodyHandler<T> handler, String... headers) {
        HttpRequest.Builder request = request(path, key);
        return send(headers.length == 0 ? request : request.headers(headers), handler);
    }

    public int port() {
        return door.port();
    }

    private HttpRequest.Builder request(String path, @Nullable String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    private static Answer answer(HttpRequest.Builder request) {
        HttpResponse<String> response = ContractedAnswers.check(send(request, BodyHandlers.ofString()));
        return new Answer(response.statusCode(), new JsonObject(response.body()));
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The result, within half a minute. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Override
    public void close() {
        await(door.close(0));
    }
}
