package parkgate.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/** The servers behind one connection: one, or as many primaries as the cluster has by our picture of it. */
final class Nodes {
    /** The name of the one server, where there is no cluster. */
    static final String ONLY = "";

    private final ContextInternal context;
    private final StatefulConnection<String, String> connection;

    Nodes(ContextInternal context, StatefulConnection<String, String> connection) {
        this.context = context;
        this.connection = connection;
    }

    /** All that keys live on. */
    List<String> primaries() {
        if (connection instanceof StatefulRedisClusterConnection<String, String> cluster) {
            return cluster.getPartitions().stream()
                    .filter(node -> node.getRole().isUpstream() && !node.hasNoSlots())
                    .map(RedisClusterNode::getNodeId)
                    .toList();
        }
        return List.of(ONLY);
    }

    /**
     * The one that a key lives on.
     *
     * @throws RedisException when there is none at present
     */
    String of(String key) {
        if (connection instanceof StatefulRedisClusterConnection<String, String> cluster) {
            RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
            if (node == null) {
                throw new RedisException("no server has this slot at present");
            }
            return node.getNodeId();
        }
        return ONLY;
    }

    /** What is asked of one server alone. */
    @SuppressWarnings("unchecked") // a connection is to a cluster or to one server
    Future<RedisClusterAsyncCommands<String, String>> commands(String node) {
        if (connection instanceof StatefulRedisClusterConnection<String, String> cluster) {
            RedisClusterNode there = cluster.getPartitions().getPartitionByNodeId(node);
            if (there == null) {
                return Future.failedFuture(new RedisException("no server of the cluster any more"));
            }
            // By its address, as calls about keys do: that connection is then open when the first of them comes.
            RedisURI at = there.getUri();
            return Future.fromCompletionStage(cluster.getConnectionAsync(at.getHost(), at.getPort()), context)
                    .map(StatefulRedisConnection::async);
        }
        return Future.succeededFuture(((StatefulRedisConnection<String, String>) connection).async());
    }
}
