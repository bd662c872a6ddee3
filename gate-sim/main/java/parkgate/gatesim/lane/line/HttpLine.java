package parkgate.gatesim.lane.line;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The service over HTTP/1.1. A request that is not answered in time is cut off, wherever it hangs. */
public final class HttpLine implements Line {
    /** Connecting takes one round trip, in an outage for ever. */
    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** A pack with 50,000 rights has some 12 MB. */
    private static final int LONGEST_ANSWER = 32 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;
    private final String key;
    private final HttpClient http;

    /**
     * A line.
     *
     * @param key the lane's
     * @param tls null for the JDK's own authorities
     */
    public HttpLine(URI service, String key, @Nullable SSLContext tls) {
        this.service = service;
        this.key = key;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        this.http = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    @Override
    public LineReply call(
            String method, String path, @Nullable JsonNode body, Map<String, String> headers, Duration within)
            throws IOException {
        HttpRequest.Builder request = request(path, within);
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        }
        HttpResponse<byte[]> response =
                await(http.sendAsync(request.build(), info -> new BoundedBody(LONGEST_ANSWER)), within);
        String retryAfter = response.headers().firstValue("Retry-After").orElse("0");
        return new LineReply(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("ETag").orElse(""),
                retryAfter.matches("\\d{1,4}") ? Long.parseLong(retryAfter) : 0);
    }

    @Override
    public Closing stream(String path, BlockingQueue<String> into, Duration within) throws IOException {
        HttpRequest request =
                request(path, within).header("Accept", "text/event-stream").build();
        QueuedLines lines = new QueuedLines(into);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        CompletableFuture<HttpResponse<Void>> whole = http.sendAsync(request, info -> {
            status.complete(info.statusCode());
            return info.statusCode() == 200
                    ? BodyHandlers.fromLineSubscriber(lines).apply(info)
                    : HttpResponse.BodySubscribers.replacing(null);
        });
        CompletableFuture<Void> failing = whole.handle((response, trouble) -> {
            if (trouble != null) {
                status.completeExceptionally(trouble);
            }
            return null;
        });
        int answered = await(status, within);
        if (answered != 200) {
            throw new IOException("status " + answered);
        }
        return () -> {
            lines.cancel();
            whole.cancel(true);
            failing.cancel(true);
        };
    }

    private HttpRequest.Builder request(String path, Duration within) {
        return HttpRequest.newBuilder(service.resolve(path)).timeout(within).header("Authorization", "Bearer " + key);
    }

    private static <T> T await(CompletableFuture<T> answer, Duration within) throws IOException {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + within.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }
}
