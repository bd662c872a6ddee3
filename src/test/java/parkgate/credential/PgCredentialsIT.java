package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.core.code.Kid;
import parkgate.postgres.Change;
import parkgate.postgres.Database;
import parkgate.signing.KeyFingerprint;
import parkgate.signing.KeyState;
import parkgate.testing.Servers;

class PgCredentialsIT {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        Instance.await(vertx.close());
    }

    @Test
    void a_bit_of_the_status_list_is_given_once_and_a_full_shard_is_followed_by_the_next() {
        // Dice that always fall the same make a shard of one bit.
        RandomGenerator stuck = () -> 0x5555_5555_5555_5555L;
        PgCredentials credentials = new PgCredentials(open().pool(), stuck);
        long first = add(credentials, NOW.plusSeconds(1)).statusIndex();
        long second = add(credentials, NOW.plusSeconds(1)).statusIndex();
        Credential third = add(credentials, NOW.plusSeconds(1));
        assertEquals(first + (1L << 20), second);
        assertEquals(first + (2L << 20), third.statusIndex());
        Optional<Credential> fourth = Instance.await(credentials.replace(third.id(), fresh(), By.SERVICE));
        assertEquals(first + (3L << 20), fourth.orElseThrow().statusIndex());
    }

    @Test
    void a_directory_that_is_full_forgets_the_expired_first_and_then_fails_rather_than_a_revocation() {
        Database database = open();
        PgCredentials credentials = new PgCredentials(database.pool(), RANDOM);
        CredentialDirectory directory =
                new CredentialDirectory(database.pool(), () -> NOW, 2, new SimpleMeterRegistry());
        CredentialId expired = revoked(credentials, NOW);
        CredentialId one = revoked(credentials, NOW.plusSeconds(1));
        apply(directory, expired);
        apply(directory, one);
        assertEquals(CredentialStatus.REVOKED, directory.standing(expired).status());
        CredentialId two = revoked(credentials, NOW.plusSeconds(1));
        apply(directory, two);
        assertEquals(CredentialStatus.ACTIVE, directory.standing(expired).status());
        assertEquals(CredentialStatus.REVOKED, directory.standing(one).status());
        CredentialId three = revoked(credentials, NOW.plusSeconds(1));
        assertThrows(IllegalStateException.class, () -> apply(directory, three));
        assertEquals(CredentialStatus.REVOKED, directory.standing(one).status());
        assertEquals(CredentialStatus.REVOKED, directory.standing(three).status());
    }

    @Test
    void an_instance_with_another_key_file_is_told_so() {
        Database database = open();
        KeyFingerprint code = new KeyFingerprint("code", "01020304", "a".repeat(64));
        KeyFingerprint totp = new KeyFingerprint("totp", "05060708", "b".repeat(64));
        assertEquals(Optional.empty(), mismatch(database, List.of(code)));
        assertEquals(Optional.empty(), mismatch(database, List.of(code, totp)));
        KeyFingerprint other = new KeyFingerprint("totp", "05060708", "c".repeat(64));
        String line = mismatch(database, List.of(code, other)).orElseThrow();
        assertEquals(true, line.contains("totp key 05060708"), line);
        assertEquals(Optional.empty(), mismatch(database, List.of(code, totp)));
        KeyFingerprint elsewhere = new KeyFingerprint("code", "0a0b0c0d", "d".repeat(64));
        assertEquals(true, mismatch(database, List.of(elsewhere, totp)).isPresent());
    }

    @Test
    void a_file_with_a_key_more_is_ahead_and_one_without_it_is_behind_from_then_on() {
        Database database = open();
        KeyFingerprint old = new KeyFingerprint("code", "01020304", "a".repeat(64));
        KeyFingerprint next = new KeyFingerprint("code", "05060708", "b".repeat(64));
        assertEquals(Optional.empty(), mismatch(database, List.of(old)));
        assertEquals(Optional.empty(), mismatch(database, List.of(old, next)));
        String line = mismatch(database, List.of(old)).orElseThrow();
        assertEquals(true, line.contains("code key 05060708"), line);
        assertEquals(Optional.empty(), mismatch(database, List.of(next, old)));
    }

    @Test
    void a_file_that_still_uses_what_is_retired_or_compromised_is_behind() {
        Database database = open();
        KeyFingerprint live = new KeyFingerprint("code", "01020304", "a".repeat(64));
        KeyFingerprint retired = new KeyFingerprint("code", "01020304", "a".repeat(64), KeyState.RETIRED);
        KeyFingerprint lost = new KeyFingerprint("code", "01020304", "a".repeat(64), KeyState.COMPROMISED);
        assertEquals(Optional.empty(), mismatch(database, List.of(live)));
        assertEquals(Optional.empty(), mismatch(database, List.of(retired)));
        assertEquals(true, mismatch(database, List.of(live)).orElseThrow().contains("which is retired"));
        assertEquals(Optional.empty(), mismatch(database, List.of(lost)));
        assertEquals(Optional.empty(), mismatch(database, List.of(lost)));
        assertEquals(true, mismatch(database, List.of(retired)).orElseThrow().contains("which is compromised"));
    }

    @Test
    void an_instance_whose_file_lacks_a_newer_totp_epoch_is_told_so_and_one_that_retired_an_old_one_is_not() {
        Database database = open();
        KeyFingerprint first = new KeyFingerprint("totp", "01020304", "a".repeat(64));
        KeyFingerprint second = new KeyFingerprint("totp-1800000000", "05060708", "b".repeat(64));
        assertEquals(Optional.empty(), mismatch(database, List.of(first)));
        assertEquals(Optional.empty(), mismatch(database, List.of(first, second)));
        String line = mismatch(database, List.of(first)).orElseThrow();
        assertEquals(true, line.contains("totp-1800000000 key 05060708"), line);
        assertEquals(Optional.empty(), mismatch(database, List.of(second)));
        KeyFingerprint other = new KeyFingerprint("totp-1800000000", "05060708", "c".repeat(64));
        assertEquals(true, mismatch(database, List.of(first, other)).isPresent());
    }

    private static Optional<String> mismatch(Database database, List<KeyFingerprint> keys) {
        return Instance.await(KeyFingerprints.mismatch(database.pool(), keys));
    }

    private static Database open() {
        return Database.open(vertx, Servers.freshDatabaseUri(), 2);
    }

    private static Credential add(PgCredentials credentials, Instant expiresAt) {
        return Instance.await(credentials.add(
                fresh(), new Issuer(null, null), CredentialType.QR_PRINTED, null, expiresAt, By.SERVICE));
    }

    private static CredentialId revoked(PgCredentials credentials, Instant expiresAt) {
        CredentialId id = add(credentials, expiresAt).id();
        return Instance.await(credentials.revoke(id, NOW, By.SERVICE))
                .orElseThrow()
                .id();
    }

    private static void apply(CredentialDirectory directory, CredentialId id) {
        Instance.await(directory.apply(List.of(new Change(1, Change.Kind.CREDENTIAL, id.text()))));
    }

    private static NewCredential fresh() {
        byte[] cti = new byte[CredentialId.BYTES];
        RANDOM.nextBytes(cti);
        return new NewCredential(CredentialId.of(cti), new Kid(1), null, NOW);
    }
}
