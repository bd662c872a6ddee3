package parkgate.faults;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import parkgate.embedded.ServerPrograms;
import parkgate.faults.Evidence.RedisLot;

/**
 * The run's Redis: one server, or a cluster of three primaries, the first with two replicas and the others with one each. A
 * cluster's nodes tell everybody the ports of their links, so that all that is said to them goes through these.
 */
final class RedisSide implements AutoCloseable {
    static final int PRIMARIES = 3;
    private static final int[] REPLICA_OF = {0, 0, 1, 2};
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final boolean cluster;
    private final List<RedisServer> nodes = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<@Nullable Path> disks = new ArrayList<>();
    private final ClientResources resources = DefaultClientResources.create();

    private RedisSide(boolean cluster) {
        this.cluster = cluster;
    }

    /** Starts it; returns when it does its work. */
    static RedisSide start(RunFolder folder, ServerPrograms programs, boolean cluster, int instances)
            throws IOException, InterruptedException {
        RedisSide side = new RedisSide(cluster);
        try {
            int nodes = cluster ? PRIMARIES + REPLICA_OF.length : 1;
            for (int i = 0; i < nodes; i++) {
                String name = cluster ? "redis-" + i : "redis";
                Path disk = folder.disk(name, 300);
                Path own = folder.folder(name);
                side.disks.add(disk);
                RedisServer node = new RedisServer(programs, name, own, disk == null ? own : disk, cluster);
                side.nodes.add(node);
                if (cluster) {
                    Link link = new Link("way to " + name, node.port());
                    node.announce(link.port());
                    side.links.add(link);
                }
                if (!node.up(Proc.START_BOUND)) {
                    throw new IOException(name + " does not start");
                }
            }
            if (cluster) {
                side.join();
            } else {
                for (int i = 0; i < instances; i++) {
                    side.links.add(new Link(
                            "way of instance " + i + " to Redis",
                            side.nodes.get(0).port()));
                }
            }
            return side;
        } catch (IOException | InterruptedException | RuntimeException e) {
            side.close();
            throw e;
        }
    }

    boolean isCluster() {
        return cluster;
    }

    List<RedisServer> nodes() {
        return nodes;
    }

    List<Link> links() {
        return links;
    }

    /** Null where that node has no disk of its own. */
    @Nullable
    Path disk(int node) {
        return disks.get(node);
    }

    /** What an instance is told. */
    String uri(int instance) {
        return RedisServer.uri(
                links.get(cluster ? instance % PRIMARIES : instance).port());
    }

    private void join() throws InterruptedException {
        for (int i = 0; i < PRIMARIES; i++) {
            int primary = i;
            int[] slots = IntStream.range(firstSlot(i), firstSlot(i + 1)).toArray();
            ask(i, c -> c.clusterAddSlots(slots));
            ask(i, c -> c.clusterSetConfigEpoch(primary + 1));
        }
        for (RedisServer other : nodes.subList(1, nodes.size())) {
            ask(0, c -> c.clusterMeet("127.0.0.1", other.port()));
        }
        everyNode(c -> c.clusterInfo().contains("cluster_known_nodes:" + nodes.size()));
        for (int i = 0; i < REPLICA_OF.length; i++) {
            String primary = ask(REPLICA_OF[i], RedisCommands::clusterMyId);
            ask(PRIMARIES + i, c -> c.clusterReplicate(primary));
        }
        settle();
    }

    private static int firstSlot(int primary) {
        return primary * SlotHash.SLOT_COUNT / PRIMARIES;
    }

    /** Waits until every node says that all is well, and every replica is connected. */
    private void settle() throws InterruptedException {
        everyNode(c -> c.clusterInfo().contains("cluster_state:ok"));
        everyNode(c -> {
            String all = c.clusterNodes();
            return all.lines().filter(line -> line.contains("slave")).count() == REPLICA_OF.length
                    && !all.contains("fail");
        });
    }

    private void everyNode(Function<RedisCommands<String, String>, Boolean> says) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        for (int i = 0; i < nodes.size(); i++) {
            int node = i;
            while (!Boolean.TRUE.equals(tryAsk(node, says))) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("the cluster does not become well: "
                            + tryAsk(node, c -> c.clusterInfo() + c.clusterNodes()));
                }
                Thread.sleep(100);
            }
        }
    }

    /** True when the cluster, if it is one, is whole: every slot served, every replica connected. */
    boolean isWhole() {
        if (!cluster) {
            return nodes.get(0).isReady();
        }
        for (int i = 0; i < nodes.size(); i++) {
            String info = tryAsk(i, RedisCommands::clusterInfo);
            String all = tryAsk(i, RedisCommands::clusterNodes);
            if (info == null || all == null || !info.contains("cluster_state:ok") || all.contains("fail")) {
                return false;
            }
            String role = tryAsk(i, c -> c.info("replication"));
            if (role == null || (role.contains("role:slave") && !role.contains("master_link_status:up"))) {
                return false;
            }
        }
        return true;
    }

    /** The nodes that are primaries with slots now, by their own word. */
    List<Integer> primaries() {
        return IntStream.range(0, nodes.size())
                .filter(i -> {
                    String own = tryAsk(i, RedisCommands::clusterNodes);
                    return own != null
                            && own.lines()
                                    .anyMatch(line -> line.contains("myself,master")
                                            && line.trim().split(" ").length > 8);
                })
                .boxed()
                .toList();
    }

    /** The replicas of a node, by its own word. */
    List<Integer> replicasOf(int primary) {
        String id = tryAsk(primary, RedisCommands::clusterMyId);
        return IntStream.range(0, nodes.size())
                .filter(i -> {
                    String own = tryAsk(i, RedisCommands::clusterNodes);
                    return id != null
                            && own != null
                            && own.lines().anyMatch(line -> line.contains("myself,slave") && line.contains(id));
                })
                .boxed()
                .toList();
    }

    /** Asks one node, straight. */
    <T> T ask(int node, Function<RedisCommands<String, String>, T> question) {
        RedisURI uri = RedisURI.create(RedisServer.uri(nodes.get(node).port()));
        uri.setTimeout(PATIENCE);
        RedisClient client = RedisClient.create(resources, uri);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    /** The same; null when it does not answer. */
    <T> @Nullable T tryAsk(int node, Function<RedisCommands<String, String>, T> question) {
        try {
            return ask(node, question);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Asks one after the other: who does not have the key, says so. */
    private <T> @Nullable T askAny(Function<RedisCommands<String, String>, T> question) {
        for (int i = 0; i < nodes.size(); i++) {
            T answer = tryAsk(i, question);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private static String key(String lot, String name) {
        return "pg:{" + lot + "}:" + name;
    }

    /** True when whatever was called QUEUED at these lots is known to stand in PostgreSQL. */
    boolean isSettled(List<Lot> lots) {
        for (Lot lot : lots) {
            List<String> numbers = askAny(
                    c -> Arrays.asList(c.hget(key(lot.id(), "head"), "mark"), c.hget(key(lot.id(), "head"), "done")));
            if (numbers == null) {
                return false;
            }
            // A lot without a head has nothing marked: a rebuild puts its head there before anything is.
            if (numbers.get(0) != null
                    && Long.parseLong(numbers.get(0)) > Long.parseLong(String.valueOf(numbers.get(1)))) {
                return false;
            }
        }
        return true;
    }

    /** Events in the outboxes. */
    long unrecorded(List<Lot> lots) {
        long all = 0;
        for (Lot lot : lots) {
            Long length = askAny(c -> c.xlen(key(lot.id(), "outbox")));
            all += length == null ? 1 : length;
        }
        return all;
    }

    Map<String, RedisLot> lots(List<Lot> lots) {
        Map<String, RedisLot> all = new HashMap<>();
        for (Lot lot : lots) {
            Map<String, String> head = askAny(c -> c.hgetall(key(lot.id(), "head")));
            Map<String, String> inside = askAny(c -> c.hgetall(key(lot.id(), "inside")));
            Long unrecorded = askAny(c -> c.xlen(key(lot.id(), "outbox")));
            if (head == null || head.isEmpty() || inside == null || unrecorded == null) {
                continue;
            }
            List<String> open = new ArrayList<>();
            for (String packed : inside.values()) {
                for (String stay : packed.split(";", -1)) {
                    String[] fields = stay.split(",", -1);
                    if (fields[5].equals("P") || fields[5].equals("I")) {
                        open.add(fields[0]);
                    }
                }
            }
            all.put(
                    lot.id(),
                    new RedisLot(
                            Long.parseLong(head.get("epoch")),
                            Long.parseLong(head.get("seq")),
                            Integer.parseInt(head.get("open")),
                            Integer.parseInt(head.get("adj")),
                            open,
                            unrecorded));
        }
        return all;
    }

    @Override
    public void close() {
        for (RedisServer node : nodes) {
            try {
                node.finish();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Link link : links) {
            try {
                link.close();
            } catch (IOException e) {
                throw new IllegalStateException("a door that does not close", e);
            }
        }
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
}
