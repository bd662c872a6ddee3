package parkgate.load.stage;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashMap;
import java.util.Map;

/** A connection to the load's Redis, to look and to break things; blocks. */
public final class RedisConsole implements AutoCloseable {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private RedisConsole(RedisClient client) {
        this.client = client;
        this.connection = client.connect();
    }

    /** Connects to {@code redis://…}. */
    public static RedisConsole open(String uri) {
        System.setProperty("io.lettuce.core.iouring", "false");
        return new RedisConsole(RedisClient.create(uri));
    }

    public RedisCommands<String, String> commands() {
        return connection.sync();
    }

    /** The same without waiting for each answer. */
    public RedisAsyncCommands<String, String> async() {
        return connection.async();
    }

    /** A section of {@code INFO}, by its words. */
    public Map<String, String> info(String section) {
        Map<String, String> all = new HashMap<>();
        commands().info(section).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                all.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return all;
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
