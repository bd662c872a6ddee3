package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.core.CredentialId;
import parkgate.core.code.Step;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyRing;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** What two instances learn of class T phones, on one database; time is what the test says. */
class TotpPhonesIT {
    private static final Instant NOW = Instance.START;

    @TempDir
    static Path folder;

    private static String databaseUri;
    private static KeyRing keys;
    private static Instance one;
    private static Instance other;

    @BeforeAll
    static void start() throws Exception {
        databaseUri = Servers.freshDatabaseUri();
        keys = KeyFile.openOrMake(folder.resolve("keys.p12"), new SecureRandom(), NOW);
        one = new Instance(databaseUri, keys);
        other = new Instance(databaseUri, keys);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    private static CredentialId issued() {
        JsonObject body = one.post("/v1/credentials", new JsonObject().put("type", "QR_TOTP"))
                .body();
        return new CredentialId(body.getString("credentialId"));
    }

    private static TotpPhones at(Instance instance) {
        return instance.feature.phones();
    }

    private static void wrong(Instance instance, CredentialId id, int times, Instant from) {
        for (int i = 0; i < times; i++) {
            at(instance).wrongValue(id, from.plusSeconds(i));
        }
    }

    @Test
    void the_tenth_wrong_value_locks_here_at_once_and_everywhere_soon() {
        CredentialId id = issued();
        wrong(one, id, 9, NOW);
        assertFalse(at(one).isLockedOut(id, NOW.plusSeconds(9)));
        wrong(one, id, 1, NOW.plusSeconds(9));
        assertTrue(at(one).isLockedOut(id, NOW.plusSeconds(9)));
        Await.until(() -> at(other).isLockedOut(id, NOW.plusSeconds(9)));
    }

    @Test
    void wrong_values_at_two_instances_add_up() {
        CredentialId id = issued();
        wrong(one, id, 5, NOW);
        wrong(other, id, 5, NOW);
        Await.until(
                () -> at(one).isLockedOut(id, NOW.plusSeconds(5)) && at(other).isLockedOut(id, NOW.plusSeconds(5)));
    }

    @Test
    void a_lock_ends_after_its_time_and_ten_more_lock_again() {
        CredentialId id = issued();
        wrong(one, id, 10, NOW);
        Instant last = NOW.plusSeconds(9);
        Instant end = last.plus(TotpPhones.LOCKED_FOR);
        Await.until(() -> at(other).isLockedOut(id, end.minusMillis(1)));
        for (Instance each : new Instance[] {one, other}) {
            assertTrue(at(each).isLockedOut(id, end.minusMillis(1)));
            assertFalse(at(each).isLockedOut(id, end));
        }
        wrong(one, id, 9, end);
        assertFalse(at(one).isLockedOut(id, end.plusSeconds(9)));
        wrong(one, id, 1, end.plusSeconds(9));
        Await.until(() -> at(other).isLockedOut(id, end.plusSeconds(10)));
    }

    @Test
    void wrong_values_while_it_is_locked_do_not_make_the_lock_longer() {
        CredentialId id = issued();
        wrong(one, id, 10, NOW);
        wrong(one, id, 100, NOW.plusSeconds(60));
        Instant end = NOW.plusSeconds(9).plus(TotpPhones.LOCKED_FOR);
        Await.until(() -> at(other).isLockedOut(id, end.minusMillis(1)));
        assertFalse(at(one).isLockedOut(id, end));
        assertFalse(at(other).isLockedOut(id, end));
    }

    @Test
    void wrong_values_that_are_five_minutes_apart_lock_nothing() {
        CredentialId id = issued();
        wrong(one, id, 9, NOW);
        Instant later = NOW.plusSeconds(8).plus(TotpPhones.WRONG_WITHIN);
        wrong(one, id, 9, later);
        assertFalse(at(one).isLockedOut(id, later.plusSeconds(9)));
    }

    @Test
    void a_release_ends_the_lock_and_what_was_counted_everywhere() {
        CredentialId id = issued();
        wrong(one, id, 10, NOW);
        Await.until(() -> at(other).isLockedOut(id, NOW.plusSeconds(10)));
        assertEquals(200, other.post("/v1/credentials/" + id + "/unlock", null).status());
        assertFalse(at(other).isLockedOut(id, NOW.plusSeconds(10)));
        Await.until(() -> !at(one).isLockedOut(id, NOW.plusSeconds(10)));
        wrong(one, id, 9, NOW.plusSeconds(10));
        assertFalse(at(one).isLockedOut(id, NOW.plusSeconds(19)));
        wrong(one, id, 1, NOW.plusSeconds(19));
        assertTrue(at(one).isLockedOut(id, NOW.plusSeconds(19)));
    }

    @Test
    void what_was_never_locked_is_released_too_and_what_is_no_credential_is_a_404() {
        CredentialId id = issued();
        assertEquals(200, one.post("/v1/credentials/" + id + "/unlock", null).status());
        String paper = one.post("/v1/credentials", new JsonObject().put("type", "QR_PRINTED"))
                .body()
                .getString("credentialId");
        assertEquals(200, one.post("/v1/credentials/" + paper + "/unlock", null).status());
        assertEquals(
                404, one.post("/v1/credentials/0000000000000000/unlock", null).status());
    }

    @Test
    void an_instance_that_starts_knows_who_is_locked_and_whose_clock_is_off() {
        CredentialId locked = issued();
        CredentialId slow = issued();
        wrong(one, locked, 10, NOW);
        at(one).accepted(slow, Step.at(NOW) - 2, NOW);
        Await.until(() ->
                at(other).isLockedOut(locked, NOW.plusSeconds(10)) && at(other).driftSteps(slow) == -2);
        try (Instance late = new Instance(databaseUri, keys)) {
            assertTrue(at(late).isLockedOut(locked, NOW.plusSeconds(10)));
            assertEquals(-2, at(late).driftSteps(slow));
        }
    }

    @Test
    void a_phone_that_falls_behind_is_followed_to_the_bound_and_forgiven_once_it_is_right() {
        CredentialId id = issued();
        Instant now = NOW;
        int drift = 0;
        for (int expected : new int[] {-2, -4, -4, -4}) {
            now = now.plus(Duration.ofDays(1));
            drift -= 2; // the most that is fresh by its last value
            long shown = Step.at(now) + Math.max(drift, -6);
            assertTrue(Step.isFresh(shown, now, at(one).driftSteps(id)));
            at(one).accepted(id, shown, now);
            assertEquals(expected, at(one).driftSteps(id));
            Await.until(() -> at(one).driftSteps(id) == expected && at(other).driftSteps(id) == expected);
        }
        assertFalse(Step.isFresh(Step.at(now) - 7, now, at(one).driftSteps(id)));
        at(one).accepted(id, Step.at(now) - 1, now);
        Await.until(() -> at(one).driftSteps(id) == 0 && at(other).driftSteps(id) == 0);
    }
}
