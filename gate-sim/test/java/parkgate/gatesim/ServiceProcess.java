package parkgate.gatesim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service as its own process, on its own servers in a folder: it can be killed, and started again. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final long STOP_SECONDS = 60;

    /** Where the service's own tests have the servers' executables, so that not each folder unpacks them anew. */
    private static final Path BINARIES =
            Path.of("..", "src", "target", "embedded-bin").toAbsolutePath().normalize();

    private final Path folder;
    private final int port;
    private Process process;

    private ServiceProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static ServiceProcess start(Path folder) throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("bin"), Files.createDirectories(BINARIES));
        ServiceProcess service = new ServiceProcess(folder, freePort());
        service.start();
        return service;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Starts it, and waits until it is ready. */
    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "parkgate.Main",
                        "--http-port",
                        Integer.toString(port),
                        "--data-dir",
                        folder.resolve("data").toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("service.log").toFile()))
                .start();
        long giveUp = System.nanoTime() + START.toNanos();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(uri().resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (!isReady(http, ready)) {
            if (!process.isAlive() || System.nanoTime() > giveUp) {
                throw new IllegalStateException("the service did not start: " + log());
            }
            Thread.sleep(200);
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest ready) throws InterruptedException {
        try {
            return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** As {@code kill -9} does: nothing is finished, nothing is said. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    String adminKey() throws IOException {
        return Files.readString(folder.resolve("data").resolve("admin.key")).strip();
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("service.log"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
