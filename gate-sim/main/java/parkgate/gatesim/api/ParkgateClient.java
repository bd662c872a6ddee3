package parkgate.gatesim.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one service. A request that got no answer, or a 503, is sent again as long as its {@link Patience} lasts:
 * that is safe only for requests that the contract lets a client repeat.
 */
public final class ParkgateClient {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Longer than the service's own deadlines, so that it answers first. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final URI service;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final LongAdder lost = new LongAdder();
    private final LongAdder asked = new LongAdder();

    public ParkgateClient(URI service) {
        this.service = service;
    }

    /** Attempts that got no answer: refused, cut off, or too late. */
    public long unanswered() {
        return lost.sum();
    }

    /** Answers that asked to be asked again. */
    public long putOff() {
        return asked.sum();
    }

    /**
     * Sends a request until it is answered.
     *
     * @param key the bearer key, null where the call needs none
     * @param body JSON, null for none
     * @throws Unanswered when the patience is over
     */
    public Reply send(String method, String path, @Nullable String key, @Nullable JsonNode body, Patience patience) {
        HttpRequest request = request(method, path, key, body);
        long giveUp = System.nanoTime() + patience.whole().toNanos();
        for (int attempt = 1; ; attempt++) {
            String trouble;
            long retryAfter = 0;
            try {
                Reply reply = once(request);
                if (!reply.asksAgain()) {
                    return reply.after(attempt);
                }
                asked.increment();
                retryAfter = reply.retryAfterSeconds();
                trouble = "status " + reply.status() + " "
                        + reply.body().path("type").asText("");
            } catch (IOException e) {
                lost.increment();
                trouble = e.toString();
            }
            long waitMs = patience.waitMs(attempt, retryAfter);
            if (System.nanoTime() + Duration.ofMillis(waitMs).toNanos() > giveUp) {
                throw new Unanswered(method + " " + path, attempt, trouble);
            }
            sleep(waitMs);
        }
    }

    private Reply once(HttpRequest request) throws IOException {
        try {
            long start = System.nanoTime();
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    json(response.body()),
                    retryAfterSeconds(response),
                    1,
                    System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(e);
        }
    }

    private HttpRequest request(String method, String path, @Nullable String key, @Nullable JsonNode body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).timeout(ANSWER);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body == null) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        try {
            return request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("body is not JSON", e);
        }
    }

    private static JsonNode json(byte[] body) throws IOException {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("the answer is not JSON", e);
        }
    }

    private static long retryAfterSeconds(HttpResponse<?> response) {
        String text = response.headers().firstValue("Retry-After").orElse("0");
        return text.matches("\\d{1,4}") ? Long.parseLong(text) : 0;
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(e);
        }
    }
}
