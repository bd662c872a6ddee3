package parkgate.postgres;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.Flyway;

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
        return Flyway.configure()
                .dataSource(jdbcUrl(to), to.getUser(), to.getPassword())
                .connectRetries(5)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }

    static String jdbcUrl(PgConnectOptions to) {
        String tls = to.getSslMode() == SslMode.DISABLE ? "disable" : to.getSslMode().value;
        return "jdbc:postgresql://" + to.getHost() + ":" + to.getPort() + "/"
                + URLEncoder.encode(to.getDatabase(), StandardCharsets.UTF_8) + "?ApplicationName=parkgate&sslmode="
                + tls;
    }
}
