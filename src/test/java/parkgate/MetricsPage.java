package parkgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What an instance says on {@code /metrics}. */
final class MetricsPage {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String url;

    MetricsPage(String url) {
        this.url = url;
    }

    /** The value of a series, named with its tags as the page has it; empty where there is none. */
    String value(String series) {
        return text().lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(series.length() + 1))
                .findFirst()
                .orElse("");
    }

    private String text() {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
