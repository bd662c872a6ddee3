package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** What lanes did by themselves while they were cut off, told to two instances. */
class OfflineIT {
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

    private static void forgetAll() {
        RedisClient client = RedisClient.create(redis.uri());
        try (var connection = client.connect()) {
            connection.sync().flushall();
        } finally {
            client.shutdown();
        }
    }

    private static Lot lot() {
        return city.lot(new JsonObject());
    }

    private static Paper guest(Lot lot) {
        Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id());
        return paper;
    }

    private static List<JsonObject> told(int instance, String lane, JsonObject batch) {
        return results(city.telling(instance, lane, batch).join());
    }

    private static List<JsonObject> results(Answer answer) {
        assertEquals(200, answer.status(), answer::toString);
        JsonArray results = answer.body().getJsonArray("results");
        return IntStream.range(0, results.size())
                .mapToObj(results::getJsonObject)
                .toList();
    }

    private static JsonObject only(int instance, String lane, Journal journal) {
        List<JsonObject> results = told(instance, lane, journal.body());
        assertEquals(1, results.size());
        return results.get(0);
    }

    private static void assertTold(String status, List<String> flags, JsonObject result) {
        assertEquals(status, result.getString("status"), result::encode);
        assertEquals(new JsonArray(flags), result.getJsonArray("flags"), result::encode);
    }

    private static long events(Lot lot) {
        return city.ask("select count(*) from access_event where lot_id = ?", lot);
    }

    @Test
    void a_stay_that_two_lanes_saw_while_cut_off_is_a_stay_like_any_other() {
        Lot lot = lot();
        Paper paper = guest(lot);

        JsonObject in =
                only(0, lot.entry(), new Journal().admitted(paper.code()).ago(Duration.ofMinutes(4)));
        assertTold("RECORDED", List.of("OFFLINE"), in);
        assertEquals("COMMITTED", in.getString("durability"));
        assertEquals(1, city.count(1, lot.id()));
        JsonObject out =
                only(1, lot.exit(), new Journal().admitted(paper.code()).ago(Duration.ofMinutes(1)));
        assertTold("RECORDED", List.of("OFFLINE"), out);

        assertEquals(in.getString("sessionId"), out.getString("sessionId"));
        JsonObject session = city.session(in.getString("sessionId"));
        assertEquals("COMPLETED", session.getString("status"));
        assertEquals("OFFLINE", session.getJsonObject("entry").getString("passType"));
        assertEquals("OFFLINE", session.getJsonObject("exit").getString("passType"));
        Duration stayed = Duration.between(
                java.time.Instant.parse(session.getJsonObject("entry").getString("eventTime")),
                java.time.Instant.parse(session.getJsonObject("exit").getString("eventTime")));
        assertEquals(3, stayed.plusSeconds(30).toMinutes(), "by the lanes' clocks, not ours");
        assertEquals(0, city.count(0, lot.id()));
    }

    @Test
    void a_batch_that_is_sent_again_and_at_two_instances_at_once_counts_once() {
        Lot lot = lot();
        Journal journal = new Journal();
        for (int i = 0; i < 20; i++) {
            journal.admitted(guest(lot).code());
        }
        journal.admitted("nobody's code").refused(guest(lot).code(), "PACK_STALE");
        JsonObject batch = journal.body();

        List<CompletableFuture<Answer>> both =
                List.of(city.telling(0, lot.entry(), batch), city.telling(1, lot.entry(), batch));
        List<JsonObject> all = new ArrayList<>();
        both.forEach(one -> all.addAll(results(one.join())));
        all.addAll(told(0, lot.entry(), batch));

        assertEquals(
                0,
                all.stream()
                        .filter(one -> one.getString("status").equals("NOT_TAKEN"))
                        .count());
        assertEquals(21, events(lot));
        assertEquals(20, city.sessions(lot, "ACTIVE"));
        assertEquals(1, city.ask("select count(*) from scan_denial where lot_id = ?", lot));
        assertEquals(21, city.count(0, lot.id()));
        assertEquals(0, city.gaps(lot));
        assertTrue(all.subList(44, 66).stream()
                .allMatch(one -> one.getString("status").equals("ALREADY_KNOWN")));
    }

    @Test
    void what_the_service_had_granted_without_being_heard_is_known_and_its_passage_reported() {
        Lot lot = lot();
        Paper paper = guest(lot);
        UUID unheard = UUID.randomUUID();
        Answer grant = city.scan(0, lot.entry(), paper.code(), unheard);
        assertTrue(grant.granted());

        JsonObject known =
                only(1, lot.entry(), new Journal().admitted(paper.code()).withId(unheard));

        assertEquals("ALREADY_KNOWN", known.getString("status"), known::encode);
        assertEquals(grant.text("sessionId"), known.getString("sessionId"));
        assertEquals(1, city.count(0, lot.id()));
        assertEquals(
                1,
                city.ask("select count(*) from access_event where kind = 'CONFIRMED' and lot_id = ?", lot),
                "the car is in");
    }

    @Test
    void a_grant_that_was_not_heard_and_refused_by_the_lane_is_undone() {
        Lot lot = lot();
        Paper paper = guest(lot);
        UUID unheard = UUID.randomUUID();
        assertTrue(city.scan(0, lot.entry(), paper.code(), unheard).granted());

        JsonObject known = only(
                0, lot.entry(), new Journal().refused(paper.code(), "NO_PACK").withId(unheard));

        assertEquals("ALREADY_KNOWN", known.getString("status"), known::encode);
        assertEquals(0, city.count(0, lot.id()));
    }

    @Test
    void a_scan_that_is_asked_online_while_it_is_told_counts_once() {
        for (int i = 0; i < 20; i++) {
            Lot lot = lot();
            Paper paper = guest(lot);
            UUID scanId = UUID.randomUUID();
            var telling = city.telling(
                    i % 2,
                    lot.entry(),
                    new Journal().admitted(paper.code()).withId(scanId).body());
            var asking = city.scanning(1 - i % 2, lot.entry(), paper.code(), scanId);

            JsonObject told = results(telling.join()).get(0);
            Answer asked = asking.join();
            assertTrue(asked.granted(), asked::toString);
            assertEquals(told.getString("sessionId"), asked.text("sessionId"));
            assertEquals(1, city.ask("select count(*) from access_event where kind = 'ENTRY' and lot_id = ?", lot));
            assertEquals(1, city.count(0, lot.id()));
        }
    }

    @Test
    void the_same_code_at_two_lanes_that_were_cut_off_is_counted_twice_flagged_and_reported() {
        Lot lot = lot();
        Driver driver = city.driver();
        city.permit(driver.credentialId(), lot.id());
        String code = driver.shows(0);

        assertTold(
                "RECORDED",
                List.of("OFFLINE"),
                only(0, lot.entry(), new Journal().admitted(code).ago(Duration.ofSeconds(1))));
        JsonObject copy = only(1, lot.otherEntry(), new Journal().admitted(code).ago(Duration.ofSeconds(1)));

        assertTold("FLAGGED", List.of("OFFLINE", "REPLAYED", "PASSBACK"), copy);
        assertEquals(2, city.count(0, lot.id()));
        Await.until(() -> !city.get("/v1/alarms?placeId=" + lot.id())
                .getJsonArray("items")
                .isEmpty());
        JsonObject alarm =
                city.get("/v1/alarms?placeId=" + lot.id()).getJsonArray("items").getJsonObject(0);
        assertEquals("DOUBLE_ADMIT", alarm.getString("kind"));
        assertEquals(
                "REPLAYED", city.scan(0, lot.otherEntry(), code).reason(), "the step is spent for the service too");
    }

    @Test
    void an_exit_that_is_told_before_its_entry_makes_one_stay_and_bars_nobody() {
        Lot lot = lot();
        Paper paper = guest(lot);

        JsonObject out =
                only(0, lot.exit(), new Journal().admitted(paper.code()).ago(Duration.ofMinutes(1)));
        assertTold("FLAGGED", List.of("OFFLINE", "NO_OPEN_SESSION"), out);
        JsonObject in =
                only(1, lot.entry(), new Journal().admitted(paper.code()).ago(Duration.ofMinutes(3)));
        assertTold("FLAGGED", List.of("OFFLINE", "LEFT_ALREADY"), in);

        assertEquals(out.getString("sessionId"), in.getString("sessionId"));
        JsonObject session = city.session(in.getString("sessionId"));
        assertEquals("COMPLETED", session.getString("status"), session::encode);
        assertEquals(0, city.count(0, lot.id()));
        assertTrue(city.scan(1, lot.entry(), paper.code()).granted(), "nobody is inside");
    }

    @Test
    void an_exit_told_first_had_lowered_the_unknown_part_and_its_entry_puts_that_right() {
        Lot lot = lot();
        Paper paper = guest(lot);
        city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 5).put("reason", "counted"));
        only(0, lot.exit(), new Journal().admitted(paper.code()).ago(Duration.ofMinutes(1)));
        assertEquals(4, city.count(0, lot.id()));
        only(1, lot.entry(), new Journal().admitted(paper.code()).ago(Duration.ofMinutes(3)));
        assertEquals(5, city.count(0, lot.id()));
    }

    @Test
    void what_the_service_would_have_refused_is_flagged_with_each_reason() {
        Lot lot = city.lot(new JsonObject().put("capacity", 1).put("minAssurance", "T"));
        Paper holder = guest(lot);
        Paper stranger = city.paper();
        Paper revoked = guest(lot);
        city.post("/v1/credentials/" + revoked.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        JsonObject batch = new Journal()
                .admitted(holder.code())
                .admitted(stranger.code())
                .admitted(revoked.code())
                .ago(Duration.ZERO)
                .admitted("not a code")
                .note(holder.code(), "GRANTED", new JsonObject().put("vehiclePresent", false))
                .body();

        List<JsonObject> results = told(0, lot.entry(), batch);

        assertTold("FLAGGED", List.of("OFFLINE", "ASSURANCE_TOO_LOW"), results.get(0));
        assertTold("FLAGGED", List.of("OFFLINE", "ASSURANCE_TOO_LOW", "NO_RIGHT_HERE", "LOT_FULL"), results.get(1));
        assertTold("FLAGGED", List.of("OFFLINE", "REVOKED", "ASSURANCE_TOO_LOW", "LOT_FULL"), results.get(2));
        assertTold("FLAGGED", List.of("OFFLINE", "UNMATCHED_PASSAGE", "MALFORMED"), results.get(3));
        assertTold(
                "FLAGGED",
                List.of("OFFLINE", "ASSURANCE_TOO_LOW", "NO_VEHICLE_PRESENT", "PASSBACK", "LOT_FULL"),
                results.get(4));
        assertEquals(5, city.count(0, lot.id()), "only what has happened takes a count over capacity");
    }

    @Test
    void a_car_that_backed_out_is_recorded_and_not_counted() {
        Lot lot = lot();
        JsonObject result =
                only(0, lot.entry(), new Journal().backedOut(guest(lot).code()));
        assertTold("FLAGGED", List.of("OFFLINE", "NO_ENTRY"), result);
        assertEquals("INVALID", city.session(result.getString("sessionId")).getString("status"));
        assertEquals(0, city.count(0, lot.id()));
    }

    @Test
    void a_refusal_of_the_lane_is_in_the_list_of_scans_with_its_own_word() {
        Lot lot = lot();
        Paper paper = guest(lot);
        told(
                0,
                lot.entry(),
                new Journal()
                        .refused(paper.code(), "PASSBACK")
                        .refused(paper.code(), "PACK_STALE")
                        .body());
        JsonArray scans = city.get("/v1/scans?placeId=" + lot.id()).getJsonArray("items");
        List<String> said = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            JsonObject scan = scans.getJsonObject(i);
            said.add(scan.getString("reason") + scan.getJsonArray("flags").encode());
        }
        Collections.sort(said);
        assertEquals(
                List.of("LANE_NOT_ALLOWED[\"OFFLINE\",\"PACK_STALE\"]", "PASSBACK[\"OFFLINE\",\"PASSBACK\"]"), said);
    }

    @Test
    void a_lane_whose_clock_is_wrong_is_believed_as_far_as_it_can_be() {
        Lot lot = lot();
        Paper ahead = guest(lot);
        Paper behind = guest(lot);
        JsonObject batch = new Journal()
                .admitted(ahead.code())
                .ago(Duration.ofDays(-400))
                .admitted(behind.code())
                .ago(Duration.ofDays(4_000))
                .body();
        batch.getJsonArray("scans").getJsonObject(1).put("eventTime", "0000-01-01T00:00:00Z");
        List<JsonObject> results = told(0, lot.entry(), batch);
        assertTrue(results.get(0).getJsonArray("flags").contains("CLOCK"), results::toString);
        assertTrue(results.get(1).getJsonArray("flags").contains("CLOCK"), results::toString);
        assertEquals(2, city.count(0, lot.id()));
        assertEquals(
                0, city.ask("select count(*) from access_event where event_time > received_time and lot_id = ?", lot));
    }

    @Test
    void five_hundred_scans_are_taken_in_at_once_and_answered_in_the_order_in_which_they_were_sent() {
        Lot lot = lot();
        List<Paper> papers = city.papers(250);
        Journal journal = new Journal();
        papers.forEach(paper -> journal.admitted(paper.code()));
        papers.forEach(paper -> journal.note(paper.code(), "GRANTED", new JsonObject().put("direction", "EXIT")));
        JsonObject batch = journal.body();
        List<Object> shuffled =
                new ArrayList<>(batch.getJsonArray("scans").stream().toList());
        Collections.shuffle(shuffled, new Random(20261122));
        batch.put("scans", new JsonArray(shuffled));

        List<JsonObject> results = told(1, lot.entry(), batch);

        assertEquals(500, results.size());
        for (int i = 0; i < 500; i++) {
            assertEquals(
                    batch.getJsonArray("scans").getJsonObject(i).getString("scanId"),
                    results.get(i).getString("scanId"));
        }
        assertEquals(500, events(lot));
        assertEquals(250, city.sessions(lot, "COMPLETED"), "each exit found its entry");
        assertEquals(0, city.count(0, lot.id()));
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void one_scan_more_or_a_field_that_nobody_knows_is_answered_with_the_place_of_the_mistake() {
        Lot lot = lot();
        Journal journal = new Journal();
        for (int i = 0; i < 501; i++) {
            journal.admitted("x");
        }
        assertEquals(422, city.telling(0, lot.entry(), journal.body()).join().status());
        JsonObject odd = new Journal().admitted("x").body();
        odd.getJsonArray("scans").getJsonObject(0).put("typo", 1).remove("eventTime");
        Answer answer = city.telling(0, lot.entry(), odd).join();
        assertEquals(422, answer.status());
        assertTrue(answer.body().encode().contains("/scans/0/typo"), answer::toString);
        assertTrue(answer.body().encode().contains("/scans/0/eventTime"), answer::toString);
    }

    @Test
    void a_scan_id_of_another_lane_hides_nothing_that_happened() {
        Lot lot = lot();
        Paper first = guest(lot);
        Paper second = guest(lot);
        UUID scanId = UUID.randomUUID();
        assertTrue(city.scan(0, lot.entry(), first.code(), scanId).granted());
        JsonObject batch = new Journal().admitted(second.code()).withId(scanId).body();
        JsonObject told = told(0, lot.otherEntry(), batch).get(0);
        assertTold("FLAGGED", List.of("OFFLINE", "SCAN_ID_REUSED"), told);
        assertEquals("ALREADY_KNOWN", told(1, lot.otherEntry(), batch).get(0).getString("status"));
        assertEquals(2, city.count(0, lot.id()));
    }

    @Test
    void a_lane_that_gives_all_its_cars_one_number_keeps_nothing_back() {
        Lot lot = lot();
        UUID scanId = UUID.randomUUID();
        Journal journal = new Journal();
        for (int i = 0; i < 4; i++) {
            journal.admitted(guest(lot).code()).withId(scanId).ago(Duration.ofMinutes(2));
        }
        JsonObject batch = journal.body();
        batch.getJsonArray("scans").forEach(scan -> ((JsonObject) scan).put("deviceSeq", 1));
        Object sameTime = batch.getJsonArray("scans").getJsonObject(0).getValue("eventTime");
        batch.getJsonArray("scans").forEach(scan -> ((JsonObject) scan).put("eventTime", sameTime));
        assertTold("RECORDED", List.of("OFFLINE"), told(0, lot.entry(), batch).get(0));
        for (JsonObject result : told(1, lot.entry(), batch)) {
            assertEquals("ALREADY_KNOWN", result.getString("status"), result::encode);
        }
        assertEquals(4, city.count(0, lot.id()));
    }

    @Test
    void a_lane_that_sends_many_batches_at_once_takes_no_room_of_others() {
        Lot lot = lot();
        Journal many = new Journal();
        for (int i = 0; i < 500; i++) {
            many.admitted("x");
        }
        JsonObject much = many.body();
        List<CompletableFuture<Answer>> flood = IntStream.range(0, 4)
                .mapToObj(i -> city.telling(0, lot.entry(), much))
                .toList();
        for (int i = 0; i < 5; i++) {
            told(0, lot.otherEntry(), new Journal().refused("x", "MALFORMED").body());
        }
        flood.forEach(each -> assertTrue(List.of(200, 503).contains(each.join().status())));
        told(0, lot.entry(), much).forEach(result -> assertEquals("ALREADY_KNOWN", result.getString("status")));
    }

    @Test
    void a_passage_that_nobody_granted_counts_once_however_late_it_is_sent_again() {
        Lot lot = lot();
        JsonObject passage = new JsonObject()
                .put("passageId", UUID.randomUUID().toString())
                .put("direction", "ENTRY")
                .put("deviceSeq", 7)
                .put("eventTime", "2026-11-22T08:05:00Z")
                .put("outcome", "CONFIRMED")
                .put("reason", "barrier was open");
        assertEquals(200, city.passing(0, lot.entry(), passage).status());
        forgetAll();
        Answer again = city.passing(1, lot.entry(), passage.copy().put("deviceSeq", 1));
        assertEquals(200, again.status(), again::toString);
        assertEquals(1, city.count(0, lot.id()));
        assertEquals(1, events(lot));
        assertEquals(
                1,
                city.ask(
                        "select count(*) from access_event where 'UNMATCHED_PASSAGE' = any (flags) and lot_id = ?",
                        lot));
    }
}
