package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.text.Collator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.testing.Await;
import parkgate.testing.Browser;

/** What stands below a driver's code: where they may park, what is near, why they were refused, and codes for visitors. */
class DriverStayPageIT extends DriverScenes {
    /** Where the phone is, when it knows. */
    private static final double HERE_LATITUDE = 31.2345678;

    private static final double HERE_LONGITUDE = 121.4987654;
    private static final double LOTS_LONGITUDE = HERE_LONGITUDE + 0.0011; // 105 m to the east
    private static final double METRES_OF_A_DEGREE = 111_195;

    private static final String ALL_THAT_IS_KEPT =
            "const db = await new Promise((y, n) => { const r = indexedDB.open('parkgate');"
                    + " r.onsuccess = () => y(r.result); r.onerror = n; });"
                    + " const rows = await new Promise((y, n) => {"
                    + " const r = db.transaction('phone').objectStore('phone').getAll(); r.onsuccess = () => y(r.result); r.onerror = n; });"
                    + " return JSON.stringify([rows, { ...localStorage }, { ...sessionStorage }, document.cookie, location.href]);";

    @Test
    void a_driver_sees_where_they_may_park_and_that_their_car_is_inside() {
        Lot lot = lot();
        claim(link(now));
        browser.see(".inside");
        assertTrue(browser.text().contains("Your car is not inside."), browser.text());
        now.permit(
                browser.see(".number bdi").getText().replace("-", ""),
                "district",
                new JsonObject().put("validUntil", "2040-01-01T00:00:00Z"));
        Answer entry = now.scan(0, lot.entry(), codeOnScreen());
        assertEquals(200, now.report(0, lot.entry(), entry, "CONFIRMED").status());
        browser.reload();
        Await.until(() -> browser.text().contains("Your car is inside: " + lot.id()));
        assertTrue(browser.text().contains("until"), browser.text());
        browser.press("main .main");
        assertTrue(browser.text().contains(entry.text("sessionId")), browser.text());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void times_are_by_the_clock_of_the_place_which_is_named_where_the_phones_shows_another() {
        Lot far = now.lot(new JsonObject()
                .put("name", "Far Street")
                .put("timeZone", "Asia/Kathmandu")
                .put("capacity", 40)
                .put("admitTransients", true));
        claim(link(now));
        now.permit(
                browser.see(".number bdi").getText().replace("-", ""),
                far.id(),
                new JsonObject().put("validUntil", "2040-01-01T00:00:00Z"));
        assertTrue(now.scan(0, far.entry(), codeOnScreen()).granted());
        browser.reload();
        Await.until(() -> browser.see(".card.inside").getText().contains("GMT+5:45"));
        assertTrue(browser.text().contains("until Jan 1, 2040, 5:45 AM GMT+5:45"), browser.text());
        assertEquals(List.of(), browser.complaints());
    }

    /** Refused at a lot where nobody without a right may park, which the page shows. */
    private Answer refusedAt(Lot lot) {
        claim(link(now));
        Answer denied = now.scan(0, lot.entry(), codeOnScreen());
        assertEquals("NO_RIGHT_HERE", denied.reason());
        Await.until(() -> {
            browser.reload();
            browser.see(".inside");
            return browser.text().contains("You have no right to park in this lot.");
        });
        return denied;
    }

    /** Asks why, on the page. */
    private String asksWhy() {
        Lot lot = now.lot(new JsonObject().put("capacity", 40).put("public", true));
        refusedAt(lot);
        browser.press(".refusals .quiet");
        browser.see(".why textarea").sendKeys("I live next door. Why?");
        browser.press(".why .main");
        Await.until(() -> browser.text().contains("Sent. The operator has to answer"));
        return now.get("/v1/messages?placeId=" + lot.id())
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("messageId");
    }

    private void answered(String messageId) {
        now.post(
                "/v1/messages/" + messageId + "/answer",
                new JsonObject().put("outcome", "RULE_HELD").put("text", "Permits for your street begin on Monday."));
        browser.reload();
        Await.until(() -> browser.text().contains("Permits for your street begin on Monday."));
    }

    /** A public lot of this name, so far north of where the phone is, and 105 m to the east. */
    private static void lotNear(String name, double metresNorth) {
        JsonObject location = new JsonObject()
                .put("latitude", HERE_LATITUDE + metresNorth / METRES_OF_A_DEGREE)
                .put("longitude", LOTS_LONGITUDE);
        Lot lot = now.lot(new JsonObject()
                .put("name", name)
                .put("capacity", 40)
                .put("public", true)
                .put("location", location));
        assertFalse(now.scan(0, lot.entry(), "news from the gate").granted());
    }

    private static List<String> namesOfFree(Browser at) {
        return at.texts(".free .name");
    }

    @Test
    void the_pages_list_the_nearest_lots_first_and_no_request_says_where_the_phone_is() throws IOException {
        lotNear("Far away", 34_000);
        lotNear("Across the river", 1_234);
        lotNear("Round the corner (west)", -347);
        try (Browser watched = Browser.watched("en")) {
            watched.before(
                    "const find = navigator.geolocation.getCurrentPosition; window.looked = 0;"
                            + " Geolocation.prototype.watchPosition = undefined;"
                            + " Geolocation.prototype.getCurrentPosition = function (...to) { looked++; find.apply(this, to); };");
            watched.at(now.url(), HERE_LATITUDE, HERE_LONGITUDE);
            watched.go(link(now));
            watched.press("#claim");
            watched.see("#near");
            assertTrue(watched.text().contains("By name: this page does not know where you are."), watched.text());
            assertEquals(0L, watched.run("return looked;"), "nobody is asked before they tap");
            watched.press("#near");
            Await.until(() -> watched.text().contains("Nearest first, in a straight line."));
            assertEquals(
                    List.of("Round the corner (west)", "Across the river", "Far away"),
                    namesOfFree(watched).subList(0, 3));
            for (String far : List.of("360 m · District", "1.2 km · District", "34 km · District")) {
                assertTrue(watched.text().contains(far), watched.text());
            }
            assertEquals(
                    String.format(
                            Locale.ROOT,
                            "geo:%s,%s?q=%1$s,%2$s(Round%%20the%%20corner%%20%%20west%%20)",
                            HERE_LATITUDE - 347 / METRES_OF_A_DEGREE,
                            LOTS_LONGITUDE),
                    watched.see(".way a").getAttribute("href"));
            watched.run("document.querySelector('.free').scrollIntoView(); return true;");
            picture(watched, System.getProperty("pages.pictures", ""), "driver-near");

            watched.requests();
            watched.run("dispatchEvent(new Event('online')); return true;"); // asks for everything anew
            List<String> requests = new ArrayList<>();
            Await.until(() -> requests.addAll(watched.requests())
                    && requests.stream().anyMatch(request -> request.contains("/v1/availability"))
                    && requests.stream().anyMatch(request -> request.contains("/v1/devices/view")));
            requests.forEach(request -> assertFalse(tellsWhere(request), request));
            String kept = String.valueOf(watched.run(ALL_THAT_IS_KEPT));
            assertTrue(kept.contains("Across the river"), "what is kept was read: " + kept);
            assertFalse(tellsWhere(kept), kept);
            watched.reload();
            Await.until(() -> watched.text().contains("By name: this page does not know where you are."));
            assertEquals(1L, watched.run("return looked + 1;"), "it is asked for anew, and only on a tap");
            watched.requests().forEach(request -> assertFalse(tellsWhere(request), request));
            assertEquals(List.of(), watched.complaints());
        }
    }

    /** The phone's own latitude or longitude, to some hundred metres. */
    private static boolean tellsWhere(String text) {
        return text.contains("31.234") || text.contains("121.498");
    }

    @Test
    void who_does_not_say_where_they_are_gets_the_lots_by_name_and_without_a_network_how_old_their_numbers_are() {
        lotNear("Zebra", 400_000);
        lotNear("Aardvark", 500_000);
        browser.nowhere(now.url());
        claim(link(now));
        browser.press("#near");
        Await.until(() -> browser.text().contains("By name: this page may not know where you are."));
        List<String> names = namesOfFree(browser).stream()
                .filter(name -> !name.startsWith("lot-")) // which are by number
                .toList();
        assertEquals("Aardvark", names.get(0));
        assertEquals(names.stream().sorted(Collator.getInstance(Locale.ENGLISH)).toList(), names);
        assertTrue(browser.text().contains("Counted just now."), browser.text());

        browser.moveClock(Duration.ofMinutes(17).toMillis());
        browser.offline(true);
        browser.reload();
        Await.until(() -> browser.text().contains("No network: counted 17 min ago. They may have changed since."));
        assertEquals("Aardvark", namesOfFree(browser).get(0));
        browser.offline(false);
        Await.until(() -> browser.text().contains("Counted just now."));
    }

    @Test
    void a_distance_is_that_on_a_round_earth() {
        browser.go(now.url() + "/app");
        browser.see("#link");
        Object found = browser.run(
                "const near = await import(document.querySelector('script').src.replace('app.js', 'near.js'));"
                        + " const at = (latitude, longitude) => ({ latitude, longitude });"
                        + " return [[at(90, 0), at(-90, 77)], [at(0, 0), at(0, 180)], [at(0, 179.9), at(0, -179.9)], [at(5, 5), at(5, 5)],"
                        + " [at(48.8566, 2.3522), at(51.5074, -0.1278)], [at(31.2421, 121.4886), at(31.2352, 121.4809)],"
                        + " [at(-33.8688, 151.2093), at(-37.8136, 144.9631)]]"
                        + ".map(([from, to]) => Math.round(near.metres(from, to)) + ' ' + near.far(near.metres(from, to))).join('; ');");
        // The angle between two points by another way (from their cross and dot product), times 6,371,008.8 m.
        assertEquals(
                "20015114 20,015 km; 20015114 20,015 km; 22239 22 km; 0 0 m; 343557 344 km; 1060 1.1 km; 713428 713 km",
                found);
    }

    @Test
    void the_pages_show_a_driver_why_they_were_refused_who_may_ask_again() throws IOException {
        answered(asksWhy());
        browser.run("document.querySelector('.refusals').scrollIntoView(); return true;");
        picture(System.getProperty("pages.pictures", ""), "driver-refused");
        browser.press(".refusals .quiet");
        browser.see(".why textarea").sendKeys("And until then?");
        browser.press(".why .main");
        Await.until(() -> browser.text().contains("And until then?")
                && browser.text().contains("Sent. The operator has to answer"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void a_driver_for_whom_an_attendant_asked_meanwhile_sees_that_question_and_its_answer() {
        Lot lot = now.lot(new JsonObject().put("capacity", 40).put("public", true));
        String messageId = UUID.randomUUID().toString();
        JsonObject asked = new JsonObject()
                .put("messageId", messageId)
                .put("decisionId", refusedAt(lot).text("decisionId"))
                .put("text", "Lives next door.");
        assertEquals(201, now.postAt(0, lot.entry(), "/v1/messages", asked).status());
        browser.press(".refusals .quiet");
        browser.see(".why textarea").sendKeys("Why?");
        browser.press(".why .main");
        Await.until(() ->
                browser.text().contains("Lives next door.") && browser.text().contains("Attendant, for you"));
        answered(messageId);
    }

    /** A permit in a pool of one space, at a lot of a district with two more. */
    private Lot onePlaceOf(String number) {
        // Lanes without a loop: who is let in is in, however long the next one takes.
        Lot lot = now.lot(new JsonObject().put("capacity", 40).put("public", true), false);
        now.tryPut("/v1/places/" + lot.id() + "/pools/house", new JsonObject().put("spaces", 1));
        now.permit(number, lot.id(), new JsonObject().put("poolId", "house"));
        return lot;
    }

    @Test
    void the_pages_give_a_visitor_a_code_that_opens_the_gate_and_take_it_back() throws IOException {
        String folder = System.getProperty("pages.pictures", "");
        claim(link(now));
        Lot lot = onePlaceOf(browser.see(".number bdi").getText().replace("-", ""));
        browser.reload();
        browser.press(".visitors .give");
        browser.see(".visitors input").sendKeys("Grandma");
        browser.run("document.querySelector('.visitors').scrollIntoView(); return true;");
        picture(folder, "driver-visitor-form");
        browser.press(".visitors form .main");
        String link = browser.see(".visitors .link").getText();
        browser.run("document.querySelector('.visitors').scrollIntoView(); return true;");
        picture(folder, "driver-visitor");
        assertTrue(now.get("/v1/audit?limit=50").encode().contains("visitor.made"));
        assertFalse(now.get("/v1/audit?limit=50").encode().contains("Grandma"), "only the phone knows");
        try (Browser visitor = Browser.open("zh-CN")) {
            visitor.go(link);
            visitor.press("#claim");
            visitor.see("#code");
            Answer entry = now.scan(0, lot.entry(), Browser.codeIn(visitor.screenshot()));
            assertTrue(entry.granted(), entry::toString);
            browser.run("scrollTo(0, 0); return true;");
            Answer second = now.scan(0, lot.otherEntry(), codeOnScreen());
            assertEquals("POOL_FULL", second.reason(), () -> second + " after " + entry);
            Await.until(() -> {
                browser.reload();
                browser.see(".visitors li");
                return browser.text().contains("on the visitor’s phone")
                        && browser.text().contains("All spaces that you share with others were taken. 1 of 1.");
            });
            assertTrue(browser.text().contains("Grandma"), "kept on the phone");
            browser.press(".visitors li .quiet");
            assertTrue(browser.see("[role='alertdialog']").getText().contains("It opens no entry any more"));
            browser.press("[role='alertdialog'] .quiet:last-child");
            Await.until(() -> browser.all("[role='alertdialog']").isEmpty());
            assertEquals(1, browser.all(".visitors li").size(), "it was thought better of");
            browser.press(".visitors li .quiet");
            browser.press("[role='alertdialog'] .quiet");
            Await.until(() -> browser.all(".visitors li").isEmpty());
            assertEquals(List.of(), visitor.complaints());
        }
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void a_permit_for_a_district_gives_a_visitor_one_of_its_lots() {
        Lot lot = lot();
        claim(link(now));
        String number = browser.see(".number bdi").getText().replace("-", "");
        now.permit(number, "district");
        browser.reload();
        browser.press(".visitors .give");
        browser.press(".visitors option[value='" + lot.id() + "']");
        browser.press(".visitors form .main");
        browser.see(".visitors .link");
        assertEquals(lot.id(), browser.see(".visitors li bdi").getText(), "its name is its id here");
        assertEquals(List.of(), browser.complaints());
    }
}
