package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import parkgate.City.Lot;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Axe;
import parkgate.testing.Browser;
import parkgate.testing.Servers;

/** The driver's page in a real Chromium at a whole service: each test has a browser that has kept nothing. */
abstract class DriverScenes {
    static String postgresUri;
    static EmbeddedRedis redis;
    static String keys;
    static City now;

    Browser browser;

    @BeforeAll
    static void boot() throws IOException {
        Browser.needed();
        keys = Files.createTempDirectory("pages").resolve("keys.p12").toString();
        postgresUri = Servers.freshDatabaseUri();
        redis = Servers.startRedis();
        now = city(Duration.ZERO);
    }

    static City city(Duration offset) {
        return new City(
                1, postgresUri, redis.uri(), "--key-file", keys, "--clock-offset-ms", Long.toString(offset.toMillis()));
    }

    @AfterAll
    static void end() {
        if (now != null) {
            now.close();
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

    static Lot lot() {
        return now.lot(new JsonObject()
                .put("capacity", 40)
                .put("admitTransients", true)
                .put("public", true));
    }

    /** The claim link of a new credential, at this instance. */
    static String link(City at) {
        JsonObject issued = at.post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        return at.url() + "/claim#" + issued.getString("claimToken");
    }

    /** Claims as a driver does, until the code is on the screen. */
    void claim(String link) {
        browser.go(link);
        browser.press("#claim");
        browser.see("#code");
        browser.run("return (await navigator.serviceWorker.ready).active !== null;");
    }

    String codeOnScreen() {
        return Browser.codeIn(browser.screenshot());
    }

    void picture(String folder, String name) throws IOException {
        picture(browser, folder, name);
    }

    static void picture(Browser browser, String folder, String name) throws IOException {
        assertEquals(List.of(), Axe.seriousOn(browser), name);
        byte[] png = browser.screenshot();
        if (!folder.isEmpty()) {
            Files.write(Path.of(folder, name + ".png"), png);
        }
    }
}
