package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Browser;
import parkgate.testing.Servers;

/** The driver's page in two tabs of one phone, which share what the phone keeps: each claim link opens a tab of its own. */
class DriverTabsIT {
    private static final String KEPT = "const { read } = await import(document.querySelector('script[type=module]').src"
            + ".replace('app.js', 'store.js')); const { credentialId, recovery } = await read('credential');"
            + " return JSON.stringify({ credentialId, recovery });";

    /** The page asks the service anew when there is a network again. */
    private static final String ASK = "dispatchEvent(new Event('online')); return true;";

    private static EmbeddedRedis redis;
    private static City city;

    private Browser browser;

    @BeforeAll
    static void boot() throws IOException {
        Browser.needed();
        redis = Servers.startRedis();
        String keys = Files.createTempDirectory("tabs").resolve("keys.p12").toString();
        city = new City(1, Servers.freshDatabaseUri(), redis.uri(), "--key-file", keys);
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

    private void claim() {
        JsonObject issued = city.post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        browser.go(city.url() + "/claim#" + issued.getString("claimToken"));
        browser.press("#claim");
        browser.see("#code");
    }

    private JsonObject kept() {
        return new JsonObject(String.valueOf(browser.run(KEPT)));
    }

    private String number() {
        return browser.see(".number bdi").getText();
    }

    @Test
    void a_tab_that_stayed_open_keeps_the_code_that_another_has_claimed_since_and_shows_it() {
        claim();
        String old = number();
        String first = browser.beside();
        claim();
        String claimed = number();
        assertNotEquals(old, claimed);
        String credentialId = kept().getString("credentialId");

        browser.backTo(first);
        Await.until(() -> {
            browser.run(ASK);
            return number().equals(claimed);
        });
        assertEquals(credentialId, kept().getString("credentialId"));
        browser.reload();
        browser.see("#code");
        assertEquals(claimed, number());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void a_recovery_code_that_was_written_down_in_one_tab_does_not_come_back_from_another() {
        claim();
        String first = browser.beside();
        browser.go(city.url() + "/app");
        browser.press("#kept");
        Await.until(() -> kept().getString("recovery") == null);

        browser.backTo(first);
        browser.see("#recovery");
        Await.until(() -> {
            browser.run(ASK);
            return browser.all("#recovery").isEmpty();
        });
        assertNull(kept().getString("recovery"));
    }
}
