package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.City.Lot;
import parkgate.City.WalletDriver;
import parkgate.Gate.Answer;
import parkgate.core.code.Step;
import parkgate.credential.Wallet;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Class T at the gates of whole instances: a wallet pass that makes its own values. */
class TotpIT {
    private static final JsonObject ANYONE = new JsonObject().put("admitTransients", true);

    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        city = new City(2, Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    private static void drivesIn(Lot lot, String code) {
        Answer grant = city.scan(0, lot.entry(), code);
        assertTrue(grant.granted(), grant::toString);
        assertEquals(200, city.passage(0, lot.entry(), grant, "CONFIRMED").status());
    }

    @Test
    void a_car_comes_in_and_goes_out_by_its_wallet_pass() {
        Lot lot = city.lot(new JsonObject());
        WalletDriver driver = city.walletDriver();
        assertEquals("NO_RIGHT_HERE", city.scan(0, lot.entry(), driver.shows(0)).reason());
        city.permit(driver.credentialId(), lot.id());
        drivesIn(lot, driver.shows(0));
        assertEquals(1, city.count(1, lot.id()));
        Answer out = city.scan(1, lot.exit(), driver.shows(0));
        assertTrue(out.granted(), out::toString);
        assertEquals(200, city.passage(1, lot.exit(), out, "CONFIRMED").status());
        assertEquals(0, city.count(0, lot.id()));
        assertEquals(new JsonArray(), city.session(out.text("sessionId")).getJsonArray("flags"));
    }

    @Test
    void a_value_is_good_once_and_never_again_after_a_newer_one() {
        Lot lot = city.lot(ANYONE);
        WalletDriver driver = city.walletDriver();
        Instant now = Instant.now();
        drivesIn(lot, driver.showed(now, 0));
        assertEquals(
                "REPLAYED",
                city.scan(1, lot.otherEntry(), driver.showed(now, 0)).reason());
        assertEquals(
                "STALE_CODE",
                city.scan(1, lot.otherEntry(), driver.showed(now, -1)).reason());
    }

    @Test
    void a_value_of_another_time_is_stale_at_an_entry_and_opens_an_exit_flagged() {
        Lot lot = city.lot(ANYONE);
        WalletDriver driver = city.walletDriver();
        for (int steps : List.of(-8, 8)) {
            assertEquals(
                    "STALE_CODE", city.scan(0, lot.entry(), driver.shows(steps)).reason());
        }
        drivesIn(lot, driver.shows(0));
        Answer out = city.scan(0, lot.exit(), driver.shows(-8));
        assertTrue(out.granted(), out::toString);
        assertTrue(city.session(out.text("sessionId")).getJsonArray("flags").contains("STALE_CODE"));
    }

    @Test
    void a_wrong_value_opens_neither_an_entry_nor_an_exit() {
        Lot lot = city.lot(ANYONE);
        WalletDriver driver = city.walletDriver();
        String wrong = driver.wallet().showWrong(Instant.now());
        assertEquals("BAD_SIGNATURE", city.scan(0, lot.entry(), wrong).reason());
        drivesIn(lot, driver.shows(0));
        assertEquals("BAD_SIGNATURE", city.scan(1, lot.exit(), wrong).reason());
        assertTrue(city.scan(1, lot.exit(), driver.shows(0)).granted());
    }

    @Test
    void a_lot_that_asks_for_more_than_paper_admits_a_wallet_pass_and_one_that_asks_for_a_device_does_not() {
        WalletDriver driver = city.walletDriver();
        Lot totp = city.lot(ANYONE.copy().put("minAssurance", "T"));
        assertEquals(
                "ASSURANCE_TOO_LOW",
                city.scan(0, totp.entry(), city.paper().code()).reason());
        Lot device = city.lot(ANYONE.copy().put("minAssurance", "D"));
        assertEquals(
                "ASSURANCE_TOO_LOW",
                city.scan(0, device.entry(), driver.shows(0)).reason());
        assertTrue(city.scan(0, totp.entry(), driver.shows(0)).granted());
    }

    private static void locks(Lot lot, WalletDriver driver) {
        for (int i = 0; i < 10; i++) {
            // At whatever lanes and instances, exits too.
            String lane = i % 3 == 2 ? lot.exit() : lot.entry();
            String wrong = driver.wallet().showWrong(Instant.now());
            assertEquals("BAD_SIGNATURE", city.scan(i % 2, lane, wrong).reason());
        }
        for (int instance = 0; instance < 2; instance++) {
            int at = instance;
            Await.until(
                    () -> city.scan(at, lot.entry(), driver.shows(0)).reason().equals("LOCKED_OUT"));
        }
    }

    @Test
    void ten_wrong_values_lock_entries_at_every_instance_and_its_operator_releases_them() {
        Lot lot = city.lot(ANYONE);
        WalletDriver driver = city.walletDriver();
        String path = "/v1/credentials/" + driver.credentialId();
        locks(lot, driver);
        assertEquals(
                "LOCKED_OUT",
                city.scan(0, lot.entry(), driver.wallet().showWrong(Instant.now()))
                        .reason());
        Instant until = Instant.parse(city.get(path).getString("lockedUntil"));
        assertTrue(until.isAfter(Instant.now().plusSeconds(200)), until::toString);
        assertEquals("ACTIVE", city.post(path + "/unlock").getString("status"));
        assertTrue(city.scan(0, lot.entry(), driver.shows(0)).granted());
        assertFalse(city.get(path).containsKey("lockedUntil"));
        Lot other = city.lot(ANYONE);
        Await.until(() -> city.scan(1, other.entry(), driver.shows(1)).granted());
    }

    @Test
    void a_lock_keeps_nobody_inside_and_a_reissue_ends_it() {
        Lot lot = city.lot(ANYONE);
        WalletDriver driver = city.walletDriver();
        drivesIn(lot, driver.shows(-1));
        locks(lot, driver);
        assertEquals(
                "BAD_SIGNATURE",
                city.scan(1, lot.exit(), driver.wallet().showWrong(Instant.now()))
                        .reason());
        Answer out = city.scan(1, lot.exit(), driver.shows(0));
        assertTrue(out.granted(), out::toString);
        assertTrue(city.session(out.text("sessionId")).getJsonArray("flags").contains("LOCKED_OUT"));
        assertEquals(200, city.passage(1, lot.exit(), out, "CONFIRMED").status());
        JsonObject again = city.post("/v1/credentials/" + driver.credentialId() + "/reissue");
        WalletDriver released = new WalletDriver(again.getString("credentialId"), new Wallet(again));
        assertTrue(city.scan(0, lot.entry(), released.shows(0)).granted());
    }

    @Test
    void nine_wrong_values_lock_nothing() {
        Lot lot = city.lot(ANYONE);
        WalletDriver driver = city.walletDriver();
        for (int i = 0; i < 9; i++) {
            city.scan(i % 2, lot.entry(), driver.wallet().showWrong(Instant.now()));
        }
        assertTrue(city.scan(0, lot.entry(), driver.shows(0)).granted());
    }

    @Test
    void a_phone_whose_clock_runs_ahead_is_followed_within_bounds_and_every_instance_knows() {
        WalletDriver driver = city.walletDriver();
        List<Lot> lots = IntStream.range(0, 5).mapToObj(i -> city.lot(ANYONE)).toList();
        // Ten seconds until the step changes, which would change by how many the phone is off.
        Await.until(() -> Instant.now().getEpochSecond() % Step.PERIOD_SECONDS < 5);
        assertEquals(
                "STALE_CODE", city.scan(0, lots.get(0).entry(), driver.shows(3)).reason());
        for (int ahead = 1; ahead <= 5; ahead++) {
            // By turns at both instances: what the one has learned, the other soon knows.
            Lot lot = lots.get(ahead - 1);
            int instance = ahead % 2;
            int steps = ahead;
            Await.until(
                    () -> city.scan(instance, lot.entry(), driver.shows(steps)).granted());
        }
        assertEquals(
                "STALE_CODE",
                city.scan(0, lots.get(4).otherEntry(), driver.shows(7)).reason());
    }
}
