package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.testing.Await;
import parkgate.testing.Browser;

/** What an operator sees live, and does at a lot. */
class OpsPageIT extends OpsScenes {
    @Test
    void the_count_and_the_scan_appear_without_a_reload() {
        Lot lot = lot("Count Street");
        view("/place/" + lot.id());
        waitFor("#count", "0");
        browser.run("window.neverReloaded = true; return true;");
        enter(lot);
        waitFor("#count", "1");
        waitFor(".scan.granted strong", "Granted: entry");
        city.scan(0, lot.entry(), "nonsense");
        waitFor(".scan.refused strong", "Refused: this is no code of ours");
        assertEquals(true, browser.run("return window.neverReloaded === true;"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void the_plot_is_drawn_anew_when_the_count_has_changed() {
        Lot lot = lot("Plot Street");
        view("/place/" + lot.id());
        Await.until(() -> plotsAskedFor(lot) == 1);
        waitFor("#count", "0");
        enter(lot);
        Await.until(() -> plotsAskedFor(lot) > 1); // no clock makes it ask
    }

    @Test
    void the_plot_grows_with_the_day_where_no_car_comes() {
        Lot lot = lot("Quiet Street");
        Browser mine = browser;
        try (Browser other = Browser.watched("en")) {
            browser = other;
            other.before(
                    "const add = EventSource.prototype.addEventListener; let told = 0;"
                            + " const aQuarterBefore = ({ data }) => ({ data: JSON.stringify({ asOf: new Date(Date.parse(JSON.parse(data).asOf) - 900_000).toISOString() }) });"
                            + " EventSource.prototype.addEventListener = function (name, take) {"
                            + " add.call(this, name, name === 'asOf' ? (event) => take(told++ === 0 ? aQuarterBefore(event) : event) : take); };");
            signIn(account("AUDITOR", "district"));
            view("/place/" + lot.id());
            waitFor("#count", "0");
            Await.until(() -> plotsAskedFor(lot) > 1);
            assertEquals(0, city.sessions(lot, "ACTIVE"));
        } finally {
            browser = mine;
        }
    }

    private static int plotsAskedFor(Lot lot) {
        return ((Number) browser.run("return performance.getEntriesByType('resource')"
                        + ".filter(({ name }) => name.endsWith('" + lot.id() + "/figures')).length;"))
                .intValue();
    }

    @Test
    void a_lane_is_opened_by_hand_and_its_gate_hears_it() {
        Lot lot = lot("Hand Street");
        view("/place/" + lot.id());
        try (LaneEar ear = new LaneEar(city.url(), lot.entry())) {
            browser.press("[data-lane='" + lot.id() + "-entry'] .open");
            type("reason", "the code cannot be read");
            browser.press("dialog .danger");
            assertEquals("the code cannot be read", ear.awaits("open", 1).get(0).getString("reason"));
            waitFor(".told", "was told to open");
        }
        waitFor("[data-opened='" + lot.id() + "-entry']", "the code cannot be read");
        waitFor("#count", "1");
    }

    @Test
    void a_lanes_key_is_shown_as_a_code_that_makes_a_phone_the_lane() {
        Lot lot = lot("Hand Lane");
        view("/place/" + lot.id());
        browser.press("[data-lane='" + lot.id() + "-entry'] .bind");
        browser.press("dialog .main");
        browser.see("dialog svg.code");
        String link = Browser.codeIn(browser.screenshot());
        browser.press("dialog .main");
        assertTrue(link.startsWith(city.url() + "/lane#pg_lane_"), "the code is a link to the attendant's page");
        String key = link.substring(link.indexOf('#') + 1);
        assertTrue(city.scan(0, key, city.paper().code()).granted(), "its key is this lane's");
    }

    @Test
    void the_count_is_set_with_a_reason() {
        Lot lot = lot("Set Street");
        view("/place/" + lot.id());
        browser.press("#set-count");
        type("set", "17");
        type("reason", "counted by hand");
        browser.press("dialog .main");
        waitFor("#count", "17");
        assertEquals(17, city.count(0, lot.id()));
    }

    @Test
    void an_empty_lots_stays_are_all_closed_with_a_reason() {
        Lot lot = lot("Reset Street");
        enter(lot);
        enter(lot);
        view("/place/" + lot.id());
        waitFor("#count", "2");
        browser.press("#reset");
        type("reason", "emptied for cleaning");
        browser.press("dialog .danger");
        waitFor("#count", "0");
        assertEquals(0, city.sessions(lot, "ACTIVE"));
    }

    @Test
    void a_message_is_shown_at_the_lane_that_it_is_for() {
        Lot lot = lot("Word Street");
        view("/place/" + lot.id());
        try (LaneEar ear = new LaneEar(city.url(), lot.entry())) {
            browser.press("[data-lane='" + lot.id() + "-entry'] .say");
            type("line1", "Coach at noon");
            type("line2", "Let it in");
            browser.press("dialog .main");
            JsonObject heard = ear.awaits("message", 1).get(0);
            assertEquals("Coach at noon", heard.getString("line1"));
            assertEquals("Let it in", heard.getString("line2"));
            waitFor(".told", "The lane shows it");
        }
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void an_alarm_is_cleared_with_a_reason() {
        Lot lot = lot("Alarm Street");
        view("/");
        browser.see(".tiles");
        try (LaneEar ear = new LaneEar(city.url(), lot.entry())) {
            city.post(
                    "/v1/lanes/" + lot.id() + "-entry/open",
                    new JsonObject().put("reason", "delivery").put("unmatched", true));
            String command = ear.awaits("open", 1).get(0).getString("commandId");
            city.postAt(0, lot.entry(), "/v1/lane/commands/" + command, new JsonObject().put("result", "FAILED"));
        }
        waitFor(".alarms li", "Lane did not open"); // nobody asks for it before it is told
        view("/place/" + lot.id());
        waitFor(".alarms li", "it was told to open and could not");
        browser.press(".alarms li button");
        type("reason", "the barrier was lifted by hand");
        browser.press("dialog .main");
        waitFor(".told", "The alarm is cleared");
        waitFor(".alarms", "None. All is well.");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void each_indicator_of_a_lots_health_leads_to_the_events_behind_it() {
        Lot lot = lot("Health Street");
        enter(lot);
        heartbeat(lot.entry(), "CLOSED", 0);
        city.post(
                "/v1/places/" + lot.id() + "/occupancy",
                new JsonObject().put("set", 5).put("reason", "counted in the rain"));
        Await.until(() -> city.get("/v1/places/" + lot.id() + "/health")
                .getJsonArray("days")
                .getJsonObject(0)
                .getJsonObject("countError")
                .getInteger("cars")
                .equals(4));
        view("/figures/" + lot.id());
        browser.press("[data-of='countError']");
        waitFor(".event[data-kind='SET']", "counted in the rain");
        assertEquals(1, browser.all(".event").size(), browser.text());
        waitFor("#events", "Corrected by hand: 4 cars.");
        view("/figures/" + lot.id());
        browser.press("[data-of='lanes']");
        waitFor("#events", lot.id() + "-entry");
        waitFor(".event[data-kind='CONFIRMED']", "1 inside then");
        view("/figures/" + lot.id());
        browser.press("[data-of='delay']");
        waitFor("#events", "None was late.");
        waitFor("#events", "2 events were told by lanes");
        browser.press(".ways a:last-child");
        Await.until(() -> browser.all(".event").size() == 3);
        assertEquals(List.of(), browser.complaints());
    }
}
