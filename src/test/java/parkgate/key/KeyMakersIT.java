package parkgate.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.audit.By;
import parkgate.http.KeyKind;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Who may leave a key behind, on a real PostgreSQL. */
class KeyMakersIT {
    private static final String HERE = "st-0000000000000001";
    private static final String GONE = "st-0000000000000002";

    private static Vertx vertx;
    private static Database database;
    private static PgKeyStore store;

    @BeforeAll
    static void boot() {
        vertx = Vertx.vertx();
        database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
        store = new PgKeyStore(database.pool());
        for (String staff : new String[] {
            "('" + HERE + "', 'ada', 'LOT_OPERATOR', 'op-1', 'a hash', now(), now(), null)",
            "('" + GONE + "', 'bob', 'LOT_OPERATOR', 'op-1', null, now(), now(), now())"
        }) {
            Await.result(database.pool()
                    .query("insert into staff (id, name, role, operator_id, password_hash, password_set_at, created_at,"
                            + " deleted_at) values " + staff)
                    .execute());
        }
    }

    @AfterAll
    static void end() {
        Await.result(database.close());
        Await.result(vertx.close());
    }

    private static Future<Void> made(KeyText key, String who) {
        return store.make(key, null, "op-1", null, null, new By(who, null));
    }

    @Test
    void whose_account_was_deleted_a_moment_ago_makes_no_key() {
        KeyText key = KeyText.make(KeyKind.API, new Random(1));
        Future<Void> refused = made(key, GONE);
        Await.until(refused::failed);
        assertInstanceOf(KeyStore.MakerGone.class, refused.cause());
        assertTrue(Await.result(store.find(key.id())).isEmpty());
    }

    @Test
    void others_do() {
        KeyText key = KeyText.make(KeyKind.API, new Random(2));
        Await.result(made(key, HERE));
        assertEquals(
                KeyKind.API,
                Await.result(store.find(key.id())).orElseThrow().caller().kind());
    }
}
