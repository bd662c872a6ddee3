package parkgate.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.embedded.ServerPrograms;

/** All processes of a run and the links between them. */
final class Stack implements AutoCloseable {
    static final String ADMIN_KEY = "the-admin-key-of-the-fault-bench-0123456789";

    private final RunFolder folder;
    private final List<Instance> instances = new ArrayList<>();
    private final List<Link> postgresLinks = new ArrayList<>();
    private final List<Link> laneLinks = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private @Nullable PostgresServer postgres;
    private @Nullable Path postgresDisk;
    private @Nullable RedisSide redis;

    private Stack(RunFolder folder) {
        this.folder = folder;
    }

    /**
     * Starts everything.
     *
     * @param binaries takes the servers' executables, for all runs
     * @param classPath of the service
     * @param settings of the instances, beside what the bench gives them
     */
    static Stack start(
            RunFolder folder,
            Path binaries,
            String classPath,
            int instances,
            boolean cluster,
            Map<String, String> settings)
            throws IOException, InterruptedException {
        Stack stack = new Stack(folder);
        try {
            stack.startAll(ServerPrograms.in(binaries, folder.root()), classPath, instances, cluster, settings);
            return stack;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startAll(
            ServerPrograms programs, String classPath, int count, boolean cluster, Map<String, String> settings)
            throws IOException, InterruptedException {
        postgresDisk = folder.disk("postgres", 700);
        Path own = folder.folder("postgres");
        Path data = postgresDisk == null ? own : postgresDisk;
        programs.own(data);
        PostgresServer server = new PostgresServer(programs, own, data);
        postgres = server;
        server.make();
        RedisSide side = RedisSide.start(folder, programs, cluster, count);
        redis = side;
        Path keys = folder.root().resolve("keys.p12");
        for (int i = 0; i < count; i++) {
            Link toPostgres = new Link("way of instance " + i + " to PostgreSQL", server.port());
            postgresLinks.add(toPostgres);
            Map<String, String> environment = new HashMap<>(settings);
            environment.put("PARKGATE_KEY_FILE", keys.toString());
            environment.put("PARKGATE_ADMIN_KEY", ADMIN_KEY);
            environment.put("PARKGATE_POSTGRES_URI", PostgresServer.uri(toPostgres.port()));
            environment.put("PARKGATE_REDIS_URI", side.uri(i));
            Instance instance = new Instance("instance " + i, folder.folder("instance-" + i), classPath, environment);
            instances.add(instance);
            laneLinks.add(new Link("lanes' way to instance " + i, instance.port()));
        }
        // The first one makes the schema and the keys.
        for (Instance instance : instances) {
            if (!instance.up(Proc.START_BOUND)) {
                throw new IOException(instance.name() + " does not start: see " + folder.root());
            }
            if (instance == instances.get(0)) {
                for (Instance other : instances.subList(1, count)) {
                    other.start();
                }
            }
        }
    }

    PostgresServer postgres() {
        return java.util.Objects.requireNonNull(postgres);
    }

    /** Null where it has no disk of its own. */
    @Nullable
    Path postgresDisk() {
        return postgresDisk;
    }

    RedisSide redis() {
        return java.util.Objects.requireNonNull(redis);
    }

    List<Instance> instances() {
        return instances;
    }

    List<Link> postgresLinks() {
        return postgresLinks;
    }

    List<Link> laneLinks() {
        return laneLinks;
    }

    List<Proc> processes() {
        List<Proc> all = new ArrayList<>(instances);
        all.add(postgres());
        all.addAll(redis().nodes());
        return all;
    }

    /** Asks an instance, straight, as the operator; null when it gives no 200 within 5 s. */
    @Nullable
    String ask(int instance, String path) throws InterruptedException {
        URI uri = instances.get(instance).uri().resolve(path);
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofSeconds(5))
                            .header("Authorization", "Bearer " + ADMIN_KEY)
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Each process' name and number, to be looked at. */
    Map<String, Boolean> alive() {
        Map<String, Boolean> alive = new HashMap<>();
        processes().forEach(each -> alive.put(each.name(), each.isAlive()));
        return alive;
    }

    @Override
    public void close() {
        List<Proc> all = new ArrayList<>(instances);
        if (postgres != null) {
            all.add(postgres);
        }
        for (Proc each : all) {
            try {
                each.finish();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (redis != null) {
            redis.close();
        }
        for (Link link : postgresLinks) {
            close(link);
        }
        for (Link link : laneLinks) {
            close(link);
        }
    }

    private static void close(Link link) {
        try {
            link.close();
        } catch (IOException e) {
            throw new IllegalStateException("a door that does not close", e);
        }
    }
}
