package parkgate.load.stage;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A connection to the load's PostgreSQL, to look and to fill tables; blocks. */
public final class PostgresConsole implements AutoCloseable {
    private final Connection connection;

    private PostgresConsole(Connection connection) {
        this.connection = connection;
    }

    /** Connects to {@code postgresql://user:password@host:port/database}. */
    public static PostgresConsole open(String uri) {
        URI parts = URI.create(uri);
        String[] user = parts.getUserInfo().split(":", 2);
        Properties login = new Properties();
        login.setProperty("user", user[0]);
        login.setProperty("password", user[1]);
        try {
            return new PostgresConsole(DriverManager.getConnection(
                    "jdbc:postgresql://" + parts.getHost() + ":" + parts.getPort() + parts.getPath(), login));
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL is not there", e);
        }
    }

    public Connection connection() {
        return connection;
    }

    /** All rows of a query, as texts; null stays null. */
    public List<String[]> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String[]> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                String[] row = new String[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getString(i + 1);
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask: " + sql, e);
        }
    }

    /** The first value of the first row. */
    public String value(String sql) {
        return rows(sql).get(0)[0];
    }

    public long number(String sql) {
        return Long.parseLong(value(sql));
    }

    /** Does something that answers nothing. */
    public void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot do: " + sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a connection that does not close", e);
        }
    }
}
