package parkgate.embedded;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import parkgate.config.OwnerOnlyFile;
import parkgate.testing.Await;

/**
 * A Redis Cluster on the loopback interface, for tests: three primaries with a third of the slots each, and two replicas
 * of the first. Some 5 s until it stands.
 */
public final class RedisCluster implements AutoCloseable {
    public static final int PRIMARIES = 3;

    private static final int REPLICAS_OF_THE_FIRST = 2;

    /** A primary that is silent for longer loses its place to a replica. Longer than a call of ours waits. */
    private static final int NODE_TIMEOUT_MS = 5_000;

    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int BUS_ABOVE = 10_000;
    private static final int FIRST_LOCAL_END = 32_768;

    private final DataFolder folder;
    private final List<Node> nodes = new ArrayList<>();

    private record Node(int port, ServerProcess process, RedisClient client, RedisCommands<String, String> commands) {}

    private RedisCluster(DataFolder folder) {
        this.folder = folder;
    }

    /** Starts it in this folder, which stays open; returns once every node says that all is well. */
    public static RedisCluster start(DataFolder folder) {
        RedisCluster cluster = new RedisCluster(folder);
        try {
            for (int i = 0; i < PRIMARIES + REPLICAS_OF_THE_FIRST; i++) {
                cluster.nodes.add(cluster.launch("node-" + i));
            }
            cluster.join();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new EmbeddedServerException("no Redis Cluster: " + e, e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private Node launch(String name) throws IOException {
        return launch(name, freePort());
    }

    private Node launch(String name, int port) throws IOException {
        Path data = Files.createDirectories(folder.root().resolve(name));
        Path file = data.resolve("redis.conf");
        OwnerOnlyFile.write(file, configuration(data, port).getBytes(StandardCharsets.UTF_8));
        String program = folder.binaries().redis().toString();
        ServerProcess process =
                ServerProcess.start("Redis", List.of(program, file.toString()), data, folder.freshLog(name));
        String password = password();
        if (!process.awaitReady(() -> RedisPing.answers(port, password), BOUND)) {
            throw process.failure("Redis ended at its start");
        }
        RedisClient client = RedisClient.create(uri(port));
        return new Node(port, process, client, client.connect().sync());
    }

    /** The nodes speak with each other on the port 10,000 above, which shall not be the local end of a connection. */
    private static int freePort() {
        while (true) {
            int port = Ports.free(new SecureRandom());
            if (port + BUS_ABOVE < FIRST_LOCAL_END && Ports.isFree(port + BUS_ABOVE)) {
                return port;
            }
        }
    }

    private String configuration(Path data, int port) throws IOException {
        return """
                bind 127.0.0.1
                port %d
                cluster-enabled yes
                cluster-allow-replica-migration no
                cluster-node-timeout %d
                cluster-require-full-coverage no
                requirepass %s
                masterauth %s
                dir "%s"
                appendonly yes
                appendfsync always
                save ""
                maxmemory-policy noeviction
                repl-diskless-sync-delay 0
                set-proc-title no
                """.formatted(port, NODE_TIMEOUT_MS, password(), password(), data);
    }

    private void join() {
        for (int i = 0; i < PRIMARIES; i++) {
            int[] slots = IntStream.range(firstSlot(i), firstSlot(i + 1)).toArray();
            nodes.get(i).commands.clusterAddSlots(slots);
            nodes.get(i).commands.clusterSetConfigEpoch(i + 1);
        }
        for (Node other : nodes.subList(1, nodes.size())) {
            other.commands.clusterMeet("127.0.0.1", nodes.get(0).port);
        }
        everyNodeSays("cluster_known_nodes:" + nodes.size());
        String first = nodes.get(0).commands.clusterMyId();
        nodes.subList(PRIMARIES, nodes.size()).forEach(replica -> replica.commands.clusterReplicate(first));
        everyNodeSays("cluster_state:ok");
        // Told of the replicas a moment later: until then they pass for primaries without slots.
        nodes.forEach(node -> Await.until(() -> node.commands
                        .clusterNodes()
                        .lines()
                        .filter(line -> line.contains("slave"))
                        .count()
                == REPLICAS_OF_THE_FIRST));
        Await.until(
                () -> nodes.get(0).commands.waitForReplication(REPLICAS_OF_THE_FIRST, 100) == REPLICAS_OF_THE_FIRST);
    }

    private void everyNodeSays(String word) {
        nodes.forEach(node -> Await.until(() -> node.commands.clusterInfo().contains(word)));
    }

    private static int firstSlot(int primary) {
        return primary * SlotHash.SLOT_COUNT / PRIMARIES;
    }

    /** {@code redis://:…@127.0.0.1:port} of one node, by which a client finds all of them. */
    public String uri() {
        return uri(nodes.get(1).port);
    }

    /** The same with a server named before it, which may be away. */
    public String uriWith(int server) {
        return uri().replace("127.0.0.1:", "127.0.0.1:" + nodes.get(server).port + ",127.0.0.1:");
    }

    private String uri(int port) {
        try {
            return "redis://:" + password() + "@127.0.0.1:" + port;
        } catch (IOException e) {
            throw new EmbeddedServerException("the password is gone", e);
        }
    }

    private String password() throws IOException {
        return folder.password("redis");
    }

    /** The primary whose slots a key is in, from 0; those of 0 have replicas. */
    public static int primaryOf(String key) {
        int primary = 0;
        while (SlotHash.getSlot(key) >= firstSlot(primary + 1)) {
            primary++;
        }
        return primary;
    }

    /** Asks one primary alone. */
    public <T> T ask(int primary, Function<RedisCommands<String, String>, T> question) {
        return question.apply(nodes.get(primary).commands);
    }

    /** Halts a primary for as long as this takes. */
    public void without(int primary, Runnable meanwhile) {
        halted(nodes.subList(primary, primary + 1), meanwhile);
    }

    /** Kills a primary; the first one's place is taken by a replica some seconds later. */
    public void kill(int primary) {
        nodes.get(primary).process.kill();
    }

    /** Starts a server again that was killed, on its port and its data. */
    public void restart(int server) throws IOException {
        Node before = nodes.get(server);
        before.client.shutdown();
        nodes.set(server, launch("node-" + server, before.port));
    }

    /** How many servers say that they are primaries with slots. */
    public long primaries() {
        return nodes.get(1)
                .commands
                .clusterNodes()
                .lines()
                .filter(line -> line.contains("master") && !line.contains("fail") && line.matches(".*connected \\d.*"))
                .count();
    }

    /** Halts the replicas for as long as this takes. */
    public void withoutReplicas(Runnable meanwhile) {
        halted(nodes.subList(PRIMARIES, nodes.size()), meanwhile);
    }

    private static void halted(List<Node> some, Runnable meanwhile) {
        some.forEach(node -> node.process.pause());
        try {
            meanwhile.run();
        } finally {
            some.forEach(node -> node.process.resume());
        }
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            node.client.shutdown();
            node.process.kill();
        }
    }
}
