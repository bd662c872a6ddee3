package parkgate.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a database for a test that looks there again and again: a login costs both sides more than most questions. It
 * is opened anew where the server was away meanwhile.
 */
public final class KeptConnection implements AutoCloseable {
    private static final int VALID_S = 5;

    private final String uri;
    private @Nullable Connection connection;

    /** Connects at the first question. {@code uri} as for {@link Jdbc#connect}. */
    public KeptConnection(String uri) {
        this.uri = uri;
    }

    private Connection connected() throws SQLException {
        Connection kept = connection;
        if (kept == null || !kept.isValid(VALID_S)) {
            close();
            kept = Jdbc.connect(uri);
            connection = kept;
        }
        return kept;
    }

    /** Does something. */
    public synchronized void execute(String sql) {
        try (Statement statement = connected().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The first number of the first row. */
    public synchronized long number(String sql) {
        try (Statement statement = connected().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        } finally {
            connection = null;
        }
    }
}
