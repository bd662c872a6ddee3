package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parkgate.embedded.EmbeddedRedis;
import parkgate.postgres.Database;
import parkgate.redis.Redis;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/**
 * The lot protocol on the real servers: no walk breaks a promise, and with a rule left out one soon does. A walk that
 * failed is walked again by its seed: {@code -Dtest.argLine="-Dprotocol.seed=… -Dprotocol.walks=1"}.
 */
class ProtocolIT {
    private static final long FIRST_SEED = Long.getLong("protocol.seed", 1);
    private static final int WALKS = Integer.getInteger("protocol.walks", 40);
    private static final int WALKS_UNTIL_CAUGHT = 60;

    private static EmbeddedRedis server;
    private static Vertx vertx;
    private static Redis redis;
    private static Database database;
    private static Pool pool;

    @BeforeAll
    static void start() throws Exception {
        server = Servers.startRedis();
        // The transport that the service runs on: Lettuce shares the loop, and keeps to one for the whole JVM.
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        redis = Turns.await(Redis.connect(
                vertx, server.uri(), Duration.ofSeconds(10), LotLibrary.load(), "protocol", new SimpleMeterRegistry()));
        String uri = Servers.freshDatabaseUri();
        try (Connection connection = Jdbc.connect(uri);
                Statement statement = connection.createStatement()) {
            // What PostgreSQL loses is not part of the walk: its commits need not reach the disk.
            statement.execute("alter database " + connection.getCatalog() + " set synchronous_commit = off");
        }
        database = Database.open(vertx, uri, 2);
        pool = database.pool();
    }

    @AfterAll
    static void stop() {
        Turns.await(redis.close());
        Turns.await(vertx.close());
        server.close();
    }

    @Test
    void no_walk_breaks_a_promise() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + WALKS; seed++) {
            List<String> broken = new ProtocolWalk(seed, LeftOut.NOTHING, redis, pool).walk();
            assertEquals(List.of(), broken, "-Dprotocol.walks=1 -Dprotocol.seed=" + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NOTHING"})
    void a_rule_left_out_breaks_a_promise(LeftOut rule) {
        long from = rule.firstSeed();
        for (long seed = from; seed < from + WALKS_UNTIL_CAUGHT; seed++) {
            List<String> broken = new ProtocolWalk(seed, rule, redis, pool).walk();
            if (!broken.isEmpty()) {
                System.out.println(rule + " caught by seed " + seed + ": " + broken.get(0));
                return;
            }
        }
        fail(rule + " was left out, and " + WALKS_UNTIL_CAUGHT + " walks from seed " + from + " broke nothing");
    }

    /** The rule that FENCE.md calls noconfirm: too rare a meeting for walks of a build's length, so it is arranged. */
    @Test
    void what_a_held_up_installer_put_there_answers_but_does_not_queue() {
        String lot = "held-up";
        Turns.await(pool.query("""
                        insert into place (id, type, parent_id, name, version) values ('city', 'CITY', null, 'City', 1),
                            ('district', 'DISTRICT', 'city', 'District', 1), ('held-up', 'LOT', 'district', 'Lot', 1)
                            on conflict (id) do nothing
                        """).execute());
        LotFunctions functions = new LotFunctions(redis, redis, 1_000, 100);
        PgRecords records = new PgRecords(pool, pool);
        long epoch = Turns.await(records.raiseEpoch(lot, 0));
        LotPicture old = Turns.await(records.picture(lot));
        Turns.await(records.raiseEpoch(lot, epoch)); // somebody later began, and Redis lost what they installed

        assertTrue(Turns.await(functions.install(lot, 1, old, List.of(), List.of())));
        assertEquals("NOT_SURE", Turns.await(functions.mark(lot, 1, epoch, 1)));
        Turns.await(functions.confirm(lot, epoch));
        assertEquals("MARKED", Turns.await(functions.mark(lot, 1, epoch, 1)));
    }
}
