package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import parkgate.testing.Await;

/** The driver's page in two tabs of one phone, which share what the phone keeps: each claim link opens a tab of its own. */
class DriverTabsIT extends DriverScenes {
    private static final String KEPT = "const { read } = await import(document.querySelector('script[type=module]').src"
            + ".replace('app.js', 'store.js')); const { credentialId, recovery } = await read('credential');"
            + " return JSON.stringify({ credentialId, recovery });";

    /** The page asks the service anew when there is a network again. */
    private static final String ASK = "dispatchEvent(new Event('online')); return true;";

    private void claim() {
        claim(link(now));
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
        browser.go(now.url() + "/app");
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
