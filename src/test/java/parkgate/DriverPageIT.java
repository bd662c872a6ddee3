package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.testing.Await;
import parkgate.testing.Browser;

/**
 * The driver's page in a real Chromium at a whole service, its codes scanned from screenshots. Time passes by clocks that are apart:
 * what is 40 s later, an instance says whose clock is 40 s ahead.
 */
class DriverPageIT extends DriverScenes {
    private static final Duration LATER = Duration.ofSeconds(40);
    private static final Duration TOO_LATE = Duration.ofSeconds(60);

    private static City later;
    private static City tooLate;

    @BeforeAll
    static void bootLater() {
        later = city(LATER);
        tooLate = city(TOO_LATE);
    }

    @AfterAll
    static void endLater() {
        if (tooLate != null) {
            List.of(tooLate, later).forEach(City::close);
        }
    }

    @Test
    void a_claim_link_gives_a_code_whose_picture_opens_the_gate() {
        Lot lot = lot();
        claim(link(now));
        String code = codeOnScreen();
        assertTrue(code.startsWith("QP1D."), code);
        Answer answer = now.scan(0, lot.entry(), code);
        assertTrue(answer.granted(), answer::toString);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void without_a_network_the_page_opens_and_its_new_code_opens_the_gate() {
        Lot lot = lot();
        City gone = city(Duration.ZERO);
        claim(link(gone));
        String before = codeOnScreen();
        gone.close();
        browser.moveClock(LATER.toMillis());
        browser.reload();
        browser.see("#code");
        String after = codeOnScreen();
        assertNotEquals(before, after);
        Answer answer = later.scan(0, lot.entry(), after);
        assertTrue(answer.granted(), answer::toString);
        Await.until(() -> browser.text().contains("No network. The code works all the same."));
    }

    @Test
    void a_phone_whose_clock_was_set_meanwhile_sets_its_code_right_with_the_next_answer() {
        Lot lot = lot();
        claim(link(now));
        browser.moveClock(Duration.ofMinutes(-30).toMillis());
        browser.reload();
        browser.see("#code");
        Await.until(() -> now.scan(0, lot.entry(), codeOnScreen()).granted());
    }

    @Test
    void a_code_that_was_switched_off_says_so() {
        claim(link(now));
        String number = browser.see(".number bdi").getText().replace("-", "");
        now.post("/v1/credentials/" + number + "/revoke", new JsonObject().put("reason", "lost"));
        browser.reload();
        assertTrue(browser.see("[role=alert]").getText().contains("switched off"), browser.text());
    }

    @Test
    void who_has_written_down_the_recovery_code_moves_the_lost_phones_code_to_another_browser_and_kills_it() {
        claim(link(now));
        String lost = browser.see(".number bdi").getText();
        String written = browser.see("#recovery bdi").getText();
        browser.reload();
        assertEquals(written, browser.see("#recovery bdi").getText(), "shown until it is written down");
        browser.press("#kept");
        Await.until(() -> !browser.text().contains(written));
        try (Browser other = Browser.open("en")) {
            other.go(now.url() + "/app");
            other.press("#lost");
            other.see("#recovery-code").sendKeys(written.substring(1));
            other.press("#kill");
            other.see("#not-recovered");
            other.see("#recovery-code").clear();
            other.see("#recovery-code").sendKeys(written.toLowerCase(Locale.ROOT));
            other.press("#move");
            other.see("#code");
            assertNotEquals(lost, other.see(".number bdi").getText());
            String next = other.see("#recovery bdi").getText();
            assertNotEquals(written, next);
            assertTrue(now.scan(0, lot().entry(), Browser.codeIn(other.screenshot()))
                    .granted());
            other.press("#lost");
            other.see("#recovery-code").sendKeys(next);
            other.press("#kill");
            Await.until(() -> other.text().contains("The lost code is switched off"));
            assertEquals(List.of(), other.complaints());
        }
        browser.reload();
        Await.until(() -> browser.text().contains("This code was replaced"));
    }

    @Test
    void a_screenshot_that_is_a_minute_old_opens_nothing() {
        Lot lot = lot();
        claim(link(now));
        assertEquals("STALE_CODE", tooLate.scan(0, lot.entry(), codeOnScreen()).reason());
    }

    @Test
    void a_phone_whose_clock_is_wrong_shows_codes_of_the_services_time() {
        Lot lot = lot();
        browser.moveClock(Duration.ofMinutes(7).toMillis());
        claim(link(now));
        assertTrue(now.scan(0, lot.entry(), codeOnScreen()).granted());
        browser.reload();
        browser.see("#code");
        assertTrue(now.scan(0, lot().entry(), codeOnScreen()).status() == 200);
        assertNotEquals(
                "STALE_CODE", now.scan(0, lot.otherEntry(), codeOnScreen()).reason(), "the offset was kept");
    }

    @Test
    void a_link_that_was_used_says_so_and_looking_at_one_does_not_use_it() {
        String link = link(now);
        browser.go(link);
        browser.see("#claim");
        try (Browser other = Browser.open("zh-CN")) {
            other.go(link);
            other.press("#claim");
            other.see("#code");
            assertTrue(other.text().contains("告诉值班员的编号"), other.text());
        }
        browser.press("#claim");
        assertTrue(browser.see("[role=alert]").getText().contains("used already"), browser.text());
    }

    @Test
    void a_reload_shows_the_code_of_the_same_phone_and_the_key_cannot_be_taken_out() {
        claim(link(now));
        String number = browser.see(".number bdi").getText();
        browser.reload();
        assertEquals(number, browser.see(".number bdi").getText());
        assertEquals(
                "InvalidAccessError",
                browser.run("const db = await new Promise((y, n) => { const r = indexedDB.open('parkgate');"
                        + " r.onsuccess = () => y(r.result); r.onerror = n; });"
                        + " const kept = await new Promise((y, n) => {"
                        + " const r = db.transaction('phone').objectStore('phone').get('credential');"
                        + " r.onsuccess = () => y(r.result); r.onerror = n; });"
                        + " return crypto.subtle.exportKey('pkcs8', kept.key).then(() => 'exported', (e) => e.name);"));
    }

    @Test
    void who_opens_the_page_without_a_link_is_told_where_one_comes_from_and_may_paste_it() {
        String link = link(now);
        browser.go(now.url() + "/app");
        browser.see("#link").sendKeys("nonsense");
        browser.press("form button");
        browser.see("#no-link");
        browser.see("#link").clear();
        browser.see("#link").sendKeys(link);
        browser.press("form button");
        browser.press("#claim");
        browser.see("#code");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void it_says_plainly_when_it_was_not_opened_over_https() {
        // A name of this machine that no browser takes for secure.
        browser.go(now.url().replace("127.0.0.1", "0.0.0.0") + "/app");
        assertTrue(browser.see("[role=alert]").getText().contains("https://"), browser.text());
    }

    /** Two instances of two versions behind one address, while one of them is replaced. */
    @Test
    void a_worker_keeps_no_page_that_asks_for_files_of_another_version() {
        browser.go(now.url() + "/app");
        browser.see("#link");
        // The worker itself, with a cache of ours in which it finds the page as it is, and then as another version's.
        String worker = String.valueOf(browser.run("return (await fetch('/app/worker.js')).text();"));
        Object became = browser.run("const page = await (await fetch('/app')).text();"
                + " const became = [];"
                + " for (const served of [page, page.replaceAll(/\\/page\\/[^/]+\\//g, '/page/other/')]) {"
                + "   let install; let kept = false;"
                + "   const cache = { addAll: async () => { kept = true; }, match: async () => new Response(served) };"
                + "   const caches = { open: async () => cache, delete: async () => { kept = false; } };"
                + "   const self = { location, addEventListener: (name, f) => { if (name === 'install') install = f; } };"
                + "   {" + worker + "}"
                + "   let waited; install({ waitUntil: (until) => { waited = until; } });"
                + "   became.push(await waited.then(() => 'installed', () => 'refused') + ' ' + kept);"
                + " }"
                + " return became.join(', ');");
        assertEquals("installed true, refused false", became);
    }

    @Test
    void the_pages_look_as_they_should() throws IOException {
        String folder = System.getProperty("pages.pictures", "");
        Lot lot = lot();
        claim(link(now));
        browser.run("document.querySelector('#recovery').scrollIntoView(); return true;");
        picture(folder, "driver-recovery");
        browser.press("#kept");
        browser.press("#lost");
        picture(folder, "driver-lost");
        browser.press("main .quiet");
        browser.see("#code");
        now.permit(browser.see(".number bdi").getText().replace("-", ""), "city");
        Answer entry = now.scan(0, lot.entry(), codeOnScreen());
        assertTrue(entry.granted(), entry::toString);
        assertEquals(200, now.report(0, lot.entry(), entry, "CONFIRMED").status());
        browser.reload();
        Await.until(() -> browser.text().contains("Your car is inside: " + lot.id()));
        picture(folder, "driver");
        browser.press("summary");
        browser.run("scrollTo(0, 560); return true;");
        picture(folder, "driver-below");
        browser.run("scrollTo(0, 0); return true;");
        browser.prefers("prefers-color-scheme", "dark");
        picture(folder, "driver-dark");
        browser.press("main .main");
        picture(folder, "driver-help");
        assertTrue(browser.text().contains("read out this number"), browser.text());
    }
}
