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
import io.lettuce.core.cluster.RedisClusterURIUtil;
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
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis, or one Redis Cluster, with our function library in it. All calls share one connection a node and are
 * pipelined on it. While a server is away calls to it fail at once, and so they do once it has stalled ({@link Circuit});
 * none is ever sent a second time after a reconnect, since a call that was decided late would be an answer that nobody
 * waits for.
 */
public final class Redis {
    /** Calls in flight or queued on one connection; one more fails at once. */
    public static final int MAX_IN_FLIGHT = 16_384;

    /** How often it is asked who is primary of what; and at once when a call is sent elsewhere or a server is lost. */
    private static final Duration TOPOLOGY_EVERY = Duration.ofSeconds(2);

    /** Such an unplanned look is taken at most so often. */
    private static final Duration TOPOLOGY_AT_MOST_EACH = Duration.ofMillis(500);

    private static final Pattern CONNECTED = Pattern.compile("connected_slaves:(\\d{1,4})");
    private static final Logger log = LoggerFactory.getLogger(Redis.class);

    private final ContextInternal context;
    private final AbstractRedisClient client;
    private final ClientResources resources;
    private final FunctionLibrary library;
    private final Counter reloads;
    private final Nodes nodes;
    private final Circuits circuits;
    private final StatefulConnection<String, String> connection;
    private final RedisClusterAsyncCommands<String, String> commands;
    private final Map<String, Future<Void>> loading = new ConcurrentHashMap<>();
    private final Map<String, Replicas> replicas = new ConcurrentHashMap<>();

    private Redis(
            ContextInternal context,
            AbstractRedisClient client,
            ClientResources resources,
            StatefulConnection<String, String> connection,
            FunctionLibrary library,
            String name,
            MeterRegistry metrics) {
        this.context = context;
        this.client = client;
        this.resources = resources;
        this.connection = connection;
        this.commands = commandsOf(connection);
        this.nodes = new Nodes(context, connection);
        this.library = library;
        this.reloads = Counter.builder("parkgate_redis_library_loads")
                .tag("connection", name)
                .description("Times that the function library was loaded into a Redis server")
                .register(metrics);
        Gauge.builder("parkgate_redis_connected", this, redis -> redis.isConnected() ? 1 : 0)
                .tag("connection", name)
                .description("1 while this instance is connected to Redis")
                .register(metrics);
        this.circuits = new Circuits(context.owner(), name, this::ping, nodes::primaries, metrics);
    }

    private static RedisClusterAsyncCommands<String, String> commandsOf(StatefulConnection<String, String> connection) {
        if (connection instanceof StatefulRedisClusterConnection<String, String> cluster) {
            return cluster.async();
        } else if (connection instanceof StatefulRedisConnection<String, String> one) {
            return one.async();
        }
        throw new IllegalArgumentException("a connection to what?");
    }

    /**
     * Connects, on a new context of {@code vertx}, and loads the library.
     *
     * @param uri {@code redis://[:password@]host:port[,host:port…]}: of a cluster any of its nodes, of which one must answer
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
        List<RedisURI> addresses = RedisClusterURIUtil.toRedisURIs(URI.create(uri));
        addresses.forEach(one -> one.setTimeout(timeout));
        return isCluster(addresses, resources, context).compose(cluster -> {
            if (!cluster && addresses.size() > 1) {
                return Future.failedFuture(new IllegalArgumentException("more than one address, but no Redis Cluster"));
            }
            AbstractRedisClient client =
                    cluster ? clusterClient(addresses, resources) : client(addresses.get(0), resources);
            return open(client, addresses.get(0), context)
                    .map(made -> new Redis(context, client, resources, made, library, name, metrics))
                    .compose(redis -> redis.loadLibraries().map(redis));
        });
    }

    private static RedisClient client(RedisURI uri, ClientResources resources) {
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(options(ClientOptions.builder()).build());
        return client;
    }

    private static RedisClusterClient clusterClient(List<RedisURI> uris, ClientResources resources) {
        RedisClusterClient client = RedisClusterClient.create(resources, uris);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        options(options);
        client.setOptions(options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY_EVERY)
                        .adaptiveRefreshTriggersTimeout(TOPOLOGY_AT_MOST_EACH) // all triggers are on by themselves
                        .refreshTriggersReconnectAttempts(1)
                        .build())
                .validateClusterNodeMembership(true)
                .build());
        return client;
    }

    private static ClientOptions.Builder options(ClientOptions.Builder options) {
        return options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_IN_FLIGHT)
                .replayFilter(command -> true) // true: not sent again
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled());
    }

    /** As the first of these says that answers. */
    private static Future<Boolean> isCluster(List<RedisURI> uris, ClientResources resources, ContextInternal context) {
        Future<Boolean> first = isCluster(uris.get(0), resources, context);
        return uris.size() == 1
                ? first
                : first.recover(away -> {
                    log.warn("one of the addresses of Redis does not answer: {}", away.toString());
                    return isCluster(uris.subList(1, uris.size()), resources, context);
                });
    }

    private static Future<Boolean> isCluster(RedisURI uri, ClientResources resources, ContextInternal context) {
        RedisClient probe = client(uri, resources);
        return Future.fromCompletionStage(probe.connectAsync(StringCodec.UTF8, uri), context)
                .compose(made -> Future.fromCompletionStage(made.async().info("cluster"), context))
                .map(info -> info.contains("cluster_enabled:1"))
                .eventually(() -> Future.fromCompletionStage(probe.shutdownAsync(), context));
    }

    private static Future<StatefulConnection<String, String>> open(
            AbstractRedisClient client, RedisURI address, ContextInternal context) {
        if (client instanceof RedisClusterClient cluster) {
            return Future.fromCompletionStage(cluster.refreshPartitionsAsync(), context)
                    .compose(x -> Future.fromCompletionStage(cluster.connectAsync(StringCodec.UTF8), context))
                    .map(made -> made);
        }
        RedisClient one = (RedisClient) client;
        return Future.fromCompletionStage(one.connectAsync(StringCodec.UTF8, address), context)
                .map(made -> made);
    }

    /** True when keys live on several servers: a function may only touch keys of one tag. */
    public boolean isCluster() {
        return client instanceof RedisClusterClient;
    }

    public boolean isConnected() {
        return connection.isOpen();
    }

    /** Where the answers of this Redis arrive. */
    public ContextInternal context() {
        return context;
    }

    /** Any command about one key. Fails at once while the key's server is away. */
    public <T> Future<T> run(
            String key, Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
        try {
            return circuits.through(nodes.of(key), () -> send(command));
        } catch (RuntimeException e) { // no server has the key's slot
            return Future.failedFuture(e);
        }
    }

    /** Any command about no key, or about keys of more than one server: of a cluster, Lettuce says where it goes. */
    public <T> Future<T> run(
            Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
        return isCluster() ? send(command) : circuits.through(Nodes.ONLY, () -> send(command));
    }

    /**
     * Any command, asked of each primary: what each said, or that it is away. Never fails.
     *
     * @return as many as there are primaries
     */
    public <T> Future<List<Optional<T>>> runEverywhere(
            Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
        List<Future<Optional<T>>> asked = nodes.primaries().stream()
                .map(node -> circuits.through(
                                node, () -> nodes.commands(node).compose(open -> future(command.apply(open))))
                        .map(Optional::of)
                        .otherwise(Optional.empty()))
                .toList();
        return Future.all(asked).map(all -> asked.stream().map(Future::result).toList());
    }

    private <T> Future<T> send(
            Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
        try {
            return future(command.apply(commands));
        } catch (RuntimeException e) { // Lettuce rejects while disconnected by throwing
            return Future.failedFuture(e);
        }
    }

    private Future<?> ping(String node) {
        if (client instanceof RedisClusterClient cluster) {
            cluster.refreshPartitionsAsync(); // perhaps another server has its slots by now
        }
        return nodes.commands(node).compose(open -> {
            try {
                return future(open.ping());
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        });
    }

    /** Calls a function that answers with a list. */
    public Future<List<Object>> call(String function, String[] keys, String... args) {
        return calling(
                keys[0], () -> run(keys[0], c -> c.<List<Object>>fcall(function, ScriptOutputType.MULTI, keys, args)));
    }

    /** Calls a function that answers with one word. */
    public Future<String> callForWord(String function, String[] keys, String... args) {
        return calling(keys[0], () -> run(keys[0], c -> c.<String>fcall(function, ScriptOutputType.VALUE, keys, args)));
    }

    private <T> Future<T> calling(String key, Supplier<Future<T>> call) {
        return call.get()
                .recover(failure -> isMissing(failure)
                        ? loadLibrary(nodes.of(key)).compose(x -> call.get())
                        : Future.failedFuture(failure));
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).contains("Function not found");
    }

    /**
     * Puts the library into every primary that answers; one that does not gets it when it misses it. Fails when none
     * answers, or one finds fault with the library.
     */
    private Future<Void> loadLibraries() {
        List<Future<Void>> each =
                nodes.primaries().stream().map(this::loadLibrary).toList();
        return Future.join(each).<Void>mapEmpty().recover(failure -> {
            Optional<Throwable> refusal = each.stream()
                    .map(Future::cause)
                    .filter(cause -> cause instanceof RedisCommandExecutionException)
                    .findFirst();
            boolean someAnswered = each.stream().anyMatch(Future::succeeded);
            if (refusal.isPresent() || !someAnswered) {
                return Future.failedFuture(refusal.orElse(failure));
            }
            log.warn("a Redis server gets the function library later: {}", failure.toString());
            return Future.succeededFuture();
        });
    }

    /** Callers at the same time share one loading. */
    private Future<Void> loadLibrary(String node) {
        Future<Void> running = loading.get(node);
        if (running != null) {
            return running;
        }
        log.info("loading the function library into Redis");
        reloads.increment();
        Future<Void> load = circuits.through(node, () -> nodes.commands(node)
                        .compose(open -> future(open.functionLoad(library.source(), true))))
                .recover(Redis::unlessReplica)
                .mapEmpty();
        loading.put(node, load);
        return load.onComplete(x -> loading.remove(node, load));
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
        String node;
        try {
            node = nodes.of(keys[0]);
        } catch (RuntimeException e) { // no server has the key's slot
            return Future.failedFuture(e);
        }
        return circuits.through(node, () -> nodes.commands(node).compose(open -> calling(
                        keys[0], () -> future(open.<String>fcall(function, ScriptOutputType.VALUE, keys, args)))
                .compose(word -> future(open.info("replication"))
                        .compose(info -> awaitReplicas(node, open, info, waitMs))
                        .map(word))));
    }

    /** All but one of those that there are: one that is away or slow must not keep the others from being enough. */
    private Future<Void> awaitReplicas(
            String node, RedisClusterAsyncCommands<String, String> open, String info, long waitMs) {
        int wanted = replicas.computeIfAbsent(node, id -> new Replicas(System::nanoTime))
                        .of(connected(info))
                - 1;
        return wanted < 1
                ? Future.succeededFuture()
                : future(open.waitForReplication(wanted, waitMs))
                        .compose(have -> have >= wanted
                                ? Future.succeededFuture()
                                : Future.failedFuture(new NotReplicatedException(wanted)));
    }

    private static int connected(String info) {
        Matcher found = CONNECTED.matcher(info);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /** Closes the connections; what is in flight fails. The event loop stays. */
    public Future<Void> close() {
        circuits.close();
        return future(client.shutdownAsync()).<Void>mapEmpty().onComplete(x -> {
            var unused = resources.shutdown();
        });
    }
}
