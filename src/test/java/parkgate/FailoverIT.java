package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.embedded.RedisCluster;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** A primary of a Redis Cluster dies: its lots wait for a replica to take its place, all others notice nothing. */
class FailoverIT {
    private static String postgresUri;
    private static RedisCluster redis;
    private static City city;
    private static String keyFile = "";

    @BeforeAll
    static void boot() throws IOException {
        keyFile = Files.createTempDirectory("failover").resolve("keys.p12").toString();
        postgresUri = Servers.freshDatabaseUri();
        redis = Servers.startRedisCluster();
        city = new City(2, postgresUri, redis.uri(), "--key-file", keyFile);
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    /** A lot that lives on this primary. */
    private static Lot lot(int primary) {
        while (true) {
            Lot lot = city.lot(new JsonObject().put("capacity", 400).put("admitTransients", true));
            if (RedisCluster.primaryOf("pg:{" + lot.id() + "}:head") == primary) {
                return lot;
            }
        }
    }

    private static Answer enters(Lot lot, String code) {
        Answer grant = city.scan(0, lot.entry(), code);
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.passage(1, lot.entry(), grant, "CONFIRMED").status());
        return grant;
    }

    @Test
    void a_failover_disturbs_the_lots_of_that_primary_alone_and_loses_none_of_their_cars() {
        Lot struck = lot(0);
        List<Lot> others = List.of(lot(1), lot(2));
        String inside = city.paper().code();
        Answer entry = enters(struck, inside);
        others.forEach(lot -> enters(lot, city.paper().code()));
        String[] codes =
                IntStream.range(0, 300).mapToObj(i -> city.paper().code()).toArray(String[]::new);

        redis.kill(0);
        UUID scanId = UUID.randomUUID();
        Answer waits = city.scan(0, struck.exit(), inside, scanId);
        assertEquals(503, waits.status(), waits::toString);
        assertTrue(waits.retryAfterS() > 0, waits::toString);
        assertEquals("READY", city.get("/health/ready").getString("status"), "the other primaries decide");

        List<Answer> disturbed = new ArrayList<>();
        AtomicBoolean promoted = new AtomicBoolean();
        int[] scans = {0};
        Await.until(() -> {
            int scan = scans[0]++;
            Lot lot = others.get(scan % others.size());
            Answer answer = city.scan(scan / 2 % 2, lot.entry(), codes[scan % codes.length]);
            if (answer.status() != 200) {
                disturbed.add(answer);
            }
            promoted.set(redis.primaries() == RedisCluster.PRIMARIES);
            return promoted.get();
        });
        assertEquals(List.of(), disturbed, "of " + scans[0] + " scans at lots of other primaries");

        Answer exit = city.insist(0, struck.exit(), inside, scanId);
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertTrue(
                city.insist(1, struck.otherEntry(), codes[0], UUID.randomUUID()).status() == 200);
        assertEquals(0, city.gaps(struck));
        others.forEach(lot -> assertEquals(0, city.gaps(lot)));

        // The cluster has lost a server: an instance that is told of it first starts all the same.
        try (City later = new City(1, postgresUri, redis.uriWith(0), "--key-file", keyFile)) {
            Answer again =
                    later.insist(0, others.get(0).otherEntry(), later.paper().code(), UUID.randomUUID());
            assertTrue(again.granted(), again::toString);
        }
    }
}
