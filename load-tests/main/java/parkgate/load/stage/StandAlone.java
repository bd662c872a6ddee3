package parkgate.load.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The service as somebody starts it who configures nothing: the jar, with its own servers in a data folder that stays. */
public final class StandAlone implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long PAUSE_MS = 5;
    private static final int LAST_WORDS = 20;

    private final Path folder;
    private final Path data;
    private final List<String> command;
    private final int port;
    private final String adminKey;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable Child running;

    /** Not started yet. */
    public StandAlone(Path java, Path jar, List<String> jvmFlags, Path folder) {
        this.folder = folder;
        this.data = Executables.linked(folder.resolve("data"));
        this.command = new ArrayList<>(List.of(java.toString()));
        command.addAll(jvmFlags);
        command.addAll(List.of("-jar", jar.toString()));
        this.port = Stage.freePort();
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        this.adminKey = HexFormat.of().formatHex(secret);
    }

    public int port() {
        return port;
    }

    public String adminKey() {
        return adminKey;
    }

    /** Starts it; returns at once. */
    public void start() {
        running = Child.start(
                command,
                Map.of(
                        "PARKGATE_HTTP_PORT",
                        Integer.toString(port),
                        "PARKGATE_DATA_DIR",
                        data.toString(),
                        "PARKGATE_ADMIN_KEY",
                        adminKey,
                        "PARKGATE_DEMO",
                        "false"),
                folder.resolve("standalone.log"),
                true);
    }

    /** Ends it: with SIGTERM in its own time, or with SIGKILL. */
    public void stop(boolean kill) {
        Child child = running;
        if (child != null) {
            if (kill) {
                child.kill();
            }
            child.close();
            running = null;
        }
    }

    /** Waits until it is ready. */
    public void awaitReady() {
        ask(HttpRequest.newBuilder(uri("/health/ready")).timeout(ANSWER).build(), "");
    }

    /** Shows this code at this lane until it is granted. */
    public void awaitGrant(String laneKey, String code) {
        String body = "{\"scanId\":\"" + UUID.randomUUID() + "\",\"code\":\"" + code + "\"}";
        ask(
                HttpRequest.newBuilder(uri("/v1/scans"))
                        .timeout(ANSWER)
                        .header("authorization", "Bearer " + laneKey)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                "\"decision\":\"GRANTED\"");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Until it is answered with 200; then the answer has to say this. */
    private void ask(HttpRequest request, String says) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Child child = running;
        try {
            while (System.nanoTime() < until && child != null && child.isAlive()) {
                String answer = answer(request);
                if (answer != null && answer.contains(says)) {
                    return;
                } else if (answer != null) {
                    throw new IllegalStateException("not as expected: " + answer);
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(
                (child != null && child.isAlive() ? "the service does not answer: " : "the service has ended: ")
                        + lastWords());
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("standalone.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return "it has said nothing, " + e;
        }
    }

    /** Null where it is to be asked again: nobody listens yet, or not everything is there. */
    private @Nullable String answer(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : answer.statusCode() == 503 ? null : "HTTP " + answer;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        stop(false);
    }
}
