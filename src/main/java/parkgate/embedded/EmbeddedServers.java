package parkgate.embedded;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The servers of the embedded default, in one locked data folder. */
public final class EmbeddedServers implements AutoCloseable {
    /** What can be embedded. */
    public enum Server {
        POSTGRES,
        REDIS
    }

    private final DataFolder folder;
    private final @Nullable EmbeddedPostgres postgres;
    private final @Nullable EmbeddedRedis redis;
    private final Revival revival = new Revival();

    private EmbeddedServers(DataFolder folder, @Nullable EmbeddedPostgres postgres, @Nullable EmbeddedRedis redis) {
        this.folder = folder;
        this.postgres = postgres;
        this.redis = redis;
        if (postgres != null) {
            revival.watch("PostgreSQL", postgres::isAlive, postgres::restart);
        }
        if (redis != null) {
            revival.watch("Redis", redis::isAlive, redis::restart);
        }
    }

    /**
     * Starts both. Blocks until they are ready: some seconds the first time, one later.
     *
     * @param dataDir made where it is missing
     * @throws EmbeddedServerException with one line that says why, and nothing left running
     */
    public static EmbeddedServers start(Path dataDir) {
        return start(dataDir, EnumSet.allOf(Server.class));
    }

    /** The same for one of them, where the other exists elsewhere. */
    public static EmbeddedServers start(Path dataDir, Set<Server> which) {
        DataFolder folder = DataFolder.open(dataDir);
        EmbeddedPostgres postgres = null;
        try {
            postgres = which.contains(Server.POSTGRES) ? EmbeddedPostgres.start(folder) : null;
            EmbeddedRedis redis = which.contains(Server.REDIS) ? EmbeddedRedis.start(folder) : null;
            return new EmbeddedServers(folder, postgres, redis);
        } catch (RuntimeException e) {
            if (postgres != null) {
                postgres.close();
            }
            folder.close();
            throw e;
        }
    }

    /** {@code postgresql://user:password@host:port/database}, as the owner of the tables. */
    public String postgresUri() {
        if (postgres == null) {
            throw new IllegalStateException("PostgreSQL is not embedded");
        }
        return postgres.uri();
    }

    /** The same for the role that the service runs as. */
    public String postgresServiceUri() {
        if (postgres == null) {
            throw new IllegalStateException("PostgreSQL is not embedded");
        }
        return postgres.serviceUri();
    }

    /** {@code redis://:password@host:port}. */
    public String redisUri() {
        if (redis == null) {
            throw new IllegalStateException("Redis is not embedded");
        }
        return redis.uri();
    }

    /** True when this start made PostgreSQL's data: the folder was empty. */
    public boolean firstStart() {
        return postgres != null && postgres.made();
    }

    /** Stops Redis, then PostgreSQL, and unlocks the folder. A second call does nothing more. */
    @Override
    public void close() {
        revival.close();
        try (folder) {
            if (redis != null) {
                redis.close();
            }
            if (postgres != null) {
                postgres.close();
            }
        }
    }
}
