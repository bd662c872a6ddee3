package parkgate.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** The journal of an instance, on a real change log. */
class JournalKeeperIT {
    @TempDir
    Path temp;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Vertx vertx;
    private Database database;
    private Path file;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
        file = temp.resolve("folder/journal");
        execute("insert into access_key (id, kind, secret_sha256, operator_id) select 'k' || n, 'ops',"
                + " sha256(n::text::bytea), 'op' from generate_series(1, 5) n");
    }

    @AfterEach
    void close() {
        Await.result(database.close());
        Await.result(vertx.close());
    }

    private void execute(String sql) {
        Await.result(database.pool().query(sql).execute());
    }

    private void revoke(int key) {
        execute("update access_key set revoked_at = now() where id = 'k" + key
                + "' returning record_change('KEY', id)");
    }

    private JournalKeeper started() {
        JournalKeeper keeper = keeper(file);
        Await.result(keeper.start(new ChangeFeed(database, InstantSource.system(), metrics)));
        return keeper;
    }

    private JournalKeeper keeper(Path to) {
        return new JournalKeeper(vertx, database.pool(), to, InstantSource.system(), new SimpleMeterRegistry());
    }

    private List<String> revoked() throws IOException {
        return Journal.readBoth(file).lines().stream()
                .filter(line -> line.kind().equals("KEY"))
                .map(Journal.Line::id)
                .toList();
    }

    @Test
    void what_is_revoked_stands_there_once_and_what_was_missed_is_caught_up_with() throws IOException {
        revoke(1);
        JournalKeeper keeper = started();
        revoke(2);
        Await.result(keeper.catchUp());
        assertEquals(List.of("k2"), revoked(), "it begins where the log stood");
        Await.result(keeper.close());
        revoke(3);
        JournalKeeper next = started();
        assertEquals(List.of("k2", "k3"), revoked());
        Await.result(next.close());
        Journal.Content content = Journal.readBoth(file);
        assertTrue(content.covers(1));
        assertFalse(content.covers(0));
        assertEquals("END", content.last().orElseThrow().kind());
    }

    @Test
    void where_the_log_was_trimmed_meanwhile_it_begins_anew() throws IOException {
        revoke(1);
        Await.result(started().close());
        revoke(2);
        revoke(3);
        execute("select trim_changes(now() + interval '1 day', 10)");
        Await.result(started().close());
        assertFalse(Journal.readBoth(file).covers(1), "k2 was missed");
        assertTrue(Journal.readBoth(file).covers(3));
    }

    @Test
    void a_disk_that_refuses_it_is_said_and_caught_up_with() throws IOException {
        Files.writeString(temp.resolve("folder"), "no folder");
        JournalKeeper keeper = started();
        assertTrue(keeper.isBehind());
        revoke(1);
        Await.result(keeper.catchUp());
        assertTrue(keeper.isBehind());
        Files.delete(temp.resolve("folder"));
        Await.result(keeper.catchUp());
        assertFalse(keeper.isBehind());
        revoke(2);
        Await.result(keeper.catchUp());
        assertEquals(List.of("k2"), revoked());
        assertFalse(Journal.readBoth(file).covers(0), "what was revoked before it could be written is not claimed");
        Await.result(keeper.close());
    }

    @Test
    void two_instances_on_one_file_leave_it_whole() throws IOException {
        JournalKeeper one = started();
        JournalKeeper other = started();
        for (int i = 1; i <= 5; i++) {
            revoke(i);
            Await.result(one.catchUp().compose(x -> other.catchUp()));
        }
        Await.result(one.close());
        Await.result(other.close());
        Journal.Content content = Journal.readBoth(file);
        assertTrue(content.covers(0));
        assertEquals(5, revoked().stream().distinct().count());
    }
}
