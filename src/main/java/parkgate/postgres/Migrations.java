package parkgate.postgres;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a database's schema to this program's version, by the files in {@code db/migration}. */
public final class Migrations {
    /** A server that takes a connection and says nothing is given up after so long, seconds. */
    private static final int CONNECT_S = 5;

    /** The longest statement of a migration, seconds: on a large table one may take minutes. */
    private static final int STATEMENT_S = 600;

    /** Tries to connect after the first one, 1, 2, 4, 8 and 16 s apart: a server that starts with us may come up meanwhile. */
    private static final int RETRIES = 5;

    private Migrations() {}

    /**
     * Applies what is missing. Blocks, for the start only. Instances that start together wait for each other at a lock in
     * the database.
     *
     * @param uri as for {@link Database#open}
     * @return how many files were applied
     * @throws org.flywaydb.core.api.FlywayException when the database cannot be reached, a file fails, or the schema was
     *     made by a newer or an altered set of files
     */
    public static int run(String uri) {
        PgConnectOptions to = Database.options(uri);
        return configured(to).load().migrate().migrationsExecuted;
    }

    /**
     * The same up to a version, as an older release left it.
     *
     * @param target the last version to apply
     */
    public static int run(String uri, String target) {
        PgConnectOptions to = Database.options(uri);
        return configured(to).target(target).load().migrate().migrationsExecuted;
    }

    /** The versions of this program's files, ascending. */
    public static List<String> versions(String uri) {
        return Arrays.stream(configured(Database.options(uri)).load().info().all())
                .filter(each -> each.getVersion() != null)
                .map(each -> each.getVersion().getVersion())
                .toList();
    }

    private static FluentConfiguration configured(PgConnectOptions to) {
        return Flyway.configure()
                .dataSource(jdbcUrl(to), to.getUser(), to.getPassword())
                .connectRetries(RETRIES)
                .locations("classpath:db/migration");
    }

    /**
     * Connects outside of the service, for commands. Blocks.
     *
     * @param uri as for {@link Database#open}
     */
    public static Connection connect(String uri) throws SQLException {
        PgConnectOptions to = Database.options(uri);
        return DriverManager.getConnection(jdbcUrl(to), to.getUser(), to.getPassword());
    }

    static String jdbcUrl(PgConnectOptions to) {
        String tls = to.getSslMode() == SslMode.DISABLE ? "disable" : to.getSslMode().value;
        return "jdbc:postgresql://" + to.getHost() + ":" + to.getPort() + "/"
                + URLEncoder.encode(to.getDatabase(), StandardCharsets.UTF_8) + "?ApplicationName=parkgate&sslmode="
                + tls + "&connectTimeout=" + CONNECT_S + "&loginTimeout=" + CONNECT_S + "&socketTimeout="
                + STATEMENT_S;
    }
}
