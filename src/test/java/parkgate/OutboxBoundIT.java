package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** PostgreSQL is away for so long that a lot's outbox is full: entries are refused, exits open, and all of it heals. */
class OutboxBoundIT {
    private static final int BOUND = 100;

    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedis();
        city = new City(
                1,
                postgres.uri(),
                redis.uri(),
                "--record-deadline-ms",
                "200",
                "--outbox-bound",
                Integer.toString(BOUND));
    }

    @AfterAll
    static void end() {
        postgres.resume();
        city.close();
        redis.close();
        postgres.close();
    }

    private static Answer ready() {
        return new Gate(city.url()).get("/health/ready", city.adminKey());
    }

    private static String metrics(String name) {
        return new MetricsPage(city.url()).value(name);
    }

    private static JsonObject passed(Lot lot, int seq) {
        return city.post(
                lot.exit(),
                "/v1/passages",
                new JsonObject().put("direction", "EXIT").put("deviceSeq", seq));
    }

    /** As if the lot had been in use for long: else a refusal would have to be asked of PostgreSQL first. */
    private static void ages(Lot lot) {
        RedisClient client = RedisClient.create(redis.uri());
        try (var connection = client.connect()) {
            connection.sync().hset("pg:{" + lot.id() + "}:head", "since", "1");
        } finally {
            client.shutdown();
        }
    }

    @Test
    void entries_are_refused_with_a_reason_and_exits_open_until_it_has_emptied_by_itself() {
        Lot lot = city.lot(new JsonObject().put("capacity", 500).put("admitTransients", true));
        Paper inside = city.paper();
        Paper outside = city.paper();
        for (Paper paper : new Paper[] {outside, inside}) {
            Answer entry = city.insist(0, lot.entry(), paper.code(), UUID.randomUUID());
            String became = paper.equals(inside) ? "CONFIRMED" : "NO_ENTRY";
            assertEquals(200, city.passage(0, lot.entry(), entry, became).status());
        }
        city.scan(0, lot.exit(), "a bad read"); // its key is known here from now on
        ages(lot);
        Await.until(() -> ready().status() == 200);
        long before = city.ask("select count(*) from access_event where lot_id = ?", lot);

        postgres.pause();
        Await.until(() -> ready().body().getJsonArray("notes").encode().contains("PostgreSQL does not answer"));
        assertEquals(200, ready().status(), "scans are taken");
        for (int i = 0; i < BOUND; i++) {
            assertEquals("QUEUED", passed(lot, i).getString("durability"));
        }
        Answer entry = city.scan(0, lot.entry(), outside.code());
        assertEquals("NOT_RECORDABLE", entry.reason(), entry::toString);
        Answer exit = city.scan(0, lot.exit(), inside.code());
        assertTrue(exit.granted(), exit::toString);
        assertEquals("QUEUED", exit.text("durability"));
        Answer left = city.passage(0, lot.exit(), exit, "CONFIRMED");
        assertEquals("QUEUED", left.text("durability"), left::toString);
        assertEquals("QUEUED", passed(lot, BOUND).getString("durability"));

        Await.until(() -> ready().status() == 503);
        String missing = ready().body().getJsonArray("missing").encode();
        assertTrue(missing.contains("outbox is at its bound of " + BOUND), missing);
        assertEquals("1.0", metrics("parkgate_outbox_lots_at_bound"));
        assertEquals(BOUND + 3.0, Double.parseDouble(metrics("parkgate_outbox_fullest_events")));

        postgres.resume();
        Await.until(() ->
                ready().status() == 200 && metrics("parkgate_outbox_events").equals("0.0"));
        assertEquals(before + BOUND + 3, city.ask("select count(*) from access_event where lot_id = ?", lot));
        assertEquals(0, city.gaps(lot));
        Answer now = city.scan(0, lot.entry(), outside.code());
        assertTrue(now.granted(), now::toString);
    }
}
