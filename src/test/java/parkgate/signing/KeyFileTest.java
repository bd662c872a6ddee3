package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.CredentialId;
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
                made.codeKey().sign(message),
                found.codeKey(made.codeKey().kid()).sign(message));
        assertEquals(List.of(file), files(file.getParent()));
    }

    @Test
    void the_four_keys_differ_and_two_files_share_none() throws Exception {
        KeyRing one = KeyFile.openOrMake(folder.resolve("1"), new SecureRandom(), NOW);
        KeyRing other = KeyFile.openOrMake(folder.resolve("2"), new SecureRandom(), NOW);
        HashSet<String> fingerprints = new HashSet<>();
        one.fingerprints().forEach(f -> fingerprints.add(f.fingerprint()));
        other.fingerprints().forEach(f -> fingerprints.add(f.fingerprint()));
        assertEquals(8, fingerprints.size());
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
        assertThrows(KeyFileException.class, () -> KeyFile.openOrMake(file, new SecureRandom(), NOW));
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
        Map<KeyPurpose, byte[]> secrets = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            secrets.put(purpose, secret(purpose.word().length()));
        }
        byte[] old = KeyStoreFormat.write(secrets, NOW);
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = "parkgate".toCharArray();
        store.load(new ByteArrayInputStream(old), password);
        store.setKeyEntry("totp-1800000000", new SecretKeySpec(secret(9), "HmacSHA256"), password, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password);

        KeyRing before = KeyStoreFormat.read(old);
        KeyRing after = KeyStoreFormat.read(bytes.toByteArray());
        CredentialId credential = CredentialId.of(new byte[10]);
        String first = TotpKey.derive(secret(KeyPurpose.TOTP.word().length()), new byte[10])
                .hex();
        String second = TotpKey.derive(secret(9), new byte[10]).hex();
        assertEquals(first, before.totpKeys().key(credential, 1_800_000_000L).hex());
        assertEquals(first, after.totpKeys().key(credential, 1_799_999_999L).hex());
        assertEquals(second, after.totpKeys().key(credential, 1_800_000_000L).hex());
        assertEquals(
                List.of("code", "status", "plate", "totp", "totp-1800000000"),
                after.fingerprints().stream().map(KeyFingerprint::purpose).toList());
        assertEquals(before.fingerprints(), after.fingerprints().subList(0, 4));
    }

    private static byte[] secret(int fill) {
        byte[] secret = new byte[KeyRing.SECRET_BYTES];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }

    @Test
    void only_the_code_key_makes_codes() throws Exception {
        KeyRing ring = KeyFile.openOrMake(folder.resolve("keys.p12"), new SecureRandom(), NOW);
        var issuers = ring.issuerKeys(SignatureLibrary.slow());
        byte[] message = {7};
        assertTrue(issuers.codeKey(ring.codeKey().kid())
                .verifies(message, ring.codeKey().sign(message)));
        PublicKeyInfo status = ring.publicKeys().get(1);
        assertEquals(KeyPurpose.STATUS, status.purpose());
        assertEquals(null, issuers.codeKey(status.kid()));
        assertNotEquals(ring.codeKey().kid(), status.kid());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
