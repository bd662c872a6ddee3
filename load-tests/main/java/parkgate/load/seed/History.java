package parkgate.load.seed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import parkgate.load.city.Code;

/** What a city remembers of the days before: events, the stays that follow from them, and the lots' heads. */
final class History {
    /** Within what is kept by default, so that nothing of it is erased while a load runs. */
    private static final int DAYS = 7;

    private final Connection connection;

    History(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes it; the lots have no history yet.
     *
     * @param events as many as each lot can have whole stays of, or a few fewer
     * @return how many there are
     */
    long write(String city, int lots, List<Code> drivers, long events) throws SQLException {
        long whole = events / (2L * lots) * 2 * lots;
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temporary table seeded_driver (n bigint primary key, id text) on commit drop");
            try (Rows rows = new Rows(connection, "seeded_driver (n, id)")) {
                long n = 0;
                for (Code driver : drivers) {
                    rows.add(n, driver.credentialId());
                    n++;
                }
                rows.end();
            }
            statement.execute("analyze seeded_driver");
            Bare bare = new Bare(connection, statement, true, List.of("access_event", "session"));
            for (String file : List.of("events.sql", "sessions.sql")) {
                insert(file, city, lots, whole, drivers.size());
            }
            bare.restore();
        }
        try (PreparedStatement heads = connection.prepareStatement(
                "insert into lot_head (lot_id, epoch, last_seq) select ? || '-' || i, 1, ? from generate_series(0, ? - 1) i")) {
            heads.setString(1, city);
            heads.setLong(2, whole / lots);
            heads.setInt(3, lots);
            heads.executeUpdate();
        }
        return whole;
    }

    private void insert(String file, String city, int lots, long events, int drivers) throws SQLException {
        // The files' numbered arguments, given by EXECUTE: JDBC's own have no numbers.
        try (Statement statement = connection.createStatement()) {
            statement.execute("prepare seeding (text, bigint, bigint, bigint, integer) as " + text(file));
            statement.execute(
                    "execute seeding ('" + city + "', " + lots + ", " + events + ", " + drivers + ", " + DAYS + ")");
            statement.execute("deallocate seeding");
        }
    }

    private static String text(String file) {
        try (InputStream in = History.class.getResourceAsStream("/seed/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no file seed/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
