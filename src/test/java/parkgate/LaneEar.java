package parkgate;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import parkgate.testing.Await;

/** A lane that listens for commands at one instance. */
final class LaneEar implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final List<Event> heard = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /** Something that the lane was told. */
    record Event(String name, JsonObject data) {}

    LaneEar(String url, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/lane/commands"))
                .header("Authorization", "Bearer " + key)
                .build();
        response = HTTP.sendAsync(request, BodyHandlers.ofInputStream()).join();
        if (response.statusCode() != 200) {
            throw new AssertionError("not let in: " + response.statusCode());
        }
        Thread reader = new Thread(this::read, "a lane's ear");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    heard.add(new Event(name, new JsonObject(line.substring(6))));
                }
            }
        } catch (IOException gone) {
            // as over as one that ended well
        } finally {
            over = true;
        }
    }

    /** All that it was told under this name. */
    List<JsonObject> heard(String name) {
        return heard.stream()
                .filter(each -> each.name().equals(name))
                .map(Event::data)
                .toList();
    }

    /** Waits until it was told so often. */
    List<JsonObject> awaits(String name, int times) {
        Await.until(() -> heard(name).size() >= times);
        return heard(name);
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
