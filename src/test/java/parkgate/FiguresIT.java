package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** What lots' events add up to, their health, their rules in force and to come: two whole instances, asked over HTTP. */
class FiguresIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Where it is about noon now, so that no test runs over midnight: its name has the offset the other way round. */
    private static final String NOON = noon();

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

    private static String noon() {
        int hours = 12 - Instant.now().atZone(ZoneId.of("UTC")).getHour();
        return "Etc/GMT" + (hours > 0 ? "-" + hours : hours < 0 ? "+" + -hours : "");
    }

    private static Lot lot(JsonObject rules) {
        return city.lot(new JsonObject()
                .put("admitTransients", true)
                .put("capacity", 40)
                .put("timeZone", NOON)
                .mergeIn(rules));
    }

    private static void enter(Lot lot, Paper paper) {
        Answer entry = city.scan(0, lot.entry(), paper.code());
        assertTrue(entry.granted(), entry::toString);
        assertEquals(200, city.report(0, lot.entry(), entry, "CONFIRMED").status());
    }

    private static void leave(Lot lot, Paper paper) {
        Answer exit = city.scan(1, lot.exit(), paper.code());
        assertTrue(exit.granted(), exit::toString);
        assertEquals(200, city.report(1, lot.exit(), exit, "CONFIRMED").status());
    }

    private static JsonObject figures(Lot lot) {
        return city.get("/v1/places/" + lot.id() + "/figures");
    }

    private static int sum(JsonObject figures, String field) {
        return figures.getJsonArray("hours").stream()
                .mapToInt(hour -> ((JsonObject) hour).getInteger(field))
                .sum();
    }

    private static HttpResponse<String> open(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(city.url() + path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> keyed(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(city.url() + path))
                        .header("Authorization", "Bearer " + city.adminKey())
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void a_days_cars_are_counted_by_what_happened_to_them() {
        Lot lot = lot(new JsonObject());
        List<Paper> papers = city.papers(4);
        enter(lot, papers.get(0));
        enter(lot, papers.get(1));
        enter(lot, papers.get(2));
        leave(lot, papers.get(0));
        Answer backed = city.scan(0, lot.entry(), papers.get(3).code());
        city.report(0, lot.entry(), backed, "NO_ENTRY");
        assertEquals(
                "PASSBACK", city.scan(0, lot.otherEntry(), papers.get(1).code()).reason());
        Await.until(() -> sum(figures(lot), "refusals") == 1);
        JsonObject figures = figures(lot);
        assertEquals(3, sum(figures, "entries"), "a car that backed out did not come in");
        assertEquals(1, sum(figures, "exits"));
        assertEquals(24, figures.getJsonArray("hours").size());
        assertEquals(
                new JsonArray().add(new JsonObject().put("reason", "PASSBACK").put("count", 1)),
                figures.getJsonArray("refusals"));
        JsonObject stays = figures.getJsonObject("stays");
        assertEquals(1, stays.getInteger("count"));
        assertEquals(1, stays.getJsonArray("buckets").getJsonObject(0).getInteger("count"));
        assertTrue(stays.getInteger("medianSeconds") < 900, stays::encode);
        assertEquals(40, figures.getInteger("capacity"));
        assertEquals(97, figures.getJsonArray("occupancy").size());
        assertEquals(0, figures.getJsonArray("occupancy").getJsonObject(0).getInteger("currentCount"));
        assertNull(figures.getJsonArray("occupancy").getJsonObject(96).getInteger("currentCount"));
    }

    @Test
    void what_a_district_shows_is_the_sum_of_its_lots() {
        int before = sum(city.get("/v1/places/city/figures"), "entries");
        Lot one = lot(new JsonObject());
        Lot other = lot(new JsonObject());
        enter(one, city.paper());
        enter(other, city.paper());
        JsonObject all = city.get("/v1/places/city/figures");
        assertEquals(before + 2, sum(all, "entries"));
        assertTrue(all.getInteger("lots") >= 2);
        assertEquals("UTC", all.getString("timeZone"));
    }

    @Test
    void days_that_are_none_or_too_many_and_places_that_are_none_are_refused() throws Exception {
        Lot lot = lot(new JsonObject());
        String path = "/v1/places/" + lot.id() + "/figures";
        for (String days : List.of(
                "?from=2026-02-30",
                "?from=2026-01-02&to=2026-01-01",
                "?from=2026-01-01&to=2026-02-01",
                "?to=1999-12-31")) {
            assertEquals(422, keyed(path + days).statusCode(), days);
        }
        assertEquals(200, keyed(path + "?from=2026-01-01&to=2026-01-31").statusCode());
        assertEquals(404, keyed("/v1/places/nowhere/figures").statusCode());
        assertEquals(401, open(path).statusCode());
    }

    @Test
    void a_table_is_downloaded_as_a_file_that_computes_nothing() throws Exception {
        Lot lot = lot(new JsonObject().put("name", "=cmd|' /C calc'!A0"));
        HttpResponse<String> file =
                keyed("/v1/places/" + lot.id() + "/figures.csv?table=hours&from=2026-11-01&to=2026-11-02");
        assertEquals(200, file.statusCode());
        assertEquals(
                "text/csv; charset=utf-8",
                file.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(
                "attachment; filename=\"" + lot.id() + "-hours-2026-11-01.csv\"",
                file.headers().firstValue("Content-Disposition").orElseThrow());
        String[] lines = file.body().split("\r\n", -1);
        assertEquals(50, lines.length);
        assertTrue(lines[1].startsWith(lot.id() + ",\"'=cmd|"), lines[1]);
        for (String table : List.of("occupancy", "stays", "refusals")) {
            assertEquals(
                    200,
                    keyed("/v1/places/" + lot.id() + "/figures.csv?table=" + table)
                            .statusCode(),
                    table);
        }
    }

    @Test
    void a_lots_health_says_how_late_it_knew_and_how_wrong_it_counted_and_where_that_stands() throws Exception {
        Lot lot = lot(new JsonObject().put("public", true));
        enter(lot, city.paper());
        city.telling(
                        0,
                        lot.entry(),
                        new Journal()
                                .admitted(city.paper().code())
                                .ago(Duration.ofMinutes(30))
                                .body())
                .join();
        city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 9).put("reason", "counted <b>by hand</b>"));
        city.passing(
                0,
                lot.entry(),
                new JsonObject()
                        .put("direction", "ENTRY")
                        .put("deviceSeq", 7)
                        .put("outcome", "CONFIRMED")
                        .put("eventTime", Instant.now().toString()));
        JsonObject health = city.get("/v1/places/" + lot.id() + "/health");
        assertEquals(7, health.getJsonArray("days").size());
        JsonObject today = health.getJsonArray("days").getJsonObject(0);
        assertEquals(LocalDate.now(ZoneId.of(NOON)).toString(), today.getString("day"));
        JsonObject delay = today.getJsonObject("delay");
        assertEquals(1, delay.getInteger("late"), delay::encode);
        assertEquals(1, delay.getInteger("offline"));
        assertTrue(delay.getDouble("maxSeconds") >= 1_790, delay::encode);
        JsonObject error = today.getJsonObject("countError");
        assertEquals(1, error.getInteger("corrections"));
        assertEquals(7, error.getInteger("correctedCars"), error::encode);
        assertEquals(1, error.getInteger("unmatched"));
        assertEquals(8, error.getInteger("cars"));
        assertEquals(1, city.get(delay.getString("href")).getJsonArray("items").size());
        JsonArray behind = error.getJsonArray("href");
        assertEquals(1, city.get(behind.getString(0)).getJsonArray("items").size());
        assertEquals(1, city.get(behind.getString(2)).getJsonArray("items").size());
        Await.until(() -> {
            JsonObject lanes = city.get("/v1/places/" + lot.id() + "/health")
                    .getJsonArray("days")
                    .getJsonObject(0)
                    .getJsonObject("lanes");
            return lanes.getDouble("upFraction") != null && lanes.getDouble("upFraction") == 1;
        });

        HttpResponse<String> open = open("/v1/places/" + lot.id() + "/health");
        assertEquals(200, open.statusCode());
        assertEquals(
                8,
                new JsonObject(open.body())
                        .getJsonArray("days")
                        .getJsonObject(0)
                        .getJsonObject("countError")
                        .getInteger("cars"));
        assertFalse(open.body().contains("href"), open.body());
        assertEquals(
                422,
                open("/v1/places/" + lot.id() + "/health?from=2026-01-01&to=2026-01-08")
                        .statusCode());
        assertEquals(
                404,
                open("/v1/places/" + lot(new JsonObject()).id() + "/health").statusCode());
        JsonObject correction =
                new JsonObject(open("/v1/places/" + lot.id() + "/rules").body()).getJsonObject("lastCorrection");
        assertEquals("counted <b>by hand</b>", correction.getString("reason"));
        assertEquals(2, correction.getInteger("countBefore"));
        assertEquals(9, correction.getInteger("countAfter"));
    }

    @Test
    void announced_rules_come_into_force_at_every_instance_when_their_time_has_come() throws Exception {
        Lot lot = lot(new JsonObject().put("public", true));
        String path = "/v1/places/" + lot.id() + "/rules";
        Answer far = city.tryPut(
                path + "/next",
                new JsonObject()
                        .put("effectiveFrom", "2030-01-01T00:00:00+08:00")
                        .put("capacity", 1));
        assertEquals(201, far.status(), far::toString);
        JsonObject announced = new JsonObject(open(path).body());
        assertEquals(1, announced.getJsonObject("next").getInteger("capacity"));
        assertEquals("2029-12-31T16:00:00Z", announced.getJsonObject("next").getString("effectiveFrom"));
        assertTrue(announced.getJsonObject("next").getBoolean("admitTransients"), "left out, it stays as it is");
        int version = announced.getJsonObject("inForce").getInteger("version");

        Answer soon = city.tryPut(
                path + "/next",
                new JsonObject()
                        .put("effectiveFrom", Instant.now().plusMillis(300).toString())
                        .put("admitTransients", false)
                        .put("reason", "residents only"));
        assertEquals(200, soon.status(), soon::toString);
        Await.until(() -> "NO_RIGHT_HERE"
                .equals(city.scan(1, lot.entry(), city.paper().code()).reason()));
        Await.until(() -> "NO_RIGHT_HERE"
                .equals(city.scan(0, lot.entry(), city.paper().code()).reason()));
        JsonObject now = city.get(path);
        assertEquals(version + 1, now.getJsonObject("inForce").getInteger("version"));
        assertEquals(40, now.getJsonObject("inForce").getInteger("capacity"), "what was announced first is gone");
        assertNull(now.getJsonObject("next"));
        JsonArray told = city.get("/v1/audit?placeId=" + lot.id() + "&action=place.changed")
                .getJsonArray("items");
        assertEquals("residents only", told.getJsonObject(0).getString("reason"));
    }

    @Test
    void announced_rules_are_taken_back_and_never_lie_behind() {
        Lot lot = lot(new JsonObject());
        String next = "/v1/places/" + lot.id() + "/rules/next";
        JsonObject past = new JsonObject().put("effectiveFrom", "2020-01-01T00:00:00Z");
        assertEquals(422, city.tryPut(next, past).status());
        assertEquals(404, city.delete(next).status());
        city.tryPut(next, new JsonObject().put("effectiveFrom", "2030-01-01T00:00:00Z"));
        assertEquals(204, city.delete(next).status());
        assertNull(city.get("/v1/places/" + lot.id() + "/rules").getJsonObject("next"));
    }

    @Test
    void a_pool_and_a_rule_each_make_a_new_version_and_a_name_none() {
        Lot lot = lot(new JsonObject());
        String rules = "/v1/places/" + lot.id() + "/rules";
        JsonObject first = city.get(rules).getJsonObject("inForce");
        assertEquals(1, first.getInteger("version"));
        city.tryPut("/v1/places/" + lot.id() + "/pools/pool", new JsonObject().put("spaces", 3));
        city.tryPut("/v1/places/" + lot.id() + "/pools/pool", new JsonObject().put("spaces", 3));
        JsonObject second = city.get(rules).getJsonObject("inForce");
        assertEquals(2, second.getInteger("version"));
        assertEquals(3, second.getJsonArray("pools").getJsonObject(0).getInteger("spaces"));
        JsonObject same = new JsonObject()
                .put("admitTransients", true)
                .put("capacity", 40)
                .put("timeZone", NOON);
        city.change(lot, same.copy().put("name", "Another name"));
        assertEquals(2, city.get(rules).getJsonObject("inForce").getInteger("version"));
        city.change(lot, same.put("capacity", 41));
        assertEquals(3, city.get(rules).getJsonObject("inForce").getInteger("version"));
    }
}
