package parkgate.faults;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parkgate.embedded.ServerPrograms;

/** An instance of the service as a process. */
final class Instance extends Proc {
    private final Path folder;
    private final Map<String, String> environment;
    private final int port = ServerPrograms.freePort();
    private volatile String classPath;
    private volatile long clockOffsetMs;

    /**
     * @param classPath where its classes are; what stands first wins
     * @param environment settings as {@code PARKGATE_…}
     */
    Instance(String name, Path folder, String classPath, Map<String, String> environment) {
        super(name);
        this.folder = folder;
        this.classPath = classPath;
        this.environment = new HashMap<>(environment);
        this.environment.put("PARKGATE_HTTP_PORT", Integer.toString(port));
        this.environment.put("PARKGATE_DATA_DIR", folder.resolve("data").toString());
        this.environment.put("PARKGATE_DEMO", "false");
    }

    /** From its next start on its clock goes so much ahead; behind when negative. */
    void clockOffset(long ms) {
        clockOffsetMs = ms;
    }

    /** From its next start on its classes are there. */
    void classPath(String path) {
        classPath = path;
    }

    int port() {
        return port;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", classPath, "parkgate.Main"));
        Map<String, String> all = new HashMap<>(environment);
        all.put("PARKGATE_CLOCK_OFFSET_MS", Long.toString(clockOffsetMs));
        Files.createDirectories(folder);
        return spawn(command, folder, folder.resolve("service.log"), all);
    }

    @Override
    boolean isReady() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri().resolve("/health/ready").toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(3_000);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
