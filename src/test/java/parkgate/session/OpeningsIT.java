package parkgate.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.postgres.Database;
import parkgate.postgres.SqlFile;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** What was opened by hand, read on a real PostgreSQL: of each lot's 10,000 events every thousandth is an opening. */
class OpeningsIT {
    private static final OffsetDateTime START = OffsetDateTime.parse("2026-06-01T00:00:00Z");

    private static Vertx vertx;
    private static Database database;
    private static Connection sql;

    @BeforeAll
    static void open() throws SQLException {
        String uri = Servers.freshDatabaseUri();
        sql = Jdbc.connect(uri);
        try (Statement statement = sql.createStatement()) {
            statement.execute(
                    "insert into place (id, type, parent_id, name, version)"
                            + " values ('town', 'CITY', null, 'Town', 0), ('one', 'LOT', 'town', 'One', 0), ('two', 'LOT', 'town', 'Two', 0)");
            statement.execute("""
                    insert into access_event (lot_id, seq, epoch, key, kind, direction, event_time, received_time, lane_id,
                                              open_after, adjustment_after, detail)
                    select lot, n, 1, 'k' || n, case when n % 1000 = 0 then 'PASSED' else 'ENTRY' end, 'ENTRY',
                           timestamptz '2026-06-01T00:00:00Z' + n * interval '1 s', timestamptz '2026-06-01T00:00:00Z' + n * interval '1 s',
                           lot || '-in', 0, 0,
                           case when n % 1000 = 0 then 'why=No+' || n || '+pass%3DMANUAL_OPEN&pass=MANUAL_OPEN'
                                when n % 1000 = 1 then 'why=pass%3DMANUAL_OPEN' end
                    from unnest(array['one', 'two']) lot, generate_series(1, 10000) n
                    """);
            statement.execute("analyze access_event");
        }
        vertx = Vertx.vertx();
        database = Database.open(vertx, uri, 1);
    }

    @AfterAll
    static void close() throws SQLException {
        Await.result(database.close());
        Await.result(vertx.close());
        sql.close();
    }

    private static List<Opening> openings(List<String> lots, long fromSecond, int limit) {
        return Await.result(new PgScans(database.pool()).openings(lots, START.plusSeconds(fromSecond), limit));
    }

    private static List<String> ids(List<Opening> openings) {
        return openings.stream().map(Opening::id).toList();
    }

    @Test
    void the_newest_of_each_lot_come_first_with_what_was_said() {
        assertEquals(List.of("one#10000", "one#9000", "one#8000"), ids(openings(List.of("one"), 0, 3)));
        assertEquals(List.of("one#10000", "one#9000"), ids(openings(List.of("one"), 8_001, 9)), "not those before");
        assertEquals(4, openings(List.of("one", "two"), 9_000, 9).size());
        assertEquals(List.of(), openings(List.of("three"), 0, 9));
        Opening last = openings(List.of("two"), 0, 1).get(0);
        assertEquals("No 10000 pass=MANUAL_OPEN", last.reason(), "whose words look like a mark are words");
        assertEquals("two-in", last.laneId());
        assertNull(last.sessionId());
    }

    @Test
    void an_index_finds_them_among_all_other_events() throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = sql.createStatement()) {
            statement.execute("prepare openings (text[], timestamptz, int) as " + SqlFile.load("session/openings.sql"));
            try (ResultSet lines = statement.executeQuery("explain (analyze, costs off, timing off)"
                    + " execute openings ('{one,two}', '2026-06-01T00:00:00Z', 20)")) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        assertTrue(plan.toString().contains("access_event_opened"), plan::toString);
        assertFalse(plan.toString().contains("Rows Removed"), plan::toString);
    }
}
