package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** Many cars at once, at two instances that know nothing of each other but their servers. */
class ScanRaceIT {
    private static EmbeddedRedis redis;
    private static City city;

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

    private static List<Answer> all(int many, IntFunction<CompletableFuture<Answer>> scan) {
        return IntStream.range(0, many).mapToObj(scan).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static Map<String, Long> byReason(List<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::reason, Collectors.counting()));
    }

    private static Set<String> sessions(List<Answer> answers) {
        return answers.stream()
                .filter(Answer::granted)
                .map(answer -> answer.text("sessionId"))
                .collect(Collectors.toSet());
    }

    private static String lane(Lot lot, int turn) {
        return turn % 4 < 2 ? lot.entry() : lot.otherEntry();
    }

    @Test
    void of_a_thousand_cars_forty_find_a_space() {
        Lot lot = city.lot(new JsonObject().put("capacity", 40).put("admitTransients", true));
        List<Paper> papers = city.papers(1_000);

        List<Answer> answers = new ArrayList<>(all(
                1_000, i -> city.insisting(i % 2, lane(lot, i), papers.get(i).code(), UUID.randomUUID())));

        assertEquals(Map.of("OK", 40L, "LOT_FULL", 960L), byReason(answers));
        assertEquals(40, sessions(answers).size());
        assertEquals(40, city.sessions(lot, "ACTIVE"));
        assertEquals(40, city.ask("select count(*) from session where lot_id = ?", lot));
        assertEquals(40, city.ask("select count(*) from access_event where lot_id = ?", lot));
        assertEquals(0, city.gaps(lot));
        assertEquals(40, city.count(0, lot.id()));
        assertEquals(40, city.count(1, lot.id()));
        assertEquals(city.count(0, "district"), city.count(1, "district"));
    }

    @Test
    void two_hundred_scans_of_one_paper_make_one_session() {
        Lot lot = city.lot(new JsonObject().put("capacity", 40));
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());

        oneSession(lot, all(200, i -> city.scanning(i % 2, lane(lot, i), paper.code(), UUID.randomUUID())));
    }

    @Test
    void two_hundred_scans_of_one_step_of_a_phone_make_one_session() {
        Lot lot = city.lot(new JsonObject().put("capacity", 40).put("minAssurance", "D"));
        Driver driver = city.driver();
        city.permit(driver.credentialId(), lot.id());
        String code = driver.shows(0);

        oneSession(lot, all(200, i -> city.scanning(i % 2, lane(lot, i), code, UUID.randomUUID())));
    }

    @Test
    void one_scan_sent_a_hundred_times_is_one_grant() {
        Lot lot = city.lot(new JsonObject().put("capacity", 40));
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());
        UUID scanId = UUID.randomUUID();

        List<Answer> answers = all(100, i -> city.scanning(i % 2, lot.entry(), paper.code(), scanId));
        assertEquals(Map.of("OK", 100L), byReason(answers));
        assertEquals(
                1,
                answers.stream()
                        .filter(answer -> !answer.body().getBoolean("replayed"))
                        .count());
        oneSession(lot, answers);
    }

    private static void oneSession(Lot lot, List<Answer> answers) {
        assertTrue(answers.stream().allMatch(answer -> answer.status() == 200), () -> byReason(answers)
                .toString());
        assertEquals(1, sessions(answers).size(), () -> byReason(answers).toString());
        assertEquals(1, city.sessions(lot, "ACTIVE"));
        assertEquals(1, city.ask("select count(*) from access_event where lot_id = ?", lot));
        assertEquals(0, city.gaps(lot));
        assertEquals(1, city.count(0, lot.id()));
        assertEquals(1, city.count(1, lot.id()));
    }
}
