package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.TotpKey;

class KeyFileTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void the_first_start_makes_a_file_for_its_owner_alone_and_the_second_finds_the_same_keys() throws Exception {
        Path file = folder.resolve("data/keys.p12");
        KeyRing made = KeyFile.openOrMake(file, new SecureRandom(), NOW);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        KeyRing found = KeyFile.openOrMake(file, new SecureRandom(), NOW.plusSeconds(1));
        assertEquals(made.fingerprints(), found.fingerprints());
        byte[] message = {1, 2, 3};
        assertArrayEquals(
                made.codeKey(CodeClass.D, NOW).sign(message),
                found.codeKey(made.codeKey(CodeClass.D, NOW).kid()).sign(message));
        assertEquals(List.of(file), files(file.getParent()));
    }

    @Test
    void the_five_keys_differ_and_two_files_share_none() throws Exception {
        KeyRing one = KeyFile.openOrMake(folder.resolve("1"), new SecureRandom(), NOW);
        KeyRing other = KeyFile.openOrMake(folder.resolve("2"), new SecureRandom(), NOW);
        HashSet<String> fingerprints = new HashSet<>();
        one.fingerprints().forEach(f -> fingerprints.add(f.fingerprint()));
        other.fingerprints().forEach(f -> fingerprints.add(f.fingerprint()));
        assertEquals(10, fingerprints.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw--w----", "rw----r--", "rw-rw-rw-", "rw------x"})
    void a_file_that_others_may_use_is_refused_with_the_way_out(String mode) throws Exception {
        Path file = folder.resolve("keys.p12");
        KeyFile.openOrMake(file, new SecureRandom(), NOW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        KeyFileException refusal =
                assertThrows(KeyFileException.class, () -> KeyFile.openOrMake(file, new SecureRandom(), NOW));
        assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("chmod 600"), refusal.getMessage());
    }

    @Test
    void a_file_that_is_something_else_is_refused_and_left_as_it_is() throws Exception {
        Path file = folder.resolve("keys.p12");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        for (String content : List.of("", "my diary")) {
            Files.writeString(file, content);
            KeyFileException refusal =
                    assertThrows(KeyFileException.class, () -> KeyFile.openOrMake(file, new SecureRandom(), NOW));
            assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
            assertEquals(content, Files.readString(file, StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_truncated_file_is_refused() throws Exception {
        Path file = folder.resolve("keys.p12");
        KeyFile.openOrMake(file, new SecureRandom(), NOW);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        KeyFileException refused =
                assertThrows(KeyFileException.class, () -> KeyFile.openOrMake(file, new SecureRandom(), NOW));
        assertTrue(refused.getMessage().endsWith("no whole PKCS#12 file"), refused::getMessage);
    }

    @Test
    void instances_that_start_at_once_end_with_one_and_the_same_keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        ExecutorService starts = Executors.newFixedThreadPool(4);
        try {
            List<Callable<KeyRing>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(() -> KeyFile.openOrMake(file, new SecureRandom(), NOW));
            }
            HashSet<List<KeyFingerprint>> seen = new HashSet<>();
            for (Future<KeyRing> ring : starts.invokeAll(calls)) {
                seen.add(ring.get().fingerprints());
            }
            assertEquals(1, seen.size());
        } finally {
            starts.shutdownNow();
        }
    }

    @Test
    void a_totp_key_comes_from_the_master_of_the_epoch_that_the_code_begins_in() throws Exception {
        List<FileKey> keys = new ArrayList<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.add(FileKey.fresh(purpose, secret(purpose.word().length()), Instant.EPOCH, Instant.EPOCH));
        }
        KeyRing before = new KeyRing(keys);
        keys.add(FileKey.fresh(KeyPurpose.TOTP, secret(9), Instant.EPOCH, Instant.ofEpochSecond(1_800_000_000L)));
        KeyRing after = new KeyRing(KeyStoreFormat.read(KeyStoreFormat.write(keys, NOW)));
        CredentialId credential = CredentialId.of(new byte[10]);
        String first = TotpKey.derive(secret(KeyPurpose.TOTP.word().length()), new byte[10])
                .hex();
        String second = TotpKey.derive(secret(9), new byte[10]).hex();
        assertEquals(first, before.totpKeys().key(credential, 1_800_000_000L).hex());
        assertEquals(first, after.totpKeys().key(credential, 1_799_999_999L).hex());
        assertEquals(second, after.totpKeys().key(credential, 1_800_000_000L).hex());
        assertEquals(
                List.of("code", "paper", "status", "plate", "totp-1800000000", "totp"),
                after.fingerprints().stream().map(KeyFingerprint::purpose).toList());
        assertTrue(after.fingerprints().containsAll(before.fingerprints()));
    }

    private static byte[] secret(int fill) {
        byte[] secret = new byte[KeyRing.SECRET_BYTES];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }

    @Test
    void a_key_makes_codes_of_its_own_classes_alone() throws Exception {
        KeyRing ring = KeyFile.openOrMake(folder.resolve("keys.p12"), new SecureRandom(), NOW);
        IssuerKeys issuers = ring.issuerKeys(SignatureLibrary.slow());
        CodeSigner phones = ring.codeKey(CodeClass.D, NOW);
        CodeSigner paper = ring.codeKey(CodeClass.S, NOW);
        assertEquals(phones.kid(), ring.codeKey(CodeClass.T, NOW).kid());
        byte[] message = {7};
        assertTrue(issuers.codeKey(phones.kid(), CodeClass.D).verifies(message, phones.sign(message)));
        assertTrue(issuers.codeKey(phones.kid(), CodeClass.T).verifies(message, phones.sign(message)));
        assertTrue(issuers.codeKey(paper.kid(), CodeClass.S).verifies(message, paper.sign(message)));
        assertNull(issuers.codeKey(phones.kid(), CodeClass.S));
        assertNull(issuers.codeKey(paper.kid(), CodeClass.D));
        assertNull(issuers.codeKey(paper.kid(), CodeClass.T));
        for (CodeClass codeClass : CodeClass.values()) {
            assertNull(issuers.codeKey(ring.statusKey(NOW).kid(), codeClass));
        }
        assertNull(ring.codeKey(ring.statusKey(NOW).kid()));
    }

    @Test
    void a_file_of_the_first_version_is_given_a_paper_key_in_place_and_keeps_its_own() throws Exception {
        Path file = firstVersion();
        KeyRing ring = KeyFile.openOrMake(file, new SecureRandom(), NOW);
        assertEquals(
                List.of("1eec040f", "375b344d", "e2efcc43", "b298cc40"),
                ring.fingerprints().stream()
                        .filter(key -> !key.purpose().equals("paper"))
                        .map(KeyFingerprint::kid)
                        .toList());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                ring.fingerprints(),
                KeyFile.openOrMake(file, new SecureRandom(), NOW.plusSeconds(9)).fingerprints());

        // Paper is signed by the old key until the new one was public for 7 days; what it signed stays good.
        IssuerKeys issuers = ring.issuerKeys(SignatureLibrary.slow());
        Kid old = Kid.ofHex("1eec040f");
        assertEquals(
                old,
                ring.codeKey(CodeClass.S, NOW.plus(Duration.ofDays(7)).minusSeconds(1))
                        .kid());
        Kid paper = ring.codeKey(CodeClass.S, NOW.plus(Duration.ofDays(7))).kid();
        assertNotEquals(old, paper);
        assertEquals(
                old, ring.codeKey(CodeClass.D, NOW.plus(Duration.ofDays(700))).kid());
        for (CodeClass codeClass : CodeClass.values()) {
            assertNotNull(issuers.codeKey(old, codeClass));
        }
        assertNotNull(issuers.codeKey(paper, CodeClass.S));
        assertNull(issuers.codeKey(paper, CodeClass.D));
    }

    @Test
    void copies_of_one_file_that_are_upgraded_apart_stay_the_same() throws Exception {
        KeyRing one = KeyFile.openOrMake(firstVersion(), new SecureRandom(), NOW);
        Files.delete(folder.resolve("old.p12"));
        KeyRing other = KeyFile.openOrMake(firstVersion(), new SecureRandom(), NOW.plusSeconds(100));
        assertEquals(one.fingerprints(), other.fingerprints());
    }

    private Path firstVersion() throws IOException {
        Path file = folder.resolve("old.p12");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (InputStream in = KeyFileTest.class.getResourceAsStream("/key-file-of-the-first-version.p12")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        return file;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
