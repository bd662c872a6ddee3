package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Axe;
import parkgate.testing.Browser;
import parkgate.testing.Servers;

/** The page for everyone, in a real Chromium at a whole service. */
class HomePageIT {
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final double HERE_LATITUDE = 31.23412;
    private static final double HERE_LONGITUDE = 121.49876;
    private static final double METRES_OF_A_DEGREE = 111_195;
    private static final int DESK_WIDTH = 1280;
    private static final int DESK_HEIGHT = 800;

    private static EmbeddedRedis redis;
    private static City city;
    private static Browser browser;

    @BeforeAll
    static void boot() {
        browser = Browser.open("en");
        redis = Servers.startRedis();
        city = new City(1, Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        if (city != null) {
            browser.close();
            city.close();
            redis.close();
        }
    }

    private static Lot lot(String name, int capacity, int count, JsonObject rules) {
        Lot lot = city.lot(new JsonObject()
                .put("public", true)
                .put("name", name)
                .put("capacity", capacity)
                .put("admitTransients", true)
                .put("timeZone", "Asia/Shanghai")
                .mergeIn(rules));
        city.post("/v1/places/" + lot.id() + "/occupancy", set(count, "counted in the evening round"));
        city.postAt(
                0,
                lot.entry(),
                "/v1/lane/heartbeat",
                new JsonObject().put("clock", Instant.now().toString()));
        return lot;
    }

    private static JsonObject set(int count, String reason) {
        return new JsonObject().put("set", count).put("reason", reason);
    }

    private static String card(Lot lot) {
        return "#" + lot.id().replace("lot-", "lot-lot-");
    }

    private static void open(Lot lot) {
        browser.press(card(lot) + " .more");
        browser.see(card(lot) + " table");
    }

    @Test
    void anyone_sees_a_count_as_it_changes_and_by_which_rules_and_how_far_it_can_be_trusted() {
        Lot lot = lot("Riverside", 40, 12, new JsonObject().put("minAssurance", "S"));
        browser.go(city.url() + "/");
        Await.until(() -> browser.see(card(lot) + " .number").getText().startsWith("28"));
        Answer entry = city.scan(0, lot.entry(), city.paper().code());
        assertTrue(entry.granted(), entry::toString);
        Await.until(() -> browser.see(card(lot) + " .number").getText().startsWith("27"));
        city.post("/v1/places/" + lot.id() + "/occupancy", set(30, "<img src=x onerror=alert(1)>"));
        city.tryPut(
                "/v1/places/" + lot.id() + "/rules/next",
                new JsonObject().put("effectiveFrom", "2035-01-01T00:00:00Z").put("admitTransients", false));
        open(lot);
        String told = browser.see(card(lot)).getText();
        assertTrue(told.contains("Visitors may enter"), told);
        assertTrue(told.contains("A code whose car is inside lets no second car in."), told);
        assertTrue(told.contains("Version 1, since"), told);
        assertTrue(told.contains("Version 2, from") && told.contains("Only holders of a right may enter."), told);
        assertTrue(told.contains("Set by hand from 13 to 30 cars."), told);
        assertTrue(told.contains("<img src=x onerror=alert(1)>"), told);
        assertTrue(told.contains("Health, last 7 days") && told.contains("2 corrections"), told);
        assertEquals(List.of(), browser.complaints());
        browser.press("header button");
        Await.until(() -> browser.see(card(lot)).getText().contains("临停车辆和有权限的车辆均可入场"));
        assertEquals("zh-CN", browser.run("return document.documentElement.lang;"));
        browser.press("header button");
    }

    /** A driver who was refused at the lot asks why; the message's id. */
    private static UUID asksWhy(Lot lot) {
        Driver driver = city.driver();
        String decisionId = city.scan(0, lot.entry(), driver.shows(0)).text("decisionId");
        Await.until(() -> city.ask("select count(*) from scan_denial where lot_id = ?", lot) > 0);
        UUID id = UUID.randomUUID();
        String text = "Why?";
        Answer asked = city.tryPost(
                "/v1/devices/messages",
                driver.phone()
                        .signedBody(
                                "QP1-WHY",
                                driver.credentialId(),
                                Instant.now().getEpochSecond(),
                                id + decisionId + text)
                        .put("messageId", id.toString())
                        .put("decisionId", decisionId)
                        .put("text", text));
        assertEquals(201, asked.status(), asked::toString);
        return id;
    }

    private static String opened(Lot lot) {
        browser.go(city.url() + "/");
        browser.see(card(lot));
        // What a browser has kept of the figures may be a minute old.
        browser.run("await fetch('/v1/messages/figures', {cache: 'reload', credentials: 'omit'}); return true;");
        open(lot);
        return browser.see(card(lot)).getText();
    }

    private static JsonObject northOfHere(double metres) {
        return new JsonObject()
                .put(
                        "location",
                        new JsonObject()
                                .put("latitude", HERE_LATITUDE + metres / METRES_OF_A_DEGREE)
                                .put("longitude", HERE_LONGITUDE));
    }

    @Test
    void who_says_where_they_are_gets_the_nearest_lots_first_and_the_districts_back() {
        lot("A Far End", 40, 0, northOfHere(34_000));
        lot("The Next Door", 40, 0, northOfHere(350));
        browser.at(city.url(), HERE_LATITUDE, HERE_LONGITUDE);
        browser.go(city.url() + "/");
        browser.see(".district");
        browser.press("#near");
        Await.until(() -> browser.text().contains("Nearest first, in a straight line."));
        assertEquals(
                List.of("The Next Door", "A Far End"),
                browser.texts(".lots .name").subList(0, 2));
        assertTrue(browser.text().contains("350 m · District"), browser.text());
        browser.press("#by-name");
        browser.see(".district");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void anyone_sees_how_many_questions_wait_for_an_answer_and_for_how_long() {
        Lot lot = lot("Station", 20, 3, new JsonObject().put("admitTransients", false));
        UUID message = asksWhy(lot);
        Await.until(() -> {
            String told = opened(lot);
            return told.contains("1 waits for an answer, the oldest from ")
                    && told.contains("0 answered in the last 30 days.");
        });
        city.post(
                "/v1/messages/" + message + "/answer",
                new JsonObject().put("outcome", "RULE_HELD").put("text", "This one is for residents."));
        Await.until(() -> {
            String now = opened(lot);
            return now.contains("None waits for an answer.")
                    && now.contains("1 answered in the last 30 days, half of them within ");
        });
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void a_lot_that_nobody_has_driven_to_yet_is_no_alarm() {
        Lot lot =
                city.lot(new JsonObject().put("public", true).put("name", "New").put("capacity", 40));
        browser.go(city.url() + "/");
        String told = browser.see(card(lot)).getText();
        assertTrue(told.contains("no car reported lately"), told);
        assertTrue(browser.all(card(lot) + " .mark").isEmpty(), told);
        assertFalse(browser.text().contains("silent"), browser.text());
        assertTrue(browser.text().indexOf("New") < browser.text().indexOf("I stand at a gate"), "numbers come first");
    }

    @Test
    void a_person_finds_the_page_that_is_theirs() {
        browser.go(city.url() + "/");
        browser.see(".links a");
        for (String page : List.of("/app", "/lane", "/ops", "/docs")) {
            browser.see(".links a[href='" + page + "']");
        }
        browser.press("header .below"); // the way to them, however many lots stand above
        Await.until(
                () -> Boolean.TRUE.equals(
                        browser.run(
                                "const { bottom } = document.querySelector('#pages').getBoundingClientRect(); return bottom <= innerHeight + 1;")));
        browser.press(".links a[href='/lane']");
        Await.until(() -> browser.run("return location.pathname;").equals("/lane"));
        browser.complaints();
    }

    @Test
    void the_pages_look_as_they_should_and_fit_a_phone() throws IOException {
        String folder = System.getProperty("pages.pictures", "");
        lot("Museum Square", 180, 171, new JsonObject());
        lot("Harbour East", 420, 96, new JsonObject().put("minAssurance", "T"));
        lot("Old Market", 64, 64, new JsonObject());
        Lot lot = lot("Library", 90, 47, new JsonObject().put("passback", "SOFT"));
        city.tryPut("/v1/places/" + lot.id() + "/pools/residents", new JsonObject().put("spaces", 30));
        city.tryPut(
                "/v1/places/" + lot.id() + "/rules/next",
                new JsonObject()
                        .put("effectiveFrom", "2035-01-01T00:00:00+08:00")
                        .put("capacity", 120)
                        .put("fullPolicy", "SOFT"));
        city.tryPut("/v1/places/city", new JsonObject().put("type", "CITY").put("name", "Westport"));
        city.tryPut(
                "/v1/places/district",
                new JsonObject().put("type", "DISTRICT").put("parentId", "city").put("name", "Old Town"));
        browser.size(PHONE_WIDTH, PHONE_HEIGHT, 2);
        browser.go(city.url() + "/");
        browser.see(card(lot));
        Await.until(() -> browser.see(".state").getText().equals("Live"));
        assertFalse(scrollsSideways());
        picture(folder, "home");
        open(lot);
        browser.run("document.querySelector('" + card(lot) + "').scrollIntoView(); return true;");
        assertFalse(scrollsSideways());
        picture(folder, "home-lot");
        browser.prefers("prefers-color-scheme", "dark");
        picture(folder, "home-lot-dark");
        browser.prefers("prefers-color-scheme", "light");
        browser.size(DESK_WIDTH, DESK_HEIGHT, 1);
        browser.run("scrollTo(0, 0); return true;");
        picture(folder, "home-desk");
        browser.run("document.querySelector('" + card(lot) + "').scrollIntoView(); return true;");
        picture(folder, "home-desk-lot");
        browser.size(PHONE_WIDTH, PHONE_HEIGHT, 2);
        assertEquals(List.of(), browser.complaints());
    }

    private static boolean scrollsSideways() {
        return (Boolean) browser.run("return document.documentElement.scrollWidth > innerWidth;");
    }

    private static void picture(String folder, String name) throws IOException {
        assertEquals(List.of(), Axe.seriousOn(browser), name);
        byte[] png = browser.screenshot();
        if (!folder.isEmpty()) {
            Files.write(Path.of(folder, name + ".png"), png);
        }
    }
}
