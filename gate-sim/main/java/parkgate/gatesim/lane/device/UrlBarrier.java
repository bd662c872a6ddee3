package parkgate.gatesim.lane.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A barrier that is raised by HTTP: a POST, why in its body as JSON; any status of 2xx is done. */
public final class UrlBarrier implements Barrier {
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI hook;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(WITHIN)
            .build();

    public UrlBarrier(URI hook) {
        this.hook = hook;
    }

    @Override
    public void open(Map<String, String> why) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(hook)
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(why)))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new IOException("the barrier's hook answered " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }
}
