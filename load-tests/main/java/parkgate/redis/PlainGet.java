package parkgate.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;

/** One {@code GET}, with Lettuce placed as the service places it. */
public final class PlainGet {
    private static final String KEY = "load:constant";

    private final ContextInternal context;
    private final RedisAsyncCommands<String, String> commands;

    private PlainGet(ContextInternal context, RedisAsyncCommands<String, String> commands) {
        this.context = context;
        this.commands = commands;
    }

    /** Connects from a thread that may block, and sets the value. */
    public static PlainGet connect(ContextInternal context, String uri) {
        System.setProperty("io.lettuce.core.iouring", "false");
        EventLoop loop = context.nettyEventLoop();
        RedisAsyncCommands<String, String> commands =
                RedisClient.create(LoopResources.on(loop), uri).connect().async();
        commands.set(KEY, "1").toCompletableFuture().join();
        return new PlainGet(context, commands);
    }

    public Future<String> get() {
        return Future.fromCompletionStage(commands.get(KEY), context);
    }
}
