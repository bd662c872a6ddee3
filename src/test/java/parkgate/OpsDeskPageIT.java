package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.testing.Await;
import parkgate.testing.Axe;
import parkgate.testing.Browser;

/** What an operator does at a desk: rights, paper, sessions, answers; and how all pages look. */
class OpsDeskPageIT extends OpsScenes {
    /** The code on the sheet, once it is drawn. */
    private static String printed() {
        browser.see("#sheet .qr");
        Await.until(() -> Boolean.TRUE.equals(
                browser.run("const qr = document.querySelector('#sheet .qr'); return Boolean(qr?.naturalWidth);")));
        return Browser.codeIn(browser.screenshot());
    }

    /** A right at the lot is given to a new paper, whose sheet is then shown. */
    private static void give(Lot lot) {
        view("/rights");
        browser.press("#give");
        type("holderRef", "flat 12");
        browser.see("dialog #field-placeId option[value='" + lot.id() + "']").click();
        browser.press("dialog .main");
        browser.see("#sheet .qr");
    }

    @Test
    void a_right_is_given_to_a_new_paper_which_opens_the_gate_and_when_lost_is_replaced() {
        Lot lot = city.lot(new JsonObject().put("name", "Paper Street").put("capacity", 5));
        give(lot);
        String first = printed();
        assertTrue(browser.text().contains("Paper Street"), browser.text());
        Answer entry = city.scan(0, lot.entry(), first);
        assertTrue(entry.granted(), entry::toString);
        assertEquals(1, browser.all("#print").size());
        browser.press("#lost-paper");
        browser.press("dialog .danger");
        waitFor(".told", "The old code is dead");
        Await.until(() -> !printed().equals(first));
        String second = printed();
        Await.until(() -> city.scan(0, lot.exit(), second).granted());
        assertFalse(city.scan(0, lot.otherEntry(), first).granted());
        browser.press("#lost-paper + button");
        type("reason", "not wanted");
        browser.press("dialog .danger");
        waitFor(".warn", "nothing to print");
        assertEquals(List.of(), browser.all("#print"), "nobody prints what opens nothing");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void a_session_is_found_by_the_number_below_its_code_and_corrected() {
        Lot lot = lot("Find Street");
        City.Paper paper = city.paper();
        Answer entry = city.scan(0, lot.entry(), paper.code());
        assertEquals(200, city.report(0, lot.entry(), entry, "CONFIRMED").status());
        String refused = city.scan(0, lot.otherEntry(), paper.code()).text("decisionId");
        view("/find");
        type("what", paper.credentialId().replaceAll("(.{4})(?=.)", "$1-"));
        browser.press("form .main");
        waitFor(".stays", "Find Street");
        waitFor(".scan.refused", "the car is inside already");
        browser.press(".stays a");
        waitFor("#session-status", "Inside");
        browser.press("[data-how='COMPLETED']");
        type("reason", "left through an open barrier");
        browser.press("dialog .danger");
        waitFor("#session-status", "Over");
        assertEquals("COMPLETED", city.session(entry.text("sessionId")).getString("status"));
        assertEquals(0, city.count(0, lot.id()));
        view("/find");
        type("what", entry.text("sessionId"));
        browser.press("form .main");
        waitFor("#session-status", "Over");
        view("/find");
        type("what", refused);
        browser.press("form .main");
        waitFor(".scan.refused", "the car is inside already");
        assertEquals(1, browser.all(".scan").size());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void a_time_of_a_place_whose_clock_is_another_than_the_browsers_names_it() {
        Lot far = city.lot(new JsonObject()
                .put("name", "Far Street")
                .put("timeZone", "Asia/Shanghai")
                .put("capacity", 40)
                .put("admitTransients", true));
        city.scan(0, far.entry(), "nonsense");
        view("/place/" + far.id());
        waitFor(".scan time", "GMT+8");
    }

    private static void fill(String field, String value) {
        browser.run("document.querySelector('#field-' + given[0]).value = given[1]; return true;", field, value);
    }

    /** A moment as a form's field has it, by a clock there. */
    private static String local(Instant moment) {
        return moment.atZone(ZoneId.of("Asia/Kathmandu"))
                .truncatedTo(ChronoUnit.SECONDS)
                .toLocalDateTime()
                .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    @Test
    void times_that_people_type_are_by_the_clock_of_the_place() {
        Lot far = city.lot(new JsonObject()
                .put("name", "Mountain Street")
                .put("timeZone", "Asia/Kathmandu")
                .put("capacity", 40));
        City.Paper paper = city.paper();
        city.permit(paper.credentialId(), far.id(), new JsonObject().put("validUntil", "2040-01-01T00:00:00Z"));
        Answer entry = city.scan(0, far.entry(), paper.code());
        assertEquals(200, city.report(0, far.entry(), entry, "CONFIRMED").status());
        Instant entered = Instant.parse(
                city.session(entry.text("sessionId")).getJsonObject("entry").getString("eventTime"));
        view("/session/" + entry.text("sessionId"));
        browser.press("[data-how='times']");
        waitFor("#field-entryTime-hint", "GMT+5:45");
        assertEquals(
                LocalDateTime.parse(local(entered)),
                LocalDateTime.parse(browser.see("#field-entryTime").getAttribute("value")));
        fill("entryTime", local(entered.minusSeconds(7_200)));
        type("reason", "the lane clock was wrong");
        browser.press("dialog .main");
        waitFor(".marks", "corrected");
        waitFor(".facts", "2 h");

        view("/find");
        browser.press("input[value='time']");
        browser.press("option[value='" + far.id() + "']");
        waitFor("#field-from-hint", "GMT+5:45");
        fill("from", local(entered.minusSeconds(600)).substring(0, 16));
        fill("to", local(entered.plusSeconds(600)).substring(0, 16));
        browser.press("form .main");
        waitFor(".scan.granted", "Mountain Street");

        view("/rights?number=" + paper.credentialId());
        browser.press("tr[data-right] button");
        assertEquals("2040-01-01", browser.see("#field-until").getAttribute("value"));
        fill("until", "2041-05-06");
        browser.press("dialog .main");
        waitFor("tr[data-right]", "2041");
        assertEquals(
                "2041-05-06T18:14:59Z",
                city.get("/v1/rights?credentialId=" + paper.credentialId())
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("validUntil"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void the_entry_of_a_car_that_is_inside_is_corrected_and_the_car_stays_inside() {
        Lot lot = lot("Clock Street");
        City.Paper paper = city.paper();
        Answer entry = city.scan(0, lot.entry(), paper.code());
        assertEquals(200, city.report(0, lot.entry(), entry, "CONFIRMED").status());
        view("/session/" + entry.text("sessionId"));
        waitFor("#session-status", "Inside");
        browser.press("[data-how='times']");
        browser.run("document.querySelector('#field-entryTime').stepDown(7200); return true;");
        type("reason", "the lane clock was wrong");
        browser.press("dialog .main");
        waitFor(".marks", "corrected");
        waitFor(".facts", "2 h");
        waitFor("#session-status", "Inside");
        assertEquals(1, city.count(0, lot.id()));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void a_right_is_found_by_its_number_extended_and_ended() {
        Lot lot = lot("Right Street");
        City.Paper paper = city.paper();
        city.permit(paper.credentialId(), lot.id(), new JsonObject().put("validUntil", "2040-01-01T00:00:00Z"));
        view("/rights");
        browser.see("#found-rights");
        type("number", paper.credentialId());
        browser.press("form .main");
        waitFor("#found-rights", "1 right");
        browser.press("tr[data-right] button");
        browser.run("document.querySelector('#field-until').value = '2041-05-06'; return true;");
        browser.press("dialog .main");
        waitFor("tr[data-right]", "2041");
        browser.press("tr[data-right] button:last-child");
        browser.press("dialog .danger");
        waitFor("#found-rights", "No rights were found");
    }

    @Test
    void who_only_looks_is_offered_nothing_to_change_and_is_out_after_signing_out() {
        Lot lot = lot("Look Street");
        Browser mine = browser;
        try (Browser other = Browser.open("zh-CN")) {
            browser = other;
            signIn(account("AUDITOR", "district"));
            view("/place/" + lot.id());
            waitFor("#count", "0");
            browser.see(".lane");
            assertEquals(List.of(), browser.all("#set-count, .lane button, .alarms button"));
            browser.press(".who summary");
            browser.press("#sign-out");
            browser.see("#field-password");
            browser.reload();
            browser.see("#field-password");
            assertTrue(browser.text().contains("登录"), browser.text());
        } finally {
            browser = mine;
        }
    }

    @Test
    void a_message_is_answered_with_a_reason() {
        Lot lot = lot("Message Street");
        view("/messages");
        browser.see("#waiting");
        String id = UUID.randomUUID().toString();
        JsonObject message = new JsonObject()
                .put("messageId", id)
                .put("decisionId", city.scan(0, lot.entry(), "nonsense").text("decisionId"))
                .put("text", "Why was I refused?");
        // A refusal is written down a moment after it is answered.
        Await.until(() -> city.postAt(0, lot.entry(), "/v1/messages", message).status() == 201);
        String card = "[data-message='" + id + "']";
        waitFor(card, "Why was I refused?"); // told, not asked for: the page asks by itself each minute only
        waitFor(".tabs .waits", "1");
        browser.press(card + " .main");
        browser.see("#field-outcome option[value='RULE_HELD']").click();
        browser.see("#field-text").sendKeys("It was a picture of something else.");
        browser.press("dialog .main");
        waitFor(".told", "The answer is given");
        Await.until(() -> browser.all(".tabs .waits").isEmpty());
        assertEquals("ANSWERED", city.get("/v1/messages/" + id).getString("status"));
        assertEquals(List.of(), browser.complaints());
    }

    /** Whatever people write stands there as they wrote it, and nothing of it runs or is loaded. */
    @Test
    void what_people_write_is_text_on_every_page() {
        String evil = "</script><img src=x onerror=\"document.title='ran'\"><svg/onload=alert(1)>{{7*7}}";
        Lot lot = lot("Evil " + evil);
        String id = UUID.randomUUID().toString();
        JsonObject message = new JsonObject()
                .put("messageId", id)
                .put("decisionId", city.scan(0, lot.entry(), "nonsense").text("decisionId"))
                .put("text", "Asked " + evil);
        Await.until(() -> city.postAt(0, lot.entry(), "/v1/messages", message).status() == 201);
        city.post(
                "/v1/lanes/" + lot.id() + "-entry/open",
                new JsonObject().put("reason", "Opened " + evil).put("unmatched", true));
        city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 3).put("reason", "Counted " + evil));
        view("/place/" + lot.id());
        waitFor("h1", "Evil " + evil);
        view("/messages");
        waitFor("[data-message='" + id + "']", "Asked " + evil);
        city.post(
                "/v1/messages/" + id + "/answer",
                new JsonObject().put("outcome", "OTHER").put("text", "Answered " + evil));
        browser.press(".ways .way:last-child");
        waitFor("[data-message='" + id + "']", "Answered " + evil);
        browser.go(city.url() + "/");
        waitFor("body", "Evil " + evil);
        String ran = "return document.title + document.querySelectorAll('img[src=x], svg[onload]').length;";
        assertFalse(String.valueOf(browser.run(ran)).contains("ran"));
        assertTrue(String.valueOf(browser.run(ran)).endsWith("0"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void both_languages_have_the_same_words() {
        String differences = String.valueOf(
                browser.run(
                        "const folder = document.querySelector('script').src.replace(/[^/]*$/, '');"
                                + "const [en, zh] = await Promise.all(['opsen.js', 'opszh.js'].map((each) => import(folder + each)));"
                                + "const names = (words, before = '') => Object.entries(words).flatMap(([name, word]) =>"
                                + " word && typeof word === 'object' && !Array.isArray(word) ? names(word, `${before}${name}.`) : [`${before}${name} ${typeof word}`]);"
                                + "const [a, b] = [names(en.default), names(zh.default)];"
                                + "return JSON.stringify([...a.filter((each) => !b.includes(each)), ...b.filter((each) => !a.includes(each))]);"));
        assertEquals("[]", differences);
    }

    @Test
    void the_pages_look_as_they_should_and_everyone_can_use_them() {
        Lot market = lot("Market Square");
        for (int i = 0; i < 6; i++) {
            enter(harbour);
        }
        city.post(
                "/v1/places/" + market.id() + "/occupancy",
                new JsonObject().put("set", 38).put("reason", "counted"));
        heartbeat(harbour.entry(), "CLOSED", 0);
        heartbeat(harbour.otherEntry(), "FAULT", 0);
        heartbeat(harbour.exit(), "OPEN", 90_000);
        city.scan(0, harbour.entry(), "nonsense");
        city.scan(0, harbour.exit(), city.paper().code());
        for (int i = 0; i < 4; i++) {
            permitted(harbour);
        }
        TreeSet<String> serious = new TreeSet<>();
        try (LaneEar ear = new LaneEar(city.url(), harbour.entry())) {
            look(serious, "all", "/", ".row .count");
            look(serious, "lot", "/place/" + harbour.id(), ".lane");
            look(serious, "figures", "/figures/" + harbour.id(), ".plot canvas");
            look(serious, "events", "/events/" + harbour.id() + "?day=" + today(harbour) + "&of=all", ".event");
            look(serious, "rights", "/rights", "tr[data-right]");
            give(harbour);
            String paper = String.valueOf(browser.run("return location.hash.slice(1);"));
            look(serious, "paper", paper, ".qr");
            String session = city.get("/v1/sessions?status=ACTIVE&placeId=" + harbour.id())
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .getString("sessionId");
            look(serious, "session", "/session/" + session, "#session-status");
            look(serious, "messages", "/messages", "#waiting");
            look(serious, "find", "/find?visualNumber=" + paper.substring(paper.length() - 16), ".credential");
            assertFalse(ear.isOver());
        }
        assertEquals("", String.join("\n", serious));
    }

    @Test
    void the_pages_of_others_can_be_used_by_everyone_too() {
        lot("Open Street");
        TreeSet<String> serious = new TreeSet<>();
        for (String path : List.of("/", "/app")) {
            browser.go(city.url() + path);
            browser.see(path.equals("/") ? "h1" : "#link");
            Axe.seriousOn(browser).forEach(each -> serious.add(path + ": " + each));
            fitsWithLargeText(serious, path);
            browser.size(1280, 800);
        }
        JsonObject issued = city.post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        browser.go(city.url() + "/claim#" + issued.getString("claimToken"));
        browser.press("#claim");
        browser.see("#code");
        Axe.seriousOn(browser).forEach(each -> serious.add("/app with a code: " + each));
        fitsWithLargeText(serious, "/app with a code");
        assertEquals("", String.join("\n", serious));
    }

    /** By the lot's own clock. */
    private static String today(Lot lot) {
        return city.get("/v1/places/" + lot.id() + "/health").getString("to");
    }

    /** A new paper with a right. */
    private static String permitted(Lot lot) {
        String id = city.paper().credentialId();
        city.permit(id, lot.id(), new JsonObject().put("validUntil", "2040-01-01T00:00:00Z"));
        return id;
    }

    /** A view on a desk and on a phone, in light and dark, looked at by axe and kept as a picture. */
    private static void look(Set<String> serious, String name, String hash, String waitsFor) {
        view(hash);
        browser.reload(); // what was told before is gone, and the window is a phone's again
        browser.size(1280, 800);
        browser.see(waitsFor);
        waitFor(".fresh", "Live");
        browser.run("await new Promise((done) => setTimeout(done, 300)); return true;"); // the plots are drawn with the
        // next frame
        picture("ops-" + name);
        Axe.seriousOn(browser).forEach(each -> serious.add(name + ": " + each));
        browser.prefers("prefers-color-scheme", "dark");
        Axe.seriousOn(browser).forEach(each -> serious.add(name + ", dark: " + each));
        picture("ops-" + name + "-dark");
        browser.prefers("prefers-color-scheme", "light");
        browser.size(390, 844);
        picture("ops-" + name + "-phone");
        Axe.seriousOn(browser).forEach(each -> serious.add(name + ", phone: " + each));
        Object wide = browser.run("return document.documentElement.scrollWidth <= innerWidth;");
        assertEquals(true, wide, name + " is wider than a phone");
        fitsWithLargeText(serious, name);
        browser.size(1280, 800);
    }

    /** The smallest phone, and text twice as large (WCAG 2.2, 1.4.4 and 1.4.10 together). */
    private static void fitsWithLargeText(Set<String> serious, String name) {
        browser.size(320, 640);
        browser.textSize(32);
        Object wide = browser.run("for (let i = 0; i < 100 && document.documentElement.scrollWidth > innerWidth; i++) {"
                + " await new Promise((done) => setTimeout(done, 20)); }" // the code is drawn anew each second
                + " return document.documentElement.scrollWidth;");
        if (((Number) wide).intValue() > 320) {
            serious.add(name + " with large text is " + wide + " wide");
        }
        browser.textSize(16);
    }
}
