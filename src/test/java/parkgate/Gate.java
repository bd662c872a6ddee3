package parkgate;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP with one instance, as a lane or an operator's program does. */
final class Gate {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;

    Gate(String url) {
        this.url = url;
    }

    /** A status, a JSON body, and after how many seconds to ask again; -1: not said. */
    record Answer(int status, JsonObject body, long retryAfterS) {
        /** A text of the body; empty where there is none. */
        String text(String field) {
            return body.getString(field, "");
        }

        boolean granted() {
            return status == 200 && text("decision").equals("GRANTED");
        }

        /** The reason of a decision; the status where nothing was decided. */
        String reason() {
            return status == 200 ? text("reason") : Integer.toString(status);
        }
    }

    Answer get(String path, String key) {
        return ask("GET", path, key, null).join();
    }

    Answer put(String path, String key, JsonObject body) {
        return ask("PUT", path, key, body).join();
    }

    Answer post(String path, String key, JsonObject body) {
        return posting(path, key, body).join();
    }

    Answer post(String path, String key) {
        return ask("POST", path, key, null).join();
    }

    /** With one more header. */
    Answer post(String path, String key, JsonObject body, String header, String value) {
        return ask("POST", path, key, body, header, value).join();
    }

    Answer delete(String path, String key) {
        return ask("DELETE", path, key, null).join();
    }

    CompletableFuture<Answer> posting(String path, String key, JsonObject body) {
        return ask("POST", path, key, body);
    }

    private CompletableFuture<Answer> ask(
            String method, String path, String key, @Nullable JsonObject body, String... headers) {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key)
                .method(method, content);
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Gate::answer);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body()),
                response.headers().firstValueAsLong("Retry-After").orElse(-1));
    }
}
