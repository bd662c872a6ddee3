package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;

class KeyCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant WEEK_LATER = NOW.plus(Duration.ofDays(7));
    private static final CredentialId CREDENTIAL = CredentialId.of(new byte[10]);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void make() throws Exception {
        file = folder.resolve("keys.p12");
        KeyFile.openOrMake(file, new SecureRandom(), NOW);
    }

    private List<String> run(Instant now, String... words) throws KeyFileException {
        return KeyCommand.run(Arrays.asList(words), file, new SecureRandom(), now);
    }

    private KeyRing ring() throws KeyFileException {
        return KeyFile.read(file);
    }

    private static String kid(KeyRing ring, CodeClass codeClass, Instant now) {
        return ring.codeKey(codeClass, now).kid().hex();
    }

    private static Object issuer(KeyRing ring, String kid, CodeClass codeClass) {
        IssuerKeys issuers = ring.issuerKeys(SignatureLibrary.slow());
        return issuers.codeKey(Kid.ofHex(kid), codeClass);
    }

    @Test
    void an_added_key_is_public_at_once_and_signs_a_week_later() throws Exception {
        String old = kid(ring(), CodeClass.D, NOW);
        run(NOW, "add", "code");
        KeyRing ring = ring();
        assertEquals(4, ring.publicKeys().size());
        assertEquals(old, kid(ring, CodeClass.D, WEEK_LATER.minusSeconds(1)));
        String next = kid(ring, CodeClass.D, WEEK_LATER);
        assertNotEquals(old, next);
        assertEquals(next, kid(ring, CodeClass.T, WEEK_LATER));
        assertNotEquals(next, kid(ring, CodeClass.S, WEEK_LATER));
        assertNotNull(issuer(ring, old, CodeClass.D));
        assertNotNull(issuer(ring, next, CodeClass.D));
        assertNotNull(ring.codeKey(Kid.ofHex(old)), "its codes can be made again");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void a_key_signs_from_the_moment_that_was_asked_for() throws Exception {
        String old = ring().statusKey(NOW).kid().hex();
        run(NOW, "add", "status", "--signs-from", "2026-11-23T08:00:00+08:00");
        assertEquals(old, ring().statusKey(NOW.plusSeconds(86_399)).kid().hex());
        assertNotEquals(old, ring().statusKey(NOW.plusSeconds(86_400)).kid().hex());
    }

    @Test
    void a_key_is_retired_once_another_signs_and_goes_on_verifying() throws Exception {
        String old = kid(ring(), CodeClass.S, NOW);
        assertRefused("still signs", NOW, "retire", old);
        run(NOW, "add", "paper");
        assertRefused("still signs", WEEK_LATER.minusSeconds(1), "retire", old);
        run(WEEK_LATER, "retire", old);
        KeyRing ring = ring();
        assertNotEquals(old, kid(ring, CodeClass.S, NOW), "a retired key signs nothing, whatever a clock says");
        assertNotNull(issuer(ring, old, CodeClass.S));
        assertNotNull(ring.codeKey(Kid.ofHex(old)));
        assertEquals(List.of(old), ring.retired().stream().map(RetiredKey::kid).toList());
        assertRefused("retired already", WEEK_LATER, "retire", old);

        String fingerprint = ring.retired().get(0).fingerprint();
        KeyRing without = ring.without(Set.of(fingerprint));
        assertNull(issuer(without, old, CodeClass.S));
        assertNull(without.codeKey(Kid.ofHex(old)));
        assertEquals(3, without.publicKeys().size());
    }

    @Test
    void a_compromised_key_verifies_nothing_is_gone_from_the_file_and_another_signs_at_once() throws Exception {
        String lost = kid(ring(), CodeClass.D, NOW);
        byte[] secret = secretOf(lost);
        run(NOW, "compromise", lost);
        KeyRing ring = ring();
        assertNull(issuer(ring, lost, CodeClass.D));
        assertNull(ring.codeKey(Kid.ofHex(lost)));
        assertTrue(ring.publicKeys().stream().noneMatch(key -> key.kid().hex().equals(lost)));
        assertNotEquals(lost, kid(ring, CodeClass.D, NOW));
        assertTrue(ring.fingerprints().stream()
                .anyMatch(key -> key.kid().equals(lost) && key.state() == KeyState.COMPROMISED));
        assertTrue(ring.keys().stream().noneMatch(key -> Arrays.equals(key.secret(), secret)));
        assertRefused("compromised already", NOW, "compromise", lost);
        assertRefused("compromised already", NOW, "retire", lost);
    }

    @Test
    void the_key_that_waits_takes_the_place_of_a_compromised_one() throws Exception {
        String lost = kid(ring(), CodeClass.D, NOW);
        run(NOW, "add", "code");
        String next = kid(ring(), CodeClass.D, WEEK_LATER);
        run(NOW.plusSeconds(60), "compromise", lost);
        assertEquals(next, kid(ring(), CodeClass.D, NOW.plusSeconds(60)));
        assertEquals(3, ring().publicKeys().size());
    }

    @Test
    void who_has_the_first_versions_code_key_has_the_paper_key_that_followed_from_it() throws Exception {
        Files.delete(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (InputStream in = KeyCommandTest.class.getResourceAsStream("/key-file-of-the-first-version.p12")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        KeyRing upgraded = KeyFile.openOrMake(file, new SecureRandom(), NOW);
        String paper = kid(upgraded, CodeClass.S, WEEK_LATER);
        String code = kid(upgraded, CodeClass.D, NOW);
        run(NOW, "add", "code");
        assertRefused("still signs", WEEK_LATER.minusSeconds(1), "retire", code);
        run(NOW.plusSeconds(1), "compromise", code);
        KeyRing ring = ring();
        assertNull(issuer(ring, code, CodeClass.S));
        assertNull(issuer(ring, paper, CodeClass.S));
        assertNotNull(issuer(ring, kid(ring, CodeClass.S, NOW.plusSeconds(1)), CodeClass.S));
        // Read again by a start: it does not come back.
        assertEquals(
                ring.fingerprints(),
                KeyFile.openOrMake(file, new SecureRandom(), WEEK_LATER).fingerprints());
    }

    @Test
    void a_new_totp_epoch_leaves_the_old_ones_keys_as_they_were() throws Exception {
        long before = WEEK_LATER.getEpochSecond() - 1;
        String old = ring().totpKeys().key(CREDENTIAL, before).hex();
        run(NOW, "add", "totp");
        assertEquals(old, ring().totpKeys().key(CREDENTIAL, before).hex());
        assertNotEquals(old, ring().totpKeys().key(CREDENTIAL, before + 1).hex());
        assertRefused("after all others", NOW, "add", "totp");
    }

    @Test
    void a_compromised_totp_master_gives_no_keys_and_no_earlier_one_stands_in_for_it() throws Exception {
        run(NOW, "add", "totp");
        Instant now = WEEK_LATER.plus(Duration.ofDays(1));
        String lost = ring().keys().stream()
                .filter(key -> key.purpose() == KeyPurpose.TOTP)
                .map(FileKey::kid)
                .findFirst()
                .orElseThrow();
        run(now, "compromise", lost);
        KeyRing ring = ring();
        assertNotNull(ring.totpKeys().key(CREDENTIAL, WEEK_LATER.getEpochSecond() - 1));
        assertNull(ring.totpKeys().key(CREDENTIAL, WEEK_LATER.getEpochSecond()));
        // What is issued now begins some minutes back, and already has a key of the new epoch.
        assertNotNull(ring.totpKeys().key(CREDENTIAL, now.minusSeconds(300).getEpochSecond()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lists",
                "list code",
                "add",
                "add plates",
                "add plate",
                "add code --signs-from",
                "retire",
                "retire 01234567",
                "compromise",
                "add code --signs-from yesterday",
                "compromise 01234567",
                "add code --signs-from 2026-11-21T23:59:59Z",
                "add totp --signs-from 9999-01-01T00:00:00Z"
            })
    void what_cannot_be_done_leaves_the_file_as_it_was(String words) throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThrows(KeyFileException.class, () -> run(NOW, words.split(" ", -1)));
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(file)));
    }

    @Test
    void the_list_says_what_signs_and_shows_no_secret() throws Exception {
        run(NOW, "add", "code");
        List<String> lines = run(NOW, "list");
        assertEquals(7, lines.size());
        assertEquals(1, lines.stream().filter(line -> line.endsWith("waits")).count());
        assertEquals(5, lines.stream().filter(line -> line.endsWith("signs")).count());
        for (FileKey key : ring().keys()) {
            String hex = HexFormat.of().formatHex(key.secret());
            assertTrue(lines.stream().noneMatch(line -> line.contains(hex)));
        }
    }

    @Test
    void commands_at_once_lose_no_key_and_a_reader_never_sees_half_a_file() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(() -> run(NOW, "add", "code").size());
                calls.add(() -> ring().keys().size());
            }
            for (Future<Integer> one : threads.invokeAll(calls)) {
                assertTrue(one.get() >= 5);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(9, ring().keys().size());
    }

    @Test
    void a_file_that_others_can_read_is_not_changed() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertRefused("chmod 600", NOW, "add", "code");
    }

    private byte[] secretOf(String kid) throws KeyFileException {
        return ring().keys().stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow()
                .secret();
    }

    private void assertRefused(String why, Instant now, String... words) {
        KeyFileException refusal = assertThrows(KeyFileException.class, () -> run(now, words));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
