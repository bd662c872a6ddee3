package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.code.Reading;
import parkgate.core.code.Reading.Presented;
import parkgate.core.code.Reading.Refused;
import parkgate.signing.CoseMessage;
import parkgate.signing.KeyCommand;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyFileException;
import parkgate.signing.KeyPurpose;
import parkgate.signing.KeyRing;
import parkgate.signing.KeySet;
import parkgate.signing.KeyState;
import parkgate.signing.KeysInUse;
import parkgate.signing.PublicKeyInfo;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Keys are changed by command while two instances run, each with a copy of the file; time is what the test says. */
class KeyWatchIT {
    private static final Instant START = Instance.START;
    private static final Instant WEEK_LATER = START.plus(Duration.ofDays(7));

    @TempDir
    Path folder;

    private Running one;
    private Running other;

    private static final class Running implements AutoCloseable {
        final Path file;
        final KeysInUse keys;
        final Instance instance;
        final KeyWatch watch;
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();

        Running(Path file, String databaseUri) throws KeyFileException {
            this.file = file;
            this.keys = new KeysInUse(KeyFile.read(file));
            this.instance = new Instance(databaseUri, keys);
            assertEquals(Optional.empty(), mismatch(keys.ring()));
            this.watch = new KeyWatch(instance.vertx, instance.database.pool(), file, keys, instance.now::get, meters);
            look();
        }

        Optional<String> mismatch(KeyRing ring) {
            return Instance.await(KeyFingerprints.mismatch(instance.database.pool(), ring.fingerprints()));
        }

        double refused() {
            return meters.get("parkgate_key_file_refused").gauge().value();
        }

        void look() {
            Instance.await(watch.look());
        }

        List<String> command(String... words) throws KeyFileException {
            return KeyCommand.run(List.of(words), file, new SecureRandom(), instance.now.get());
        }

        Reading read(String code) {
            return instance.reader.read(code, instance.now.get());
        }

        JsonObject printed(Duration goodFor) {
            Instant end = instance.now.get().plus(goodFor);
            return instance.post(
                            "/v1/credentials",
                            new JsonObject().put("type", "QR_PRINTED").put("expiresAt", end.toString()))
                    .body();
        }

        String paperKid() {
            return keys.codeKey(CodeClass.S, instance.now.get()).kid().hex();
        }

        KeySet keySet() {
            return keys.keySet();
        }

        boolean publishes(String kid) {
            return instance.get("/v1/keys").body().getJsonArray("keys").stream()
                    .anyMatch(key -> ((JsonObject) key).getString("kid").equals(kid));
        }

        @Override
        public void close() {
            instance.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path file = folder.resolve("one.p12");
        KeyFile.openOrMake(file, new SecureRandom(), START);
        Path copy = folder.resolve("other.p12");
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        String databaseUri = Servers.freshDatabaseUri();
        one = new Running(file, databaseUri);
        other = new Running(copy, databaseUri);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    private void at(Instant now) {
        one.instance.now.set(now);
        other.instance.now.set(now);
    }

    private void copyFile() throws IOException {
        Path fresh = folder.resolve("fresh");
        Files.copy(one.file, fresh, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(fresh, other.file, StandardCopyOption.ATOMIC_MOVE);
        other.look();
    }

    private static void assertGood(Running at, String code) {
        assertInstanceOf(Presented.class, at.read(code));
    }

    private static void assertBad(Running at, String code) {
        assertEquals(new Refused(Reason.BAD_SIGNATURE), at.read(code));
    }

    @Test
    void a_key_is_published_ahead_signs_at_its_time_and_the_old_one_goes_after_its_last_code() throws Exception {
        String old = one.paperKid();
        JsonObject first = one.printed(Duration.ofDays(30));
        one.command("add", "paper");
        one.look();
        assertEquals(old, one.paperKid());
        assertTrue(one.keys.publicKeys().stream()
                .anyMatch(key -> !other.publishes(key.kid().hex())));
        copyFile();
        one.keys
                .publicKeys()
                .forEach(key -> assertTrue(other.publishes(key.kid().hex())));

        at(WEEK_LATER);
        String next = one.paperKid();
        assertNotEquals(old, next);
        assertEquals(next, other.paperKid());
        JsonObject second = one.printed(Duration.ofDays(30));
        for (Running each : List.of(one, other)) {
            assertGood(each, first.getString("code"));
            assertGood(each, second.getString("code"));
        }

        one.command("retire", old);
        one.look();
        copyFile();
        for (Running each : List.of(one, other)) {
            assertGood(each, first.getString("code"));
            assertTrue(each.publishes(old));
            String picture = "/v1/credentials/" + first.getString("credentialId") + "/qr.svg";
            assertEquals(200, each.instance.download(picture).statusCode(), "its code can still be shown again");
        }
        at(START.plus(Duration.ofDays(30)).minusSeconds(1));
        one.look();
        assertGood(one, first.getString("code"));
        at(START.plus(Duration.ofDays(30)));
        one.look();
        assertBad(one, first.getString("code"));
        assertFalse(one.publishes(old));
        assertGood(one, second.getString("code"));
        // Started again, it needs no look to the file to know it: PostgreSQL and the file say the same.
        other.look();
        assertBad(other, first.getString("code"));
    }

    @Test
    void the_key_sets_version_rises_with_every_change_and_an_instance_that_is_behind_stays_behind() throws Exception {
        long first = one.keySet().version();
        assertEquals(first, other.keySet().version());
        one.command("add", "code");
        one.look();
        KeySet second = one.keySet();
        assertTrue(second.version() > first);
        assertEquals(4, second.keys().size());
        other.look();
        assertEquals(1, other.refused(), "a copy that is behind");
        assertEquals(first, other.keySet().version());
        assertEquals(3, other.keySet().keys().size());
        copyFile();
        assertEquals(second.version(), other.keySet().version());
        assertEquals(0, other.refused());

        String lost = one.paperKid();
        one.command("compromise", lost);
        one.look();
        assertTrue(one.keySet().version() > second.version());
        other.look();
        assertEquals(second.version(), other.keySet().version());
        assertTrue(
                other.keySet().keys().stream().noneMatch(key -> key.kid().hex().equals(lost)));
        copyFile();
        assertEquals(one.keySet().version(), other.keySet().version());
    }

    @Test
    void a_lane_gets_the_signed_set_and_is_told_when_it_has_it() {
        HttpResponse<byte[]> response = one.instance.download("/v1/keys/cose");
        assertEquals(200, response.statusCode());
        CoseMessage message = CoseMessage.read(response.body());
        PublicKeyInfo status = one.keys.publicKeys().stream()
                .filter(key -> key.purpose() == KeyPurpose.STATUS)
                .findFirst()
                .orElseThrow();
        assertTrue(message.isSignedBy(status.x()));
        assertEquals(one.keySet().version(), ((Number) message.claims().get("version")).longValue());
        String etag = response.headers().firstValue("ETag").orElseThrow();
        at(START.plusSeconds(1));
        assertEquals(
                304,
                one.instance.download("/v1/keys/cose", "If-None-Match", etag).statusCode());
        assertEquals(
                304,
                other.instance.download("/v1/keys/cose", "If-None-Match", etag).statusCode());
    }

    @Test
    void a_compromised_key_verifies_nothing_anywhere_even_where_the_file_is_still_the_old_one() throws Exception {
        String lost = one.paperKid();
        JsonObject printed = one.printed(Duration.ofDays(30));
        assertGood(other, printed.getString("code"));
        one.command("compromise", lost);
        one.look();
        assertBad(one, printed.getString("code"));
        assertFalse(one.publishes(lost));
        other.look();
        assertBad(other, printed.getString("code"));
        assertFalse(other.publishes(lost));

        // What was issued under it is issued again, and good under the key that took its place.
        JsonObject again = one.instance
                .post("/v1/credentials/" + printed.getString("credentialId") + "/reissue", null)
                .body();
        assertGood(one, again.getString("code"));
        copyFile();
        assertGood(other, again.getString("code"));
        assertEquals(
                409,
                one.instance
                        .download("/v1/credentials/" + printed.getString("credentialId") + "/qr.svg")
                        .statusCode());
    }

    @Test
    void a_running_instance_looks_by_itself() throws Exception {
        Instance.await(one.watch.start());
        String lost = one.paperKid();
        String code = one.printed(Duration.ofDays(1)).getString("code");
        one.command("compromise", lost);
        Await.until(() -> one.read(code).equals(new Refused(Reason.BAD_SIGNATURE)));
        one.watch.stop();
    }

    @Test
    void a_file_that_others_can_read_meanwhile_is_not_used() throws Exception {
        one.command("add", "code");
        Files.setPosixFilePermissions(one.file, PosixFilePermissions.fromString("rw-r--r--"));
        one.look();
        assertEquals(3, one.keys.publicKeys().size());
        Files.setPosixFilePermissions(one.file, PosixFilePermissions.fromString("rw-------"));
        one.look();
        assertEquals(4, one.keys.publicKeys().size());
    }

    @Test
    void an_operator_finds_what_a_key_has_signed() throws Exception {
        String lost = one.paperKid();
        String first = one.printed(Duration.ofDays(1)).getString("credentialId");
        one.command("compromise", lost);
        one.look();
        one.printed(Duration.ofDays(1));
        List<?> affected = one.instance
                .get("/v1/credentials?kid=" + lost)
                .body()
                .getJsonArray("items")
                .getList();
        assertEquals(1, affected.size());
        assertTrue(affected.toString().contains(first));
        assertEquals(422, one.instance.get("/v1/credentials?kid=xyz").status());
    }

    @Test
    void an_operator_finds_what_has_its_key_from_a_lost_totp_master() throws Exception {
        String lost = totpKid();
        String first = totp();
        one.printed(Duration.ofDays(1));
        one.command("compromise", lost);
        one.look();
        one.instance.now.updateAndGet(now -> now.plusSeconds(6));
        String next = totp();
        assertEquals(List.of(first), totpOf(lost));
        assertTrue(totpOf(totpKid()).contains(next));
        assertEquals(List.of(), totpOf("01234567"));
    }

    private String totpKid() throws Exception {
        return KeyFile.read(one.file).fingerprints().stream()
                .filter(key -> key.purpose().startsWith("totp") && key.state() == KeyState.LIVE)
                .findFirst()
                .orElseThrow()
                .kid();
    }

    private String totp() throws Exception {
        return one.instance
                .post("/v1/credentials", new JsonObject().put("type", "QR_TOTP").put("holderRef", "h"))
                .body()
                .getString("credentialId");
    }

    private List<String> totpOf(String kid) throws Exception {
        return one.instance.get("/v1/credentials?kid=" + kid).body().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("credentialId"))
                .toList();
    }

    @Test
    void an_instance_goes_on_with_what_it_had_while_its_file_cannot_be_used_and_does_not_start_on_it()
            throws Exception {
        byte[] whole = Files.readAllBytes(one.file);
        Files.write(one.file, new byte[] {1, 2, 3});
        one.look();
        assertGood(one, one.printed(Duration.ofDays(1)).getString("code"));
        Files.write(one.file, whole);
        one.look();
        other.command("add", "code");
        other.look();
        Path foreign = folder.resolve("foreign.p12");
        KeyRing another = KeyFile.openOrMake(foreign, new SecureRandom(), START);
        Files.move(foreign, one.file, StandardCopyOption.ATOMIC_MOVE);
        one.look();
        assertGood(one, one.printed(Duration.ofDays(1)).getString("code"));
        assertEquals(1, one.refused());
        assertEquals(0, other.refused());
        assertTrue(one.mismatch(another).orElseThrow().contains("KEY_FILE"));
        assertTrue(one.mismatch(one.keys.ring()).orElseThrow().contains("code key"), "a copy that is behind");
    }
}
