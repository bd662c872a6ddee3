package parkgate.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Plain JDBC, for tests that look at the database from outside. */
public final class Jdbc {
    private Jdbc() {}

    /**
     * Connects.
     *
     * @param uri {@code postgresql://user:password@host:port/database}
     */
    public static Connection connect(String uri) throws SQLException {
        URI parts = URI.create(uri);
        String[] login = parts.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + parts.getHost() + ':' + parts.getPort() + parts.getPath(), login[0], login[1]);
    }
}
