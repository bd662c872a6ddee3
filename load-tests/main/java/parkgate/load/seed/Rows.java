package parkgate.load.seed;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into one table, by COPY. One at a time on a connection. */
final class Rows implements AutoCloseable {
    private static final int SENT_AT_ONCE = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder held = new StringBuilder(2 * SENT_AT_ONCE);

    /** {@code into}: the table and its columns. */
    Rows(Connection connection, String into) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + into + " from stdin");
    }

    /** One row; its values are text without a backslash, a tab or the end of a line, numbers, moments, bytes or null. */
    void add(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (i > 0) {
                held.append('\t');
            }
            if (value == null) {
                held.append("\\N");
            } else if (value instanceof byte[] bytes) {
                held.append("\\\\x").append(HexFormat.of().formatHex(bytes));
            } else if (value instanceof Instant at) {
                held.append(at.toString());
            } else {
                held.append(value);
            }
        }
        held.append('\n');
        if (held.length() >= SENT_AT_ONCE) {
            send();
        }
    }

    private void send() throws SQLException {
        byte[] bytes = held.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        held.setLength(0);
    }

    /** All of them are in the table now. */
    void end() throws SQLException {
        send();
        copy.endCopy();
    }

    /** Without {@link #end} none of them is. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
