package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Axe;
import parkgate.testing.Browser;
import parkgate.testing.Servers;

/** The attendant's page in a real Chromium at a whole service. */
class LanePageIT {
    private static EmbeddedRedis redis;
    private static City city;

    private Browser browser;

    @BeforeAll
    static void boot() {
        Browser.needed();
        redis = Servers.startRedis();
        city = new City(1, Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        if (city != null) {
            city.close();
            redis.close();
        }
    }

    @BeforeEach
    void openBrowser() {
        browser = Browser.open("en");
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    private static Lot lot(int capacity) {
        return city.lot(new JsonObject()
                .put("name", "Riverside")
                .put("capacity", capacity)
                .put("admitTransients", true));
    }

    /** By the link that an operator's QR code holds. */
    private void bind(String laneKey) {
        browser.go(city.url() + "/lane#" + laneKey);
        browser.see("#code");
    }

    private void type(String code) {
        browser.see("#code").sendKeys(code + '\n');
    }

    private void seeAnswer(String kind) {
        browser.see(".answer." + kind);
    }

    private void passed() {
        browser.press(".granted .yes");
        Await.until(() -> browser.all(".granted .yes").isEmpty());
    }

    /** Keys as a scanner types them: no field has the focus, and none comes later than a finger would. */
    private void wedge(String code) {
        browser.run(
                "document.activeElement.blur();"
                        + "for (const key of [...given[0], 'Enter'])"
                        + " document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));"
                        + "return true;",
                code);
    }

    private void photo(byte[] png) throws IOException {
        Path file = Files.createTempDirectory("photo").resolve("photo.png");
        browser.see("#photo").sendKeys(Files.write(file, png).toString());
    }

    private static void awaitSession(Lot lot, String status, int count) {
        Await.until(() -> city.sessions(lot, status) == count);
    }

    @Test
    void a_lanes_link_binds_the_phone_and_the_key_is_out_of_the_address_at_once() {
        Lot lot = lot(40);
        bind(lot.entry());
        assertEquals(city.url() + "/lane", browser.run("return location.href;"));
        assertTrue(browser.text().contains("Riverside") && browser.text().contains("Entry"), browser.text());
        browser.reload();
        browser.see("#code");
        Await.until(() -> browser.text().contains("0 of 40 inside"));
        browser.press("#unbind");
        browser.press("[role=alertdialog] .quiet");
        browser.see("#key").sendKeys("pg_lane_0123456789abcdef_" + "0".repeat(64) + '\n');
        assertTrue(browser.see("#no-key").getText().contains("not known"), browser.text());
    }

    @Test
    void a_typed_code_a_typed_number_and_a_scanner_that_types_are_answered() {
        Lot lot = lot(2);
        bind(lot.entry());
        Paper first = city.paper();
        Paper second = city.paper();
        Paper third = city.paper();
        type(first.code());
        seeAnswer("granted");
        passed();
        wedge(second.code());
        Await.until(() -> browser.text().contains("2 of 2 inside"));
        passed();
        type(third.credentialId().toLowerCase(java.util.Locale.ROOT));
        seeAnswer("denied");
        assertTrue(browser.text().contains("The lot is full."), browser.text());
        assertTrue(browser.text().contains("2 of 2 inside"), browser.text());
        assertTrue(browser.text().contains("wait for a car that leaves"), browser.text());
        awaitSession(lot, "ACTIVE", 2);
        type("nonsense");
        Await.until(() -> browser.text().contains("This is not a parking code."));
        assertEquals(0, browser.complaints().size(), () -> browser.complaints().toString());
    }

    @Test
    void a_driver_whose_pool_is_full_is_told_of_the_pool_and_not_of_the_lot() {
        Lot lot = lot(40);
        city.put("/v1/places/" + lot.id() + "/pools/firm", new JsonObject().put("spaces", 1));
        Paper first = city.paper();
        Paper second = city.paper();
        for (Paper each : List.of(first, second)) {
            city.permit(each.credentialId(), lot.id(), new JsonObject().put("poolId", "firm"));
        }
        Await.until(() -> city.scan(0, lot.otherEntry(), first.code()).granted());
        Answer refused = city.scan(0, lot.otherEntry(), second.code());
        assertEquals(
                new JsonObject().put("poolId", "firm").put("spaces", 1).put("taken", 1),
                refused.body().getJsonObject("pool"));
        assertEquals(
                "Pool full: 1 of 1", refused.body().getJsonObject("display").getString("line2"));
        bind(lot.entry());
        type(second.code());
        seeAnswer("denied");
        String answer = browser.see(".answer").getText();
        assertTrue(answer.contains("1 of 1 of the group’s spaces are taken"), answer);
        assertFalse(answer.contains("of 40"), answer);
    }

    @Test
    void a_photo_of_a_drivers_screen_opens_and_one_without_a_code_says_what_to_do() throws IOException {
        Lot lot = lot(40);
        JsonObject issued = city.post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        browser.go(city.url() + "/claim#" + issued.getString("claimToken"));
        browser.press("#claim");
        browser.see("#code");
        byte[] screenshot = browser.screenshot();
        bind(lot.entry());
        byte[] withoutCode = browser.screenshot();
        photo(screenshot);
        seeAnswer("granted");
        passed();
        awaitSession(lot, "ACTIVE", 1);
        photo(withoutCode);
        seeAnswer("unread");
        assertTrue(browser.see(".answer").getText().contains("Try again"), browser.text());
        assertFalse(browser.text().contains("✕"), "nothing was refused: " + browser.text());
        photo(new byte[] {'n', 'o', ' ', 'p', 'i', 'c', 't', 'u', 'r', 'e'});
        Await.until(() -> browser.see(".answer.unread").getText().contains("cannot be read"));
        assertFalse(browser.text().contains("✕"), "nothing was refused: " + browser.text());
        browser.run(
                "const bytes = Uint8Array.from(atob(given[0]), (c) => c.charCodeAt(0));"
                        + "const data = new DataTransfer();"
                        + "data.items.add(new File([bytes], 'shot.png', { type: 'image/png' }));"
                        + "dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true })); return true;",
                java.util.Base64.getEncoder().encodeToString(screenshot));
        browser.see(".answer.granted, .answer.denied");
    }

    /** This Chromium finds no codes by itself; what it would find stands in for that, the camera is a real one to the page. */
    @Test
    void codes_are_found_through_the_camera_and_the_same_one_twice_is_one() {
        Lot lot = lot(40);
        browser.before(
                "window.BarcodeDetector = class {"
                        + " static async getSupportedFormats() { return ['qr_code']; }"
                        + " async detect(video) { return video.videoWidth && window.inSight ? [{ rawValue: window.inSight }] : []; } };");
        browser.go(city.url() + "/lane");
        browser.press(".sheet .main");
        browser.run("window.inSight = given[0]; return true;", city.url() + "/lane#" + lot.entry());
        browser.see("#code");
        browser.run("window.inSight = given[0]; return true;", city.paper().code());
        browser.press(".reading .main");
        seeAnswer("granted");
        passed();
        browser.press(".camera .quiet");
        awaitSession(lot, "ACTIVE", 1);
        assertEquals(1, browser.text().split("Let in", -1).length - 1);
        assertEquals(0, browser.complaints().size(), () -> browser.complaints().toString());
    }

    @Test
    void a_key_that_was_revoked_says_so_and_opens_nothing() {
        Lot lot = lot(40);
        bind(lot.entry());
        String keyId = lot.entry().split("_", -1)[2];
        city.delete("/v1/places/" + lot.id() + "/lanes/" + lot.id() + "-entry/keys/" + keyId);
        Await.until(() -> {
            type("ABCD-EFGH-JKMN-PQRS");
            return browser.text().contains("its link was ended");
        });
    }

    @Test
    void a_lane_that_goes_both_ways_is_told_which_way_when_nobody_can_be_asked() {
        Lot lot = lot(40);
        bind(city.reversible(lot));
        browser.press(".ways button:last-child");
        browser.offline(true);
        type(city.paper().code());
        seeAnswer("unheard");
        assertTrue(browser.text().contains("Let the car out"), browser.text());
        browser.press(".unheard .yes");
        browser.offline(false);
        Await.until(() -> browser.text().contains("recorded with a flag"));
    }

    @Test
    void what_is_done_without_a_network_is_kept_and_told_once() {
        Lot lot = lot(40);
        bind(lot.entry());
        browser.run("return (await navigator.serviceWorker.ready).active !== null;");
        browser.offline(true);
        type(city.paper().code());
        seeAnswer("unheard");
        assertTrue(browser.text().contains("you decide"), browser.text());
        browser.press(".unheard .yes");
        type(city.paper().code());
        seeAnswer("unheard");
        browser.press(".unheard .no");
        Await.until(() -> browser.text().contains("2 waiting"));
        assertEquals(0, city.sessions(lot, "ACTIVE"));
        browser.reload();
        browser.see("#waiting");
        browser.press("#unbind");
        browser.press("[role=alertdialog] button");
        browser.see("#key");
        browser.offline(false);
        Lot another = lot(40);
        bind(another.entry());
        assertEquals(List.of(), browser.all("#waiting"), "another lane is told nothing of it");
        type(city.paper().code());
        seeAnswer("granted");
        passed();
        assertEquals(0, city.sessions(lot, "ACTIVE"));
        bind(lot.entry());
        Await.until(() -> browser.see("#log").getText().contains("Told"));
        Await.until(() -> browser.all("#waiting").isEmpty());
        awaitSession(lot, "ACTIVE", 1);
        assertEquals(1, city.ask("select count(*) from session where lot_id = ?", another));
        assertEquals(1, city.ask("select count(*) from session where lot_id = ?", lot));
    }

    @Test
    void that_nobody_answers_any_more_is_noticed_when_the_operators_stream_ends() {
        try (EmbeddedRedis ownRedis = Servers.startRedis();
                Browser watched = Browser.watched("en")) {
            City other = new City(1, Servers.freshDatabaseUri(), ownRedis.uri());
            try {
                watched.before("window.setInterval = () => 0;"); // no clock makes it ask
                Lot lot = other.lot(new JsonObject().put("capacity", 40));
                watched.go(other.url() + "/lane#" + lot.entry());
                watched.see("#net.on");
            } finally {
                other.close();
            }
            watched.see("#net.off");
        }
    }

    @Test
    void what_a_phone_with_a_wrong_clock_did_without_a_network_is_told_by_the_services_clock() {
        browser.close();
        browser = Browser.watched("en");
        browser.before("const real = Date; const wrong = () => real.now() - 3 * 3_600_000;"
                + " window.Date = class extends real { constructor(...given) { super(...(given.length > 0 ? given : [wrong()])); }"
                + " static now() { return wrong(); } };");
        Lot lot = lot(40);
        bind(lot.entry());
        browser.run("return (await navigator.serviceWorker.ready).active !== null;");
        browser.see("#net.on");
        browser.offline(true);
        browser.reload();
        browser.see("#net.off");
        type(city.paper().code());
        seeAnswer("unheard");
        browser.press(".unheard .yes");
        browser.offline(false);
        browser.run("dispatchEvent(new Event('online')); return true;");
        awaitSession(lot, "ACTIVE", 1);
        assertEquals(
                1,
                city.ask(
                        "select count(*) from session where lot_id = ? and started_at > now() - interval '1 hour'",
                        lot));
    }

    @Test
    void an_answer_is_shown_and_nothing_is_promised_where_the_browsers_storage_fails() {
        Lot lot = lot(40);
        bind(lot.entry());
        browser.run(
                "IDBFactory.prototype.open = () => { throw new DOMException('no room', 'QuotaExceededError'); }; return true;");
        type(city.paper().code());
        seeAnswer("granted");
        awaitSession(lot, "ACTIVE", 1);
        browser.offline(true);
        type(city.paper().code());
        seeAnswer("unheard");
        Await.until(() -> browser.text().contains("on paper"));
        browser.press(".unheard .yes");
        Await.until(() -> browser.all(".unheard .yes").size() == 1);
        assertEquals(List.of(), browser.all(".answer.kept"), "nobody is promised that it is told");
    }

    @Test
    void two_windows_of_a_phone_are_two_lanes_and_stay_so_until_the_phone_is_to_be_none() {
        Lot lot = lot(40);
        bind(lot.entry());
        String entry = browser.beside();
        bind(lot.exit());
        browser.see(".badge.exit");
        browser.backTo(entry);
        browser.see("#net.on");
        browser.reload();
        browser.see(".badge.entry");
        browser.beside();
        browser.go(city.url() + "/lane");
        browser.see(".badge.exit"); // a new window is what the phone was made last
        browser.press("#unbind");
        browser.press("[role=alertdialog] button");
        browser.see("#key");
        browser.backTo(entry);
        browser.run("dispatchEvent(new Event('online')); return true;"); // asks the service anew, which knows the key
        browser.reload();
        browser.see("#key");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void times_are_by_the_lots_clock_which_is_named_where_the_phones_shows_another() {
        Lot far = city.lot(new JsonObject()
                .put("name", "Far Street")
                .put("timeZone", "Asia/Kathmandu")
                .put("capacity", 40)
                .put("admitTransients", true));
        bind(far.entry());
        type(city.paper().code());
        seeAnswer("granted");
        passed();
        Await.until(() -> browser.see("#log").getText().contains("GMT+5:45"));
    }

    @Test
    void a_scan_that_nobody_heard_is_asked_again_and_one_that_was_heard_after_all_counts_once() {
        Lot lot = lot(40);
        bind(lot.entry());
        browser.offline(true);
        type(city.paper().code());
        seeAnswer("unheard");
        browser.offline(false);
        seeAnswer("granted");
        passed();
        awaitSession(lot, "ACTIVE", 1);
        Await.until(() -> browser.all("#waiting").isEmpty());
    }

    @Test
    void the_operators_words_and_commands_are_shown_and_what_came_of_them_is_told() {
        Lot lot = lot(40);
        bind(lot.exit());
        String lane = "/v1/lanes/" + lot.id() + "-exit";
        Await.until(() -> {
            JsonObject lanes = city.get("/v1/places/" + lot.id() + "/lanes");
            return lanes.getJsonArray("items").stream()
                    .anyMatch(each -> ((JsonObject) each).getBoolean("connected", false));
        });
        city.post(
                lane + "/message",
                new JsonObject().put("line1", "Coach at noon").put("line2", "Let it out"));
        Await.until(() -> browser.text().contains("Coach at noon"));
        JsonObject opened = city.post(
                lane + "/open", new JsonObject().put("reason", "Fire brigade").put("unmatched", true));
        assertTrue(opened.getBoolean("delivered"), opened::encode);
        browser.see(".bidden .yes");
        assertTrue(browser.text().contains("Fire brigade"), browser.text());
        browser.press(".bidden .yes");
        Await.until(() -> browser.text().contains("Opened for the operator"));
        assertFalse(browser.text().contains("The operator says: open"), browser.text());
        browser.press("footer [lang='zh-CN']");
        assertTrue(browser.see("#log").getText().contains("按运营方要求开闸：Fire brigade"), browser.text());
        browser.press("footer [lang='en']");
    }

    @Test
    void why_is_asked_for_a_driver_without_a_phone_and_the_answer_is_shown_and_asked_about() {
        Lot lot = lot(40);
        bind(lot.entry());
        Paper lost = city.paper();
        city.post("/v1/credentials/" + lost.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        Await.until(() -> {
            type(lost.code());
            return browser.text().contains("This code was withdrawn.");
        });
        browser.press(".answer .ask");
        browser.offline(true);
        browser.see("#ask textarea").sendKeys("I have paid until June. Why?");
        browser.press("#ask .main");
        Await.until(() -> browser.text().contains("Nothing is lost"));
        browser.offline(false);
        Await.until(() -> {
            // Pressed again while it is there: the refusal may still be on its way into the record.
            browser.run("document.querySelector('#ask .main:enabled')?.click(); return true;");
            return browser.text().contains("Not answered yet");
        });
        assertTrue(browser.all(".answer .ask").isEmpty(), "asked once about each");
        answer(lot, "I have paid until June. Why?", "The paper was told lost on Monday.");
        browser.reload(); // which forgets nothing of it, and asks at once
        Await.until(() -> browser.text().contains("The paper was told lost on Monday."));
        assertTrue(browser.text().contains("The rule stands."), browser.text());
        browser.press("#asked .quiet");
        browser.see("#ask textarea").sendKeys("I told nobody so.");
        browser.press("#ask .main");
        Await.until(() -> browser.text().contains("Not answered yet"));
        answer(lot, "I told nobody so.", "The office calls you.");
        browser.run("dispatchEvent(new Event('online')); return true;");
        Await.until(() -> browser.text().contains("The office calls you."));
        assertEquals(List.of(), Axe.seriousOn(browser));
    }

    private static void answer(Lot lot, String asked, String text) {
        JsonObject open = city.get("/v1/messages?placeId=" + lot.id())
                .getJsonArray("items")
                .getJsonObject(0);
        JsonArray entries = open.getJsonArray("entries");
        JsonObject last = entries.getJsonObject(entries.size() - 1);
        assertEquals(asked, last.getString("text"));
        assertEquals("ATTENDANT", last.getString("by"));
        city.post(
                "/v1/messages/" + open.getString("messageId") + "/answer",
                new JsonObject().put("outcome", "RULE_HELD").put("text", text));
    }

    @Test
    void the_pages_look_as_they_should() throws IOException {
        String folder = System.getProperty("pages.pictures", "");
        Lot lot = lot(40);
        for (int i = 0; i < 3; i++) {
            Answer answer = city.scan(0, lot.otherEntry(), city.paper().code());
            assertEquals(
                    200, city.report(0, lot.otherEntry(), answer, "CONFIRMED").status());
        }
        browser.go(city.url() + "/lane");
        browser.see("#key");
        picture(folder, "lane-bind");
        browser.size(390, 844, 2);
        bind(lot.entry());
        Await.until(() -> browser.text().contains("3 of 40 inside"));
        Paper paper = city.paper();
        type(paper.code());
        seeAnswer("granted");
        picture(folder, "lane-granted");
        type(city.paper(new JsonObject().put("expiresAt", "2040-01-01T00:00:00Z"))
                .code()); // before it was told whether the first car has passed
        browser.see(".pair");
        seeAnswer("granted");
        assertEquals(
                List.of("Has passed", "Did not pass"),
                List.of(browser.see(".pair").getText().split("\n")));
        for (String buttons : List.of(".choice", ".pair")) {
            assertEquals(
                    true,
                    browser.run(
                            "const [a, b] = document.querySelector('" + buttons + "').children;"
                                    + "return a.offsetTop === b.offsetTop && a.offsetHeight < 80 && a.offsetHeight === b.offsetHeight;"),
                    buttons + " stand beside one another, each in one line");
        }
        picture(folder, "lane-two");
        browser.press(".pair button");
        passed();
        Paper lost = city.paper();
        city.post("/v1/credentials/" + lost.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));
        Await.until(() -> {
            type(lost.code());
            return browser.text().contains("This code was withdrawn.");
        });
        picture(folder, "lane-denied");
        assertEquals(List.of(), Axe.seriousOn(browser));
        browser.size(1280, 800, 1);
        picture(folder, "lane-desktop");
        browser.size(360, 740, 2);
        browser.prefers("prefers-color-scheme", "dark");
        browser.offline(true);
        type(city.paper().code());
        seeAnswer("unheard");
        picture(folder, "lane-offline");
        assertEquals(List.of(), Axe.seriousOn(browser));
        browser.press(".unheard .yes");
        Await.until(() -> browser.text().contains("1 waiting"));
    }

    private void picture(String folder, String name) throws IOException {
        byte[] png = browser.screenshot();
        if (!folder.isEmpty()) {
            Files.write(Path.of(folder, name + ".png"), png);
        }
    }
}
