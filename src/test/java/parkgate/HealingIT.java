package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** What Redis forgets while cars are inside comes back from PostgreSQL, and no answer is wrong meanwhile. */
class HealingIT {
    private static EmbeddedRedis redis;
    private static City city;

    private Lot lot;
    private Paper in;
    private Paper out;
    private Answer inside;
    private Answer left;
    private final UUID entered = UUID.randomUUID();

    @TempDir
    Path aside;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        city = new City(2, Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    /** Two cars drive into a lot of two spaces. */
    @BeforeEach
    void two_cars() {
        lot = city.lot(new JsonObject().put("capacity", 2));
        in = holder();
        out = holder();
        inside = entry(in, entered);
        left = entry(out, UUID.randomUUID());
    }

    private Paper holder() {
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());
        return paper;
    }

    private Answer entry(Paper paper, UUID scanId) {
        Answer grant = city.insist(0, lot.entry(), paper.code(), scanId);
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.passage(0, lot.entry(), grant, "CONFIRMED").status());
        return grant;
    }

    private void drives_out(Paper paper, Answer entry) {
        Answer exit = city.insist(1, lot.exit(), paper.code(), UUID.randomUUID());
        assertTrue(exit.granted(), exit::toString);
        assertEquals(entry.text("sessionId"), exit.text("sessionId"));
        assertEquals(200, city.passage(1, lot.exit(), exit, "CONFIRMED").status());
        assertEquals("COMPLETED", city.session(entry.text("sessionId")).getString("status"));
    }

    /** One car is inside, the other has left: every question about them has the answer it had before. */
    private void is_as_it_was() {
        Answer again = city.insist(1, lot.entry(), in.code(), entered);
        assertTrue(again.granted(), again::toString);
        assertTrue(again.body().getBoolean("replayed"), again::toString);
        assertEquals(inside.text("sessionId"), again.text("sessionId"));
        assertEquals(inside.text("decisionId"), again.text("decisionId"));
        assertEquals(
                "PASSBACK",
                city.insist(1, lot.otherEntry(), in.code(), UUID.randomUUID()).reason());
        assertEquals(1, city.count(1, lot.id()));
        assertEquals(1, city.count(0, lot.id()));
        assertEquals(1, city.sessions(lot, "ACTIVE"));

        Answer back = entry(out, UUID.randomUUID());
        assertEquals(
                "LOT_FULL",
                city.insist(0, lot.entry(), holder().code(), UUID.randomUUID()).reason());
        drives_out(in, inside);
        drives_out(out, back);
        assertEquals(0, city.count(0, lot.id()));
        assertEquals(3, city.ask("select count(*) from session where lot_id = ?", lot));
        assertEquals(3, city.sessions(lot, "COMPLETED"));
        assertEquals(0, city.gaps(lot));
    }

    private static String redis(String command, String argument) {
        RedisClient client = RedisClient.create(redis.uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return command.equals("FLUSHALL")
                    ? connection.sync().flushall()
                    : String.valueOf(connection.sync().configGet(argument).get(argument));
        } finally {
            client.shutdown();
        }
    }

    @Test
    void redis_forgets_everything() {
        drives_out(out, left);
        redis("FLUSHALL", "");
        is_as_it_was();
    }

    @Test
    void redis_forgets_everything_before_the_car_leaves() {
        redis("FLUSHALL", "");
        drives_out(out, left);
        is_as_it_was();
    }

    @Test
    void redis_is_killed_and_started_again() {
        drives_out(out, left);
        redis.kill();
        redis.restart();
        is_as_it_was();
    }

    @Test
    void redis_goes_back_to_before_the_car_left() throws IOException {
        Path data = Path.of(redis("CONFIG GET", "dir")).resolve("appendonlydir");
        copy(data, aside.resolve("aof"));
        drives_out(out, left);
        redis.kill();
        delete(data);
        copy(aside.resolve("aof"), data);
        redis.restart();
        is_as_it_was();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
