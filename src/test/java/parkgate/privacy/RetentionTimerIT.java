package parkgate.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** When the rounds of retention come, with timers that the test rings. */
class RetentionTimerIT {
    private final List<Long> waits = new ArrayList<>();
    private final List<Long> calledOff = new ArrayList<>();
    private Runnable ringing = () -> {};
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private String uri;
    private Vertx vertx;
    private Database database;
    private Retention retention;

    @BeforeEach
    void open() {
        uri = Servers.freshDatabaseUri();
        vertx = Vertx.vertx();
        database = Database.open(vertx, uri, 1);
        retention = new Retention(
                vertx,
                new Retention.Timers() {
                    @Override
                    public long in(long ms, Runnable then) {
                        ringing = then;
                        synchronized (waits) {
                            waits.add(ms);
                            return waits.size();
                        }
                    }

                    @Override
                    public void callOff(long number) {
                        calledOff.add(number);
                    }
                },
                database.pool(),
                Kept.days(30, 90, 0, 0),
                Instant::now,
                new Random(1),
                UUID::randomUUID,
                metrics);
    }

    @AfterEach
    void close() {
        Await.result(database.close());
        Await.result(vertx.close());
    }

    private long wait(int which) {
        Await.until(() -> {
            synchronized (waits) {
                return waits.size() > which;
            }
        });
        synchronized (waits) {
            assertEquals(which + 1, waits.size());
            return waits.get(which);
        }
    }

    private static void assertAbout(long expected, long ms) {
        assertTrue(ms >= expected && ms < expected + expected / 4, () -> expected + ", not " + ms);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = Jdbc.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void the_first_round_comes_soon_and_each_next_one_an_hour_after_it_ended() {
        retention.start();
        assertAbout(Retention.SOON_MS, wait(0));
        ringing.run();
        assertAbout(Retention.EVERY_MS, wait(1));
        ringing.run();
        assertAbout(Retention.EVERY_MS, wait(2));
    }

    @Test
    void a_round_that_leaves_something_is_followed_soon() throws SQLException {
        int more = PgRetention.ROWS * Retention.MAX_BATCHES + 1;
        execute(
                "insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, reason, event_time, received_time)"
                        + " select gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'ENTRY', 'MALFORMED', now() - interval '91 days',"
                        + " now() - interval '91 days' from generate_series(1, " + more + ")");
        retention.start();
        wait(0);
        ringing.run();
        assertAbout(Retention.SOON_MS, wait(1));
        ringing.run();
        assertAbout(Retention.EVERY_MS, wait(2));
    }

    @Test
    void a_round_that_fails_is_followed_at_its_time() throws SQLException {
        execute("alter table scan_denial rename to scan_denial_away");
        retention.start();
        wait(0);
        ringing.run();
        assertAbout(Retention.EVERY_MS, wait(1));
        assertEquals(1, metrics.get("parkgate_retention_failures").counter().count());
    }

    @Test
    void after_the_end_no_round_is_set() throws SQLException {
        retention.start();
        wait(0);
        retention.stop();
        assertEquals(List.of(1L), calledOff);
        Await.result(retention.round());
        ringing.run();
        assertEquals(
                1,
                metrics.get("parkgate_retention_erased")
                        .tag("kind", "scans")
                        .counters()
                        .size());
        assertEquals(1, waits.size());
    }
}
