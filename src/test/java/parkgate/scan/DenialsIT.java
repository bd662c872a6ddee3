package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Servers;

class DenialsIT {
    private static final long NOW_MS = 1_795_000_000_000L;

    private final Vertx vertx = Vertx.vertx();
    private final Database database = Database.open(vertx, Servers.freshDatabaseUri(), 1);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        Await.result(database.close());
        Await.result(vertx.close());
    }

    private static Denials.Denial at(long eventMs) {
        return new Denials.Denial(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "lot",
                "lane",
                Direction.ENTRY,
                "",
                Reason.MALFORMED,
                null,
                eventMs,
                NOW_MS);
    }

    @Test
    void one_that_cannot_be_written_keeps_no_other_from_being_written() {
        Context context = vertx.getOrCreateContext();
        Denials denials = new Denials(vertx, context, database.pool(), metrics);
        context.runOnContext(x -> {
            for (int i = 0; i < 40; i++) {
                denials.write(at(i % 20 == 7 ? Long.MAX_VALUE : NOW_MS));
            }
        });
        Await.until(() -> Await.result(database.pool()
                        .query("select count(*) from scan_denial")
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0)))
                == 38);
        assertEquals(2, metrics.counter("parkgate_denials_dropped").count());
    }

    @Test
    void one_of_the_first_moment_of_1970_is_written() {
        Context context = vertx.getOrCreateContext();
        Denials denials = new Denials(vertx, context, database.pool(), metrics);
        context.runOnContext(x -> denials.write(at(0)));
        Await.until(() -> Await.result(database.pool()
                        .query("select count(*) from scan_denial where event_time = timestamptz 'epoch'")
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0)))
                == 1);
    }

    @Test
    void the_writer_rests_three_times_as_long_as_a_batch_took_and_half_a_second_at_most() {
        assertEquals(0, Denials.restMs(300_000));
        assertEquals(30, Denials.restMs(10_000_000));
        assertEquals(500, Denials.restMs(2_000_000_000));
    }
}
