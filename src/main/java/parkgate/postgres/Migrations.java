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
                .connectRetries(5)
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
                + tls;
    }
}
