package parkgate.gatesim;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import parkgate.gatesim.api.ParkgateClient;
import parkgate.gatesim.api.Patience;
import parkgate.gatesim.api.Unanswered;
import picocli.CommandLine.Option;

/** Options that name the service and the admin key for it. */
final class Service {
    private static final Patience FIRST_ANSWER =
            new Patience(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofSeconds(1));

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            paramLabel = "URL",
            description = "The running service (default: ${DEFAULT-VALUE}).")
    URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--admin-key-file",
            defaultValue = "data/admin.key",
            paramLabel = "FILE",
            description = "File with an admin key, as the service's first start wrote it (default: ${DEFAULT-VALUE}).")
    Path adminKeyFile = Path.of("data/admin.key");

    /**
     * A client of the service, which answers.
     *
     * @throws IOException when nothing does within some seconds: an outage in the middle of a run is waited out, a wrong
     *     address or a service that was never started is not
     */
    ParkgateClient client() throws IOException {
        ParkgateClient client = new ParkgateClient(url);
        try {
            client.send("GET", "/health/live", null, null, FIRST_ANSWER);
            return client;
        } catch (Unanswered e) {
            throw new IOException(
                    url + ": nothing answers; does the service run there? --url names another address", e);
        }
    }

    String adminKey() throws IOException {
        return key(adminKeyFile);
    }

    /** The key in a file: one line. */
    static String key(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file; --admin-key-file or --lane-key-file names one with a key");
        }
        String key = Files.readString(file).strip();
        if (key.isEmpty() || key.contains("\n")) {
            throw new IOException(file + ": expected one line, a key");
        }
        return key;
    }
}
