package parkgate.load.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The service's own {@code /metrics}, read from outside; blocks. */
public final class Metrics {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;

    public Metrics(int port) {
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    /** What it says now; empty where the service does not answer. */
    public String text() {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** The sum of a meter's series whose labels have this text in them; NaN where there is none. */
    public static double sum(String text, String meter, String label) {
        double[] values = text.lines()
                .filter(line -> line.startsWith(meter + " ") || (line.startsWith(meter + "{") && line.contains(label)))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        double sum = values.length == 0 ? Double.NaN : 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
