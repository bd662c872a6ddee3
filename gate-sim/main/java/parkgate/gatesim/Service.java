package parkgate.gatesim;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options that name the service and the admin key for it. */
final class Service {
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
