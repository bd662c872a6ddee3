package parkgate.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis, or one Redis Cluster, with our function library in it. All calls share one connection a node and are
 * pipelined on it. While Redis is away calls fail at once; none is ever sent a second time after a reconnect, since a
 * call that was decided late would be an answer that nobody waits for.
 */
public final class Redis {
    /** Calls in flight or queued on one connection; one more fails at once. */
    public static final int MAX_IN_FLIGHT = 16_384;

    private static final Pattern REPLICAS = Pattern.compile("connected_slaves:(\\d{1,4})");
    private static final Logger log = LoggerFactory.getLogger(Redis.class);

    private final ContextInternal context;
    private final AbstractRedisClient client;
    private final ClientResources resources;
    private final FunctionLibrary library;
    private final Counter reloads;

    private @Nullable StatefulConnection<String, String> connection;
    private @Nullable RedisClusterAsyncCommands<String, String> commands;
    private @Nullable Future<Void> loading;

    private Redis(
            ContextInternal context,
            AbstractRedisClient client,
            ClientResources resources,
            FunctionLibrary library,
            String name,
            MeterRegistry metrics) {
        this.context = context;
        this.client = client;
        this.resources = resources;
        this.library = library;
        this.reloads = Counter.builder("parkgate_redis_library_loads")
                .tag("connection", name)
                .description("Times that the function library was loaded into Redis")
                .register(metrics);
        Gauge.builder("parkgate_redis_connected", this, redis -> redis.isConnected() ? 1 : 0)
                .tag("connection", name)
                .description("1 while this instance is connected to Redis")
                .register(metrics);
    }

    /**
     * Connects, on a new context of {@code vertx}, and loads the library.
     *
     * @param uri {@code redis://[:password@]host:port}
     * @param timeout for each call
     * @param name tells this connection's meters from another's
     */
    public static Future<Redis> connect(
            Vertx vertx, String uri, Duration timeout, FunctionLibrary library, String name, MeterRegistry metrics) {
        System.setProperty("io.lettuce.core.iouring", "false");
        if (!vertx.isNativeTransportEnabled()) {
            System.setProperty("io.lettuce.core.epoll", "false"); // one transport for both on one loop
        }
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        ClientResources resources = LoopResources.on(context.nettyEventLoop());
        RedisURI address = RedisURI.create(uri);
        address.setTimeout(timeout);
        return isCluster(address, resources, context).compose(cluster -> {
            AbstractRedisClient client = cluster ? clusterClient(address, resources) : client(address, resources);
            Redis redis = new Redis(context, client, resources, library, name, metrics);
            return redis.open(address).compose(x -> redis.loadLibrary()).map(redis);
        });
    }

    private static RedisClient client(RedisURI uri, ClientResources resources) {
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(options(ClientOptions.builder()).build());
        return client;
    }

    private static RedisClusterClient clusterClient(RedisURI uri, ClientResources resources) {
        RedisClusterClient client = RedisClusterClient.create(resources, uri);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        options(options);
        client.setOptions(options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(5))
                        .build())
                .build());
        return client;
    }

    private static ClientOptions.Builder options(ClientOptions.Builder options) {
        return options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_IN_FLIGHT)
                .replayFilter(command -> true)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled());
    }

    private static Future<Boolean> isCluster(RedisURI uri, ClientResources resources, ContextInternal context) {
        RedisClient probe = client(uri, resources);
        return Future.fromCompletionStage(probe.connectAsync(StringCodec.UTF8, uri), context)
                .compose(made -> Future.fromCompletionStage(made.async().info("cluster"), context))
                .map(info -> info.contains("cluster_enabled:1"))
                .eventually(() -> Future.fromCompletionStage(probe.shutdownAsync(), context));
    }

    private Future<Void> open(RedisURI uri) {
        if (client instanceof RedisClusterClient cluster) {
            return future(cluster.refreshPartitionsAsync())
                    .compose(x -> future(cluster.connectAsync(StringCodec.UTF8)))
                    .onSuccess(made -> {
                        connection = made;
                        commands = made.async();
                    })
                    .mapEmpty();
        }
        return future(((RedisClient) client).connectAsync(StringCodec.UTF8, uri))
                .onSuccess(made -> {
                    connection = made;
                    commands = made.async();
                })
                .mapEmpty();
    }

    /** True when keys live on several servers: a function may only touch keys of one tag. */
    public boolean isCluster() {
        return client instanceof RedisClusterClient;
    }

    public boolean isConnected() {
        return connection != null && connection.isOpen();
    }

    /** Where the answers of this Redis arrive. */
    public ContextInternal context() {
        return context;
    }

    /** Any command of Redis. Fails at once while Redis is away. */
    public <T> Future<T> run(
            Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
        RedisClusterAsyncCommands<String, String> open = commands;
        if (open == null) {
            return Future.failedFuture(new IllegalStateException("not connected to Redis yet"));
        }
        try {
            return future(command.apply(open));
        } catch (RuntimeException e) { // Lettuce rejects while disconnected by throwing
            return Future.failedFuture(e);
        }
    }

    /** Calls a function that answers with a list. */
    public Future<List<Object>> call(String function, String[] keys, String... args) {
        return calling(() -> run(c -> c.<List<Object>>fcall(function, ScriptOutputType.MULTI, keys, args)));
    }

    /** Calls a function that answers with one word. */
    public Future<String> callForWord(String function, String[] keys, String... args) {
        return calling(() -> run(c -> c.<String>fcall(function, ScriptOutputType.VALUE, keys, args)));
    }

    private <T> Future<T> calling(Supplier<Future<T>> call) {
        return call.get()
                .recover(failure ->
                        isMissing(failure) ? loadLibrary().compose(x -> call.get()) : Future.failedFuture(failure));
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).contains("Function not found");
    }

    /** Puts the library into every primary. Callers at the same time share one loading. */
    private Future<Void> loadLibrary() {
        Future<Void> running = loading;
        if (running != null && !running.isComplete()) {
            return running;
        }
        log.info("loading the function library into Redis");
        reloads.increment();
        Future<Void> load;
        if (connection instanceof StatefulRedisClusterConnection<String, String> cluster) {
            load = Future.join(
                            cluster
                                    .async()
                                    .upstream()
                                    .commands()
                                    .functionLoad(library.source(), true)
                                    .asMap()
                                    .values()
                                    .stream()
                                    .map(one -> future(one).recover(Redis::unlessReplica))
                                    .toList())
                    .mapEmpty();
        } else {
            load = run(c -> c.functionLoad(library.source(), true)).mapEmpty();
        }
        loading = load;
        return load;
    }

    /**
     * What our picture of the cluster still calls a primary may be a replica by now: it has the library from its own primary.
     * That one, where the picture lacks it, gets it when it misses a function.
     */
    private static Future<String> unlessReplica(Throwable failure) {
        return failure instanceof RedisReadOnlyException ? Future.succeededFuture("") : Future.failedFuture(failure);
    }

    private <T> Future<T> future(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, context);
    }

    /**
     * Calls a function that answers with one word, and waits until all replicas but one have what it wrote. Blocks the
     * connection meanwhile: for a {@code Redis} that is used for nothing else.
     *
     * @param waitMs most milliseconds to wait for replicas
     * @return the word; fails with {@link NotReplicatedException} when too few replicas have it
     */
    public Future<String> callReplicated(String function, String[] keys, long waitMs, String... args) {
        return nodeOf(keys[0])
                .compose(node -> calling(() -> future(node.<String>fcall(function, ScriptOutputType.VALUE, keys, args)))
                        .compose(word -> future(node.info("replication")).compose(info -> {
                            int wanted = replicas(info) - 1;
                            if (wanted < 1) {
                                return Future.succeededFuture(word);
                            }
                            return future(node.waitForReplication(wanted, waitMs))
                                    .compose(have -> have >= wanted
                                            ? Future.succeededFuture(word)
                                            : Future.failedFuture(new NotReplicatedException(wanted)));
                        })));
    }

    private Future<RedisClusterAsyncCommands<String, String>> nodeOf(String key) {
        if (connection instanceof StatefulRedisClusterConnection<String, String> cluster) {
            String node = cluster.getPartitions()
                    .getPartitionBySlot(SlotHash.getSlot(key))
                    .getNodeId();
            return future(cluster.getConnectionAsync(node)).map(StatefulRedisConnection::async);
        }
        RedisClusterAsyncCommands<String, String> open = commands;
        return open == null
                ? Future.failedFuture(new IllegalStateException("not connected to Redis yet"))
                : Future.succeededFuture(open);
    }

    private static int replicas(String info) {
        Matcher found = REPLICAS.matcher(info);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /** Closes the connections; what is in flight fails. The event loop stays. */
    public Future<Void> close() {
        return future(client.shutdownAsync()).<Void>mapEmpty().onComplete(x -> {
            var unused = resources.shutdown();
        });
    }
}
