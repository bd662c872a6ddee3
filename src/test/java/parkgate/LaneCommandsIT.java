package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** Lanes that listen at one instance are opened by hand at another; what is recorded of it. */
class LaneCommandsIT {
    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedis();
        city = new City(2, postgres.uri(), redis.uri(), "--record-deadline-ms", "300");
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
        postgres.close();
    }

    private static Lot lot() {
        return city.lot(new JsonObject().put("capacity", 30).put("admitTransients", true));
    }

    private static LaneEar listens(int instance, String lane) {
        return new LaneEar(city.url(instance), lane);
    }

    private static JsonObject unmatched(String why) {
        return new JsonObject().put("reason", why).put("unmatched", true);
    }

    private static JsonObject of(String sessionId) {
        return new JsonObject().put("reason", "paper is torn").put("sessionId", sessionId);
    }

    private static Answer open(int instance, Lot lot, String lane, JsonObject body) {
        Answer answer = city.postAt(instance, city.adminKey(), "/v1/lanes/" + lot.id() + "-" + lane + "/open", body);
        assertEquals(201, answer.status(), answer::toString);
        return answer;
    }

    /** An event of the lot by the command that made it. */
    private static long recorded(Lot lot, Answer opened, String kind) {
        return city.ask(
                "select count(*) from access_event where lot_id = ? and kind = '" + kind
                        + "' and detail like '%pass=MANUAL_OPEN%' and detail like '%cmd=" + opened.text("commandId")
                        + "%'",
                lot);
    }

    private static void reports(int instance, String lane, JsonObject command, String result) {
        Answer answer = city.postAt(
                instance,
                lane,
                "/v1/lane/commands/" + command.getString("commandId"),
                new JsonObject().put("result", result));
        assertEquals(200, answer.status(), answer::toString);
    }

    @Test
    void a_lane_that_listens_at_one_instance_is_opened_at_the_other() {
        Lot lot = lot();
        try (LaneEar ear = listens(1, lot.entry())) {
            ear.awaits("config", 1);
            Answer opened = open(0, lot, "entry", unmatched("reader is broken"));
            assertTrue(opened.body().getBoolean("delivered"), opened::toString);
            JsonObject command = ear.awaits("open", 1).get(0);
            assertEquals(opened.text("commandId"), command.getString("commandId"));
            assertEquals("reader is broken", command.getString("reason"));
            assertEquals("ENTRY", command.getString("direction"));
            assertTrue(command.getLong("ttlMs") > 0 && command.getLong("ttlMs") <= 30_000, command::encode);
            assertEquals(1, recorded(lot, opened, "PASSED"));
            assertEquals(1, city.count(1, lot.id()));
            reports(0, lot.entry(), command, "OPENED");
            reports(1, lot.entry(), command, "OPENED");
        }
        try (LaneEar again = listens(0, lot.entry())) {
            again.awaits("config", 1);
            open(1, lot, "entry", unmatched("the next one"));
            assertEquals(
                    "the next one", again.awaits("open", 1).get(0).getString("reason"), "only what is not reported");
        }
    }

    @Test
    void a_command_that_nobody_heard_is_told_when_the_lane_listens_and_again_until_it_is_reported() {
        Lot lot = lot();
        Answer opened = open(0, lot, "entry", unmatched("nobody listens"));
        assertFalse(opened.body().getBoolean("delivered"), opened::toString);
        JsonObject command;
        try (LaneEar ear = listens(1, lot.entry())) {
            command = ear.awaits("open", 1).get(0);
            assertEquals(opened.text("commandId"), command.getString("commandId"));
        }
        try (LaneEar ear = listens(0, lot.entry())) {
            assertEquals(opened.text("commandId"), ear.awaits("open", 1).get(0).getString("commandId"));
            reports(1, lot.entry(), command, "FAILED");
        }
        String alarm = "/v1/alarms?open=true&kind=LANE_OPEN_FAILED&placeId=" + lot.id();
        Await.until(() -> city.get(alarm).getJsonArray("items").size() == 1);
        reports(0, lot.entry(), command, "OPENED");
        Await.until(() -> city.get(alarm).getJsonArray("items").isEmpty());
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void twenty_at_once_open_each_once() {
        Lot lot = lot();
        try (LaneEar ear = listens(0, lot.entry())) {
            ear.awaits("config", 1);
            List<CompletableFuture<Answer>> asked = IntStream.range(0, 20)
                    .mapToObj(
                            i -> CompletableFuture.supplyAsync(() -> open(i % 2, lot, "entry", unmatched("car " + i))))
                    .toList();
            asked.forEach(each -> assertTrue(each.join().body().getBoolean("delivered")));
            List<JsonObject> heard = ear.awaits("open", 20);
            assertEquals(
                    20,
                    heard.stream()
                            .map(each -> each.getString("commandId"))
                            .collect(Collectors.toSet())
                            .size());
            assertEquals(20, heard.size());
            assertEquals(20, city.count(1, lot.id()));
            assertEquals(0, city.gaps(lot));
        }
    }

    @Test
    void the_same_request_under_the_same_key_opens_once_at_whatever_instance() {
        Lot lot = lot();
        String idempotency = UUID.randomUUID().toString();
        try (LaneEar ear = listens(0, lot.entry())) {
            ear.awaits("config", 1);
            List<Answer> answers = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> city.postWith(
                            i % 2,
                            city.adminKey(),
                            "/v1/lanes/" + lot.id() + "-entry/open",
                            unmatched("pressed twice"),
                            "Idempotency-Key",
                            idempotency)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            answers.forEach(each -> {
                assertEquals(201, each.status(), each::toString);
                assertEquals(answers.get(0).text("commandId"), each.text("commandId"));
                assertEquals(answers.get(0).text("expiresAt"), each.text("expiresAt"));
            });
            Answer other = city.postWith(
                    1,
                    city.adminKey(),
                    "/v1/lanes/" + lot.id() + "-entry/open",
                    unmatched("for the next car"),
                    "Idempotency-Key",
                    idempotency);
            assertEquals(409, other.status(), other::toString);
            assertEquals("/problems/idempotency-key-reused", other.text("type"));
            open(1, lot, "entry", unmatched("another"));
            ear.awaits("open", 2);
            assertEquals(2, ear.heard("open").size());
            assertEquals(2, city.count(0, lot.id()));
        }
    }

    @Test
    void a_lane_that_does_not_listen_is_kept_so_many_commands_and_no_more() {
        Lot lot = lot();
        List<Answer> answers = IntStream.range(0, 60)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> city.postAt(
                        0,
                        city.adminKey(),
                        "/v1/lanes/" + lot.id() + "-exit/message",
                        new JsonObject().put("line1", "message " + i))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertEquals(50, answers.stream().filter(each -> each.status() == 201).count());
        assertEquals(
                10,
                answers.stream()
                        .filter(each -> each.text("type").endsWith("too-many-commands"))
                        .count());
        try (LaneEar ear = listens(1, lot.exit())) {
            ear.awaits("message", 50);
        }
    }

    @Test
    void at_an_exit_the_session_completes_by_hand() {
        Lot lot = lot();
        Answer grant = city.scan(0, lot.entry(), city.paper().code());
        city.passage(0, lot.entry(), grant, "CONFIRMED");
        Answer opened = open(1, lot, "exit", of(grant.text("sessionId")));
        assertEquals(grant.text("sessionId"), opened.text("sessionId"));
        Await.until(
                () -> "COMPLETED".equals(city.session(grant.text("sessionId")).getString("status")));
        JsonObject session = city.session(grant.text("sessionId"));
        assertEquals("MANUAL_OPEN", session.getJsonObject("exit").getString("passType"));
        assertEquals(lot.id() + "-exit", session.getJsonObject("exit").getString("laneId"));
        assertEquals("AUTO", session.getJsonObject("entry").getString("passType"));
        assertEquals(0, city.count(0, lot.id()));
        Answer again = open(0, lot, "exit", of(grant.text("sessionId")));
        assertEquals(1, recorded(lot, again, "PASSED"), "of a session that is over: recorded, counts stay");
        assertEquals(0, city.count(0, lot.id()));
        assertEquals(0, city.gaps(lot));
    }

    @Test
    void at_an_entry_a_session_that_waits_for_its_passage_is_confirmed_by_hand() {
        Lot lot = lot();
        Answer grant = city.scan(0, lot.entry(), city.paper().code());
        Answer opened = open(1, lot, "entry", of(grant.text("sessionId")));
        assertEquals(1, recorded(lot, opened, "CONFIRMED"));
        JsonObject session = city.session(grant.text("sessionId"));
        assertEquals("ACTIVE", session.getString("status"));
        assertEquals("MANUAL_OPEN", session.getJsonObject("entry").getString("passType"));
        assertEquals(
                200,
                city.passage(0, lot.entry(), grant, "CONFIRMED").status(),
                "what its loops saw is the same passage");
        Answer again = open(0, lot, "entry", of(grant.text("sessionId")));
        assertEquals(1, recorded(lot, again, "PASSED"));
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void at_an_entry_a_session_whose_grant_has_expired_is_restored() {
        Lot lot = city.lot(new JsonObject().put("admitTransients", true).put("passageTimeoutSeconds", 1));
        Answer grant = city.scan(0, lot.entry(), city.paper().code());
        Await.until(() -> city.sessions(lot, "INVALID") == 1);
        assertEquals(0, city.count(0, lot.id()));
        Answer opened = open(1, lot, "entry", of(grant.text("sessionId")));
        assertEquals(1, recorded(lot, opened, "RESTORED"));
        assertEquals("ACTIVE", city.session(grant.text("sessionId")).getString("status"));
        assertEquals(
                "MANUAL_OPEN",
                city.session(grant.text("sessionId")).getJsonObject("entry").getString("passType"));
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void a_passage_that_nobody_granted_is_counted_and_flagged_and_says_who_and_why() {
        Lot lot = lot();
        Answer in = open(0, lot, "entry", unmatched("fire brigade"));
        assertEquals(1, city.count(1, lot.id()));
        Answer out = open(1, lot, "exit", unmatched("fire brigade"));
        assertEquals(0, city.count(0, lot.id()));
        for (Answer each : List.of(in, out)) {
            assertEquals(1, recorded(lot, each, "PASSED"));
        }
        assertEquals(
                2,
                city.ask(
                        "select count(*) from access_event where lot_id = ? and 'UNMATCHED_PASSAGE' = any (flags)"
                                + " and 'MANUAL_OPEN' = any (flags) and detail like '%why=fire+brigade%' and detail like '%who=%'",
                        lot));
    }

    @Test
    void each_opening_has_its_row_in_the_audit() {
        Lot lot = lot();
        Answer grant = city.scan(0, lot.entry(), city.paper().code());
        city.passage(0, lot.entry(), grant, "CONFIRMED");
        open(0, lot, "entry", unmatched("the first"));
        open(1, lot, "exit", of(grant.text("sessionId")));
        assertEquals(
                2,
                city.ask(
                        "select count(*) from audit where action = 'lane.opened' and place_id = ? and key_id is not null"
                                + " and reason in ('the first', 'paper is torn')",
                        lot));
    }

    @Test
    void a_full_closed_lot_is_opened_all_the_same() {
        Lot lot = city.lot(new JsonObject().put("capacity", 0).put("status", "CLOSED_TO_ALL"));
        open(0, lot, "entry", unmatched("let in by the guard"));
        assertEquals(1, city.count(0, lot.id()));
    }

    @Test
    void another_places_key_opens_nothing_and_another_lots_session_is_none() {
        Lot lot = lot();
        Lot other = lot();
        String stranger = city.post(
                        "/v1/keys/access", new JsonObject().put("kind", "ops").put("placeId", other.id()))
                .getString("key");
        String path = "/v1/lanes/" + lot.id() + "-entry/";
        assertEquals(
                403, city.postAt(0, stranger, path + "open", unmatched("mine")).status());
        assertEquals(
                403,
                city.postAt(0, stranger, path + "message", new JsonObject().put("line1", "x"))
                        .status());
        Answer grant = city.scan(0, other.entry(), city.paper().code());
        assertEquals(
                404,
                city.postAt(0, city.adminKey(), path + "open", of(grant.text("sessionId")))
                        .status());
        assertEquals(
                404,
                city.postAt(
                                0,
                                city.adminKey(),
                                path + "open",
                                of(UUID.randomUUID().toString()))
                        .status());
        assertEquals(
                422,
                city.postAt(0, city.adminKey(), path + "open", new JsonObject().put("reason", "x"))
                        .status());
        assertEquals(0, city.count(0, lot.id()));
    }

    @Test
    void another_lanes_report_takes_no_command_away() {
        Lot lot = lot();
        Answer opened = open(0, lot, "entry", unmatched("x"));
        reports(0, lot.exit(), opened.body(), "OPENED");
        try (LaneEar ear = listens(0, lot.entry())) {
            assertEquals(opened.text("commandId"), ear.awaits("open", 1).get(0).getString("commandId"));
        }
    }

    @Test
    void what_changed_is_told_to_the_lanes_that_listen() {
        Lot lot = lot();
        try (LaneEar ear = listens(1, lot.entry())) {
            String config = ear.awaits("config", 1).get(0).getString("configVersion");
            String lists = ear.awaits("revoked", 1).get(0).getString("statusListVersion");
            city.change(lot, new JsonObject().put("capacity", 3));
            assertNotEquals(config, ear.awaits("config", 2).get(1).getString("configVersion"));
            city.post(
                    "/v1/credentials/" + city.paper().credentialId() + "/revoke", new JsonObject().put("reason", "x"));
            assertNotEquals(lists, ear.awaits("revoked", 2).get(1).getString("statusListVersion"));
            city.post(
                    "/v1/lanes/" + lot.id() + "-entry/message",
                    new JsonObject().put("line1", "Please wait").put("seconds", 20));
            assertEquals("Please wait", ear.awaits("message", 1).get(0).getString("line1"));
        }
    }

    @Test
    void operators_see_whether_a_lane_listens() {
        Lot lot = lot();
        String path = "/v1/places/" + lot.id() + "/lanes";
        try (LaneEar ear = listens(1, lot.entry())) {
            ear.awaits("config", 1);
            Await.until(() -> city.get(path).encode().contains("\"connected\":true"));
        }
        Await.until(() -> !city.get(path).encode().contains("\"connected\":true"));
    }

    @Test
    void a_lane_has_one_stream_and_none_when_its_key_is_revoked() {
        Lot lot = lot();
        String path = "/v1/places/" + lot.id() + "/lanes/" + lot.id() + "-entry/keys";
        JsonObject key = city.post(path);
        LaneEar first = listens(1, key.getString("key"));
        first.awaits("config", 1);
        LaneEar second = listens(1, key.getString("key"));
        Await.until(first::isOver);
        assertFalse(second.isOver());
        city.delete(path + "/" + key.getString("keyId"));
        Await.until(second::isOver);
    }

    @Test
    void while_postgres_is_away_a_lane_is_opened_and_the_record_comes_later() {
        Lot lot = lot();
        Paper paper = city.paper();
        Answer grant = city.scan(0, lot.entry(), paper.code());
        city.passage(0, lot.entry(), grant, "CONFIRMED");
        try (LaneEar ear = listens(1, lot.exit())) {
            ear.awaits("config", 1);
            assertEquals(1, city.count(0, lot.id()));
            postgres.pause();
            Answer out;
            Answer in;
            try {
                out = open(0, lot, "exit", of(grant.text("sessionId")));
                in = open(0, lot, "entry", unmatched("PostgreSQL is away"));
            } finally {
                postgres.resume();
            }
            assertEquals("QUEUED", out.text("durability"), out::toString);
            assertTrue(out.body().getBoolean("delivered"), out::toString);
            assertEquals("QUEUED", in.text("durability"), in::toString);
            assertEquals(1, ear.awaits("open", 1).size());
            Await.until(() -> recorded(lot, out, "CLOSE") == 1 && recorded(lot, in, "PASSED") == 1);
            assertEquals(
                    "MANUAL_OPEN",
                    city.session(grant.text("sessionId")).getJsonObject("exit").getString("passType"));
            assertEquals(1, city.count(1, lot.id()));
            assertEquals(0, city.gaps(lot));
        }
    }

    @Test
    void after_redis_was_away_lanes_that_listened_are_opened_again() {
        Lot lot = lot();
        try (LaneEar ear = listens(1, lot.entry())) {
            ear.awaits("config", 1);
            redis.kill();
            Answer none = city.postAt(
                    0, city.adminKey(), "/v1/lanes/" + lot.id() + "-entry/open", unmatched("Redis is away"));
            redis.restart();
            assertEquals(503, none.status(), none::toString);
            Await.until(() ->
                    city.postAt(0, city.adminKey(), "/v1/lanes/" + lot.id() + "-entry/open", unmatched("Redis is back"))
                                    .status()
                            == 201);
            assertEquals("Redis is back", ear.awaits("open", 1).get(0).getString("reason"));
        }
    }
}
