package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.WebElement;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.embedded.EmbeddedRedis;
import parkgate.http.PageFiles;
import parkgate.testing.Await;
import parkgate.testing.Axe;
import parkgate.testing.Browser;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** The operator's page in a real Chromium at a whole service: one person signs in once, and goes from view to view. */
abstract class OpsScenes {
    static final String PASSWORD = "the horse stands in the lane";

    static EmbeddedRedis redis;
    static City city;
    static Browser browser;
    static Lot harbour;

    @BeforeAll
    static void boot() {
        browser = Browser.open("en"); // or skipped, before anything is started
        redis = Servers.startRedis();
        String postgres = Servers.freshDatabaseUri();
        city = new City(1, postgres, redis.uri());
        harbour = harbour(postgres);
        signIn(account("DISTRICT", "district"));
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
        if (city != null) {
            city.close();
            redis.close();
        }
    }

    /** A lot with days behind it, which nobody has asked for yet. */
    static Lot harbour(String postgres) {
        int shift = Math.min(14, 16 - Instant.now().atOffset(ZoneOffset.UTC).getHour());
        String zone = "Etc/GMT" + (shift > 0 ? "-" : "+")
                + Math.abs(shift); // there it is afternoon, so that its day has something to show
        Lot lot = city.lot(new JsonObject()
                .put("name", "Harbour Garage")
                .put("timeZone", zone)
                .put("capacity", 220)
                .put("admitTransients", true)
                .put("public", true));
        String script = new String(PageFiles.read("/past-days.sql"), StandardCharsets.UTF_8)
                .replace("{lot}", lot.id())
                .replace("{zone}", zone);
        try (Connection connection = Jdbc.connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return lot;
    }

    /** A new account: its name and its first password. */
    static JsonObject account(String role, String placeId) {
        JsonObject made = city.post(
                "/v1/staff",
                new JsonObject()
                        .put(
                                "name",
                                "ada." + role.toLowerCase(java.util.Locale.ROOT).replace('_', '.'))
                        .put("role", role)
                        .put("placeId", placeId));
        return new JsonObject().put("name", made.getString("name")).put("password", made.getString("password"));
    }

    /** As somebody does it on their first day. */
    static void signIn(JsonObject account) {
        browser.go(city.url() + "/ops");
        browser.size(390, 844);
        browser.see("form .main");
        picture("ops-sign-in-phone");
        browser.size(1280, 800);
        picture("ops-sign-in");
        assertEquals(List.of(), Axe.seriousOn(browser), "the sign-in");
        type("name", account.getString("name"));
        type("password", account.getString("password"));
        browser.press("form .main");
        browser.see("#field-newPassword");
        assertEquals(List.of(), Axe.seriousOn(browser), "the first password");
        type("password", account.getString("password"));
        type("newPassword", PASSWORD);
        browser.press("form .main");
        browser.see(".tabs");
    }

    static void type(String field, String text) {
        WebElement input = browser.see("#field-" + field);
        input.clear();
        input.sendKeys(text);
    }

    static void view(String hash) {
        browser.go(city.url() + "/ops#" + hash);
        browser.size(1280, 800); // from another page the window is a phone's again
    }

    @BeforeEach
    void asAtFirst() {
        browser.size(1280, 800);
        browser.complaints();
    }

    static Lot lot(String name) {
        return city.lot(new JsonObject()
                .put("name", name)
                .put("capacity", 40)
                .put("admitTransients", true)
                .put("public", true));
    }

    static void heartbeat(String lane, String barrier, int offMs) {
        city.post(
                lane,
                "/v1/lane/heartbeat",
                new JsonObject()
                        .put("clock", Instant.now().plusMillis(offMs).toString())
                        .put("barrier", barrier)
                        .put("loops", new JsonObject().put("arming", "FREE").put("closing", "FREE")));
    }

    static void enter(Lot lot) {
        Answer entry = city.scan(0, lot.entry(), city.paper().code());
        assertTrue(entry.granted(), entry::toString);
        assertEquals(200, city.report(0, lot.entry(), entry, "CONFIRMED").status());
    }

    static void waitFor(String css, String text) {
        try {
            Await.until(() -> browser.texts(css).stream().anyMatch(each -> each.contains(text)));
        } catch (AssertionError e) {
            throw new AssertionError("no " + text + " in " + css + ": " + browser.text() + browser.complaints(), e);
        }
    }

    static void picture(String name) {
        String folder = System.getProperty("pages.pictures", "");
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.write(Path.of(folder, name + ".png"), browser.screenshot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
