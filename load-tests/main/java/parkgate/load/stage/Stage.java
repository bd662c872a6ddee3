package parkgate.load.stage;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parkgate.embedded.EmbeddedServers;

/**
 * PostgreSQL and Redis of our own, the service, and beside it the programs that it is compared with: each a process. They
 * end with us.
 */
public final class Stage implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration CATCHING_UP = Duration.ofMinutes(5);

    private final Path folder;
    private final EmbeddedServers servers;
    private final String redisUri;
    private final boolean redisEmbedded;
    private final String adminKey;
    private final List<Child> children = new ArrayList<>();
    private final List<Child> services = new ArrayList<>();
    private @Nullable Child service;
    private List<String> serviceCommand = List.of();
    private Map<String, String> serviceSettings = Map.of();
    private int servicePort;

    /**
     * Starts the servers.
     *
     * @param folder empty, or of an earlier stage
     * @param redisUri a Redis that exists, instead of the embedded one; null: the embedded one
     */
    public Stage(Path folder, @Nullable String redisUri) {
        this.folder = folder;
        this.servers = EmbeddedServers.start(Executables.linked(folder.resolve("servers")));
        this.redisEmbedded = redisUri == null;
        this.redisUri = redisUri == null ? servers.redisUri() : redisUri;
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        this.adminKey = HexFormat.of().formatHex(secret);
    }

    public String adminKey() {
        return adminKey;
    }

    /** {@code postgresql://user:password@host:port/database}, as the owner of the tables. */
    public String postgresUri() {
        return servers.postgresUri();
    }

    /** {@code redis://…} */
    public String redisUri() {
        return redisUri;
    }

    /** The service's key file, there once it or anybody else has made it. */
    public Path keyFile() {
        return folder.resolve("service").resolve("keys.p12");
    }

    public int servicePort() {
        return servicePort;
    }

    /** A connection to look at Redis. */
    public RedisConsole redis() {
        return RedisConsole.open(redisUri);
    }

    /** A connection to PostgreSQL, as the owner of the tables. */
    public PostgresConsole postgres() {
        return PostgresConsole.open(servers.postgresUri());
    }

    /** The servers' versions, and which Redis it is, for a report. */
    public Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        try (PostgresConsole postgres = postgres()) {
            versions.put("PostgreSQL", postgres.value("show server_version") + ", embedded");
        }
        try (RedisConsole redis = redis()) {
            Map<String, String> memory = redis.info("memory");
            versions.put(
                    "Redis",
                    redis.info("server").get("redis_version")
                            + (redisEmbedded ? ", embedded" : ", one that exists")
                            + ", allocator "
                            + memory.get("mem_allocator"));
        }
        return versions;
    }

    /** The service's process; it has to run. */
    public long servicePid() {
        return Objects.requireNonNull(service, "no service runs").pid();
    }

    /** Begins to sample what the service does. {@code java}: the program that it runs on. */
    public Profile profile(Path java) {
        return Profile.start(java, servicePid(), folder.resolve("profile.jfr"));
    }

    /** What each program has used so far. */
    public Usage usage() {
        return Usage.now(
                services.stream().filter(Child::isAlive).map(Child::pid).toList(), redisEmbedded ? 0 : otherRedis());
    }

    /** The same, of the service only these processes. */
    public Usage usage(List<Long> servicePids) {
        return Usage.now(servicePids, redisEmbedded ? 0 : otherRedis());
    }

    private long otherRedis() {
        try (RedisConsole redis = redis()) {
            return Long.parseLong(redis.info("server").getOrDefault("process_id", "0"));
        }
    }

    /** Memory of these processes, MiB. */
    public double mib(List<Long> pids) {
        return pids.stream().mapToDouble(Usage::residentMib).sum();
    }

    /** Ends every instance of the service, as an operator would, and waits for it. */
    public void stopServices() {
        services.forEach(Child::close);
        children.removeAll(services);
        services.clear();
        service = null;
    }

    /** Starts the service and waits until it is ready. {@code jar}: parkgate.jar. */
    public void startService(Path java, Path jar, List<String> jvmFlags) {
        // A handful of lanes carries the traffic of a whole city here.
        startService(
                java,
                jar,
                jvmFlags,
                Map.of("PARKGATE_LANE_REQUESTS_PER_SECOND", "100000", "PARKGATE_KEY_REQUESTS_AT_ONCE", "10000"));
    }

    /** The same with settings of its own. */
    public void startService(Path java, Path jar, List<String> jvmFlags, Map<String, String> more) {
        servicePort = freePort();
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(jvmFlags);
        command.addAll(List.of("-jar", jar.toString()));
        Map<String, String> settings = new HashMap<>();
        settings.put("PARKGATE_HTTP_PORT", Integer.toString(servicePort));
        settings.put("PARKGATE_POSTGRES_URI", servers.postgresUri());
        settings.put("PARKGATE_REDIS_URI", redisUri);
        settings.put("PARKGATE_DATA_DIR", folder.resolve("service").toString());
        settings.put("PARKGATE_ADMIN_KEY", adminKey);
        settings.putAll(more);
        serviceCommand = command;
        serviceSettings = settings;
        awaitReady(launch());
    }

    private Child launch() {
        Child started = Child.start(serviceCommand, serviceSettings, folder.resolve("service.log"), true);
        children.add(started);
        services.add(started);
        service = started;
        return started;
    }

    /**
     * Ends the service and starts it again, on the same port with the same settings; returns when it has been started, not when
     * it is ready.
     *
     * @param kill with SIGKILL, as if the machine's power went; otherwise with SIGTERM, and it ends in its own time
     */
    public void restartService(boolean kill) {
        Child old = service;
        if (old == null) {
            throw new IllegalStateException("no service runs");
        }
        children.remove(old);
        services.remove(old);
        if (kill) {
            old.kill();
        }
        old.close();
        launch();
    }

    /** Waits until the service is ready. */
    public void awaitReady() {
        Child running = service;
        if (running == null) {
            throw new IllegalStateException("no service runs");
        }
        awaitReady(running);
    }

    private void awaitReady(Child child) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + servicePort + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until && child.isAlive()) {
            try {
                if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                Thread.sleep(50);
            } catch (IOException e) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IllegalStateException("the service did not become ready; see " + folder.resolve("service.log"));
    }

    /**
     * Waits until the service has applied the change log up to a version.
     *
     * @throws IllegalStateException when it does not within some minutes
     */
    public void awaitChanges(long version) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + servicePort + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long until = System.nanoTime() + CATCHING_UP.toNanos();
        while (System.nanoTime() < until) {
            try {
                String text =
                        http.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
                if (gauge(text, "parkgate_changes_version") >= version) {
                    return;
                }
                pause();
            } catch (IOException e) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IllegalStateException("the service does not follow the change log");
    }

    private static double gauge(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the baselines with this set-up and says their port. */
    public int startBaselines(Path java, List<String> jvmFlags, JsonObject setup) {
        try {
            Path file = folder.resolve("baselines.json");
            Files.writeString(
                    file,
                    setup.put("redis", redisUri)
                            .put("postgres", servers.postgresUri())
                            .encode());
            List<String> command = new ArrayList<>(List.of(java.toString()));
            command.addAll(jvmFlags);
            command.addAll(List.of(
                    "-cp", System.getProperty("java.class.path"), "parkgate.load.baseline.Baselines", file.toString()));
            Child child = Child.start(command, Map.of(), folder.resolve("baselines.log"), false);
            children.add(child);
            String line = child.line("port ");
            if (line == null) {
                throw new IllegalStateException("the baselines did not start; see " + folder.resolve("baselines.log"));
            }
            return Integer.parseInt(line.substring("port ".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        children.forEach(Child::close);
        servers.close();
    }
}
