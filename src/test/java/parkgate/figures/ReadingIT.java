package parkgate.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.http.Problem;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Long readings on a real PostgreSQL: bounded in number, and without the power to change anything. */
class ReadingIT {
    private static Vertx vertx;
    private static Database database;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        database = Database.open(vertx, Servers.freshDatabaseUri(), Reading.CONNECTIONS);
    }

    @AfterAll
    static void close() {
        Await.result(database.close());
        Await.result(vertx.close());
    }

    private static Reading reading() {
        return new Reading(database.pool(), new SimpleMeterRegistry());
    }

    @Test
    void so_many_are_read_or_waited_for_and_one_more_is_told_to_come_again() {
        Reading reading = reading();
        Promise<Integer> held = Promise.promise();
        List<Future<Integer>> all = new ArrayList<>();
        for (int n = 0; n < Reading.MOST; n++) {
            all.add(reading.of(connection -> held.future()));
        }
        Future<Integer> oneMore = reading.of(connection -> held.future());
        Problem problem = assertThrows(Problem.class, () -> Await.result(oneMore));
        assertEquals("figures-busy", problem.slug());
        assertEquals(503, problem.status());
        held.complete(7);
        all.forEach(each -> assertEquals(7, Await.result(each)));
        Future<Integer> next = reading.of(connection -> Future.succeededFuture(8));
        assertEquals(8, Await.result(next));
    }

    @Test
    void strangers_leave_room_for_those_who_work_here() {
        Reading reading = reading();
        Promise<Integer> held = Promise.promise();
        List<Future<Integer>> all = new ArrayList<>();
        for (int n = 0; n < Reading.MOST_OF_ANYONE; n++) {
            all.add(reading.ofAnyone(connection -> held.future()));
        }
        Future<Integer> oneMore = reading.ofAnyone(connection -> held.future());
        assertEquals(
                503, assertThrows(Problem.class, () -> Await.result(oneMore)).status());
        all.add(reading.of(connection -> held.future()));
        held.complete(7);
        all.forEach(each -> assertEquals(7, Await.result(each)));
        Future<Integer> next = reading.ofAnyone(connection -> Future.succeededFuture(8));
        assertEquals(8, Await.result(next));
    }

    @Test
    void who_only_reads_can_change_nothing() {
        Future<Integer> change = reading().of(connection -> connection
                .query("update place set name = 'another'")
                .execute()
                .map(rows -> rows.rowCount()));
        PgException refused = assertThrows(PgException.class, () -> Await.result(change));
        assertTrue(String.valueOf(refused.getMessage()).contains("read-only"), refused::getMessage);
    }
}
