package parkgate.load.city;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The service's office: what a load needs made, through the API as anybody would. */
public final class Office implements AutoCloseable {
    /** Requests under way at once: enough to keep the service busy, and no load test of its own. */
    private static final int AT_ONCE = 32;

    private static final long PATIENCE_MS = 60_000;

    private final HttpClient client;
    private final int port;
    private final String adminKey;

    /** {@code adminKey}: whose everything is allowed. */
    public Office(Vertx vertx, int port, String adminKey) {
        this.client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(AT_ONCE));
        this.port = port;
        this.adminKey = adminKey;
    }

    /** Fails where the answer's status is no success. */
    public Future<JsonObject> get(String path) {
        return send(HttpMethod.GET, path, null);
    }

    Future<JsonObject> put(String path, JsonObject body) {
        return send(HttpMethod.PUT, path, body);
    }

    public Future<JsonObject> post(String path, JsonObject body) {
        return send(HttpMethod.POST, path, body);
    }

    private Future<JsonObject> send(HttpMethod method, String path, @Nullable JsonObject body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setTimeout(PATIENCE_MS)
                .putHeader("authorization", "Bearer " + adminKey)
                .putHeader("content-type", "application/json");
        return client.request(options)
                .compose(request -> body == null ? request.send() : request.send(body.toBuffer()))
                .compose(response ->
                        response.body().map(text -> json(method + " " + path, response.statusCode(), text)));
    }

    private static JsonObject json(String asked, int status, Buffer text) {
        if (status >= 300) {
            throw new IllegalStateException(asked + ": " + status + " " + text);
        }
        return text.toJsonObject();
    }

    /** Does this for each, some at a time; the results in the order of {@code of}. */
    public <T, R> Future<List<R>> each(List<T> of, Function<T, Future<R>> doing) {
        List<R> results = new ArrayList<>();
        of.forEach(x -> results.add(null));
        Iterator<Integer> rest = java.util.stream.IntStream.range(0, of.size()).iterator();
        List<Future<Void>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(AT_ONCE, of.size()); i++) {
            workers.add(work(of, doing, results, rest));
        }
        return Future.all(workers).map(x -> results);
    }

    private <T, R> Future<Void> work(
            List<T> of, Function<T, Future<R>> doing, List<R> results, Iterator<Integer> rest) {
        if (!rest.hasNext()) {
            return Future.succeededFuture();
        }
        int i = rest.next();
        return doing.apply(of.get(i)).compose(result -> {
            results.set(i, result);
            return work(of, doing, results, rest);
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
