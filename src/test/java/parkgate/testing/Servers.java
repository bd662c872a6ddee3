package parkgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.embedded.DataFolder;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.embedded.RedisCluster;
import parkgate.embedded.UnpackedOnce;

/**
 * Real servers for tests: one PostgreSQL for each test process, in it a fresh migrated database for whoever asks; Redis
 * is started anew for whoever asks. All of them end with the process, and their folders go.
 *
 * <pre>
 * String postgres = Servers.freshDatabaseUri();
 * try (EmbeddedRedis redis = Servers.startRedis()) { … }
 * </pre>
 */
public final class Servers {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final String TEMPLATE = "migrated";
    private static final Deque<AutoCloseable> TO_CLOSE = new ArrayDeque<>();
    private static @Nullable EmbeddedPostgres postgres;
    private static int databases;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Servers::closeAll, "stop test servers"));
    }

    private Servers() {}

    /** Where the executables are unpacked, once for all runs until the next {@code mvn clean}. */
    public static Path binaries() {
        return UnpackedOnce.in(Path.of("target", "embedded-bin").toAbsolutePath());
    }

    /** The one PostgreSQL of this process. Its {@code kill} and {@code pause} disturb other classes: start your own. */
    public static synchronized EmbeddedPostgres sharedPostgres() {
        if (postgres == null) {
            postgres = startPostgres();
            try (Connection connection = Jdbc.connect(postgres.superuserUri());
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + TEMPLATE + " owner parkgate");
            } catch (SQLException e) {
                throw new AssertionError("no template database", e);
            }
            migrate(uriOf(TEMPLATE));
        }
        return postgres;
    }

    /** The URI of a new database, migrated and else empty. */
    public static synchronized String freshDatabaseUri() {
        EmbeddedPostgres server = sharedPostgres();
        String name = "test_" + ++databases;
        try (Connection connection = Jdbc.connect(server.superuserUri());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + TEMPLATE + " owner parkgate");
        } catch (SQLException e) {
            throw new AssertionError("no fresh database", e);
        }
        return uriOf(name);
    }

    private static String uriOf(String database) {
        return URI.create(sharedPostgres().uri()).resolve("/" + database).toString();
    }

    /** Brings a database up to date with the migrations of the service. */
    public static void migrate(String uri) {
        URI parts = URI.create(uri);
        String[] login = parts.getUserInfo().split(":", 2);
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + parts.getHost() + ':' + parts.getPort() + parts.getPath(),
                        login[0],
                        login[1])
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /** A PostgreSQL of its own in a new folder, with an empty database: for tests that kill or pause it. */
    public static EmbeddedPostgres startPostgres() {
        return toClose(EmbeddedPostgres.start(newFolder("postgres")));
    }

    /** A Redis of its own in a new folder, empty; some 100 ms. */
    public static EmbeddedRedis startRedis() {
        return toClose(EmbeddedRedis.start(newFolder("redis")));
    }

    /** A Redis Cluster of its own in a new folder, empty; some 5 s. */
    public static RedisCluster startRedisCluster() {
        return toClose(RedisCluster.start(newFolder("cluster")));
    }

    /**
     * The same database as the role that the service runs as, with what that one may do granted.
     *
     * @param ownerUri of a server that was started here; another's is answered as it is: one role for both
     */
    public static synchronized String asService(String ownerUri) {
        URI owner = URI.create(ownerUri);
        for (AutoCloseable each : TO_CLOSE) {
            if (each instanceof EmbeddedPostgres server
                    && URI.create(server.uri()).getPort() == owner.getPort()) {
                return URI.create(server.serviceUri()).resolve(owner.getPath()).toString();
            }
        }
        return ownerUri;
    }

    private static DataFolder newFolder(String server) {
        try {
            Path root = Files.createTempDirectory(server);
            toClose(() -> delete(root));
            return toClose(DataFolder.open(root, binaries()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized <T extends AutoCloseable> T toClose(T closeable) {
        TO_CLOSE.push(closeable);
        return closeable;
    }

    private static synchronized void closeAll() {
        for (AutoCloseable each : TO_CLOSE) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.error("a test server did not stop", e);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (var entries = Files.walk(root)) {
            for (Path entry : (Iterable<Path>) entries.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(entry);
            }
        }
    }
}
