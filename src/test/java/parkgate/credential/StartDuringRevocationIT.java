package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.core.code.Kid;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.postgres.SqlFile;
import parkgate.signing.KeyFile;
import parkgate.testing.Servers;

/**
 * An instance starts while a revocation commits, at each point of its start: noting the log's version, loading, following.
 * Once it follows, and so before it takes a scan, it knows of the revocation, or its feed's first reading tells it.
 */
class StartDuringRevocationIT {
    private static final Instant NOW = Instance.START;

    @TempDir
    Path folder;

    private Vertx vertx;
    private Database database;
    private ChangeFeed feed;
    private CredentialFeature starting;
    private SqlConnection connection;
    private Transaction transaction;
    private CredentialId id;

    @BeforeEach
    void credentialAndInstance() throws Exception {
        vertx = Vertx.vertx();
        database = Database.open(vertx, Servers.freshDatabaseUri(), 3);
        PgCredentials credentials = new PgCredentials(database.pool(), new SecureRandom());
        byte[] cti = new byte[CredentialId.BYTES];
        new SecureRandom().nextBytes(cti);
        id = CredentialId.of(cti);
        Instance.await(credentials.add(
                new NewCredential(id, new Kid(1), null, NOW),
                new Issuer(null, null),
                CredentialType.QR_PRINTED,
                null,
                NOW.plusSeconds(9_999),
                By.SERVICE));
        feed = new ChangeFeed(database, () -> NOW, new SimpleMeterRegistry());
        starting = new CredentialFeature(
                vertx,
                database,
                feed,
                KeyFile.openOrMake(folder.resolve("keys.p12"), new SecureRandom(), NOW),
                new SecureRandom(),
                () -> NOW,
                new SimpleMeterRegistry());
        connection = Instance.await(database.pool().getConnection());
    }

    @AfterEach
    void close() {
        Instance.await(connection.close());
        Instance.await(feed.close());
        Instance.await(database.close());
        Instance.await(vertx.close());
    }

    private void revoke() {
        transaction = Instance.await(connection.begin());
        Instance.await(connection
                .preparedQuery(SqlFile.load("credential/revoke.sql"))
                .execute(Tuple.of(id.text(), null, NOW.atOffset(ZoneOffset.UTC), null)));
    }

    private void commit() {
        Instance.await(transaction.commit());
    }

    private void note() {
        Instance.await(feed.open());
    }

    private void load() {
        Instance.await(starting.load());
    }

    private void followed() {
        feed.follow();
        Instance.await(feed.applyNow());
        assertEquals(CredentialStatus.REVOKED, starting.directory().standing(id).status());
        assertEquals(1, starting.directory().bits().shards(), "its bit of the status list is set too");
    }

    @Test
    void written_before_the_version_is_noted_and_committed_after_all_is_loaded() {
        revoke();
        note();
        load();
        assertEquals(CredentialStatus.ACTIVE, starting.directory().standing(id).status());
        commit();
        followed();
    }

    @Test
    void committed_between_noting_and_loading() {
        note();
        revoke();
        commit();
        load();
        assertEquals(CredentialStatus.REVOKED, starting.directory().standing(id).status());
        followed();
    }

    @Test
    void written_before_the_version_is_noted_and_committed_before_all_is_loaded() {
        revoke();
        note();
        commit();
        load();
        assertEquals(CredentialStatus.REVOKED, starting.directory().standing(id).status());
        followed();
    }

    @Test
    void committed_between_loading_and_following() {
        note();
        load();
        revoke();
        commit();
        followed();
    }
}
