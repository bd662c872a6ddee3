package parkgate.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** A PostgreSQL that stands still, is gone, refuses connections, or has none free: everybody is told so. */
class DeadlinePoolIT {
    private static final long STATEMENT_MS = 300;
    private static final long TRANSACTION_MS = 400;
    private static final int CONNECTIONS = 2;

    private static Vertx vertx;
    private static EmbeddedPostgres postgres;
    private static Database database;
    private static Pool pool;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        postgres = Servers.startPostgres();
        database = Database.open(vertx, postgres.uri(), CONNECTIONS);
        pool = new DeadlinePool(database.pool("hurried", CONNECTIONS), STATEMENT_MS, TRANSACTION_MS);
    }

    @AfterAll
    static void end() {
        postgres.resume();
        Await.result(database.close());
        Await.result(vertx.close());
        postgres.close();
    }

    private static int one() {
        return Await.result(pool.query("select 1").execute()).iterator().next().getInteger(0);
    }

    private static void recovers() {
        Await.until(() -> {
            Future<?> again = pool.query("select 1").execute();
            Await.until(again::isComplete);
            return again.succeeded();
        });
    }

    /** More than there are connections, in each way that there is to ask; all fail, and as a server that is away. */
    private static void allAreToldThatItIsAway() {
        List<Future<?>> asked = new ArrayList<>();
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            asked.add(pool.query("select 1").execute());
            asked.add(pool.preparedQuery("select $1::int").execute(Tuple.of(i)));
            asked.add(pool.preparedQuery("select $1::int").executeBatch(List.of(Tuple.of(i))));
            asked.add(pool.withTransaction(tx -> tx.query("select 1").execute().compose(x -> tx.query("select 2")
                    .execute())));
            asked.add(pool.withConnection(one -> one.query("select 1").execute()));
        }
        asked.forEach(each -> Await.until(each::isComplete));
        asked.forEach(each -> assertTrue(PgFailure.isAway(each.cause()), () -> String.valueOf(each.cause())));
    }

    @Test
    void one_that_stands_still() {
        assertEquals(1, one());
        postgres.pause();
        allAreToldThatItIsAway();
        postgres.resume();
        recovers();
    }

    @Test
    void one_that_was_killed_and_refuses_connections() {
        assertEquals(1, one());
        postgres.kill();
        allAreToldThatItIsAway();
        postgres.restart();
        recovers();
    }

    @Test
    void one_whose_connections_are_all_taken() {
        List<Future<?>> sleeping = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            sleeping.add(pool.query("select pg_sleep(1)").execute());
        }
        Future<?> behind = pool.query("select 1").execute();
        Await.until(behind::isComplete);
        assertTrue(PgFailure.isAway(behind.cause()), () -> String.valueOf(behind.cause()));
        sleeping.forEach(each -> Await.until(each::isComplete));
        recovers();
    }
}
