package parkgate.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.testing.Await;
import parkgate.testing.Servers;

class ChangeFeedIT {
    private static final Set<Change.Kind> ALL = Set.of(Change.Kind.values());

    private final List<Change> seen = Collections.synchronizedList(new ArrayList<>());
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        Await.result(vertx.close());
    }

    @Test
    void hands_out_each_change_once_and_in_order() {
        Database database = Database.open(vertx, Servers.freshDatabaseUri(), 8);
        record(database, "PLACE", "before");
        ChangeFeed feed = following(database);
        List<Future<?>> recording = new ArrayList<>();
        IntStream.range(0, 25)
                .forEach(i -> recording.add(database.pool()
                        .query("select record_change('RIGHT', 'r' || n) from generate_series(1, 100) n")
                        .execute()));
        Await.result(Future.all(recording));
        Await.result(feed.applyNow());
        assertEquals(
                IntStream.rangeClosed(2, 2_501).mapToObj(i -> (long) i).toList(),
                seen.stream().map(Change::version).toList());
        assertEquals(2_501, feed.version());
        Await.result(feed.close());
    }

    @Test
    void applies_what_was_committed_before_it_was_asked() {
        Database database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
        ChangeFeed feed = following(database);
        for (int i = 1; i <= 50; i++) {
            record(database, "LANE", "lane" + i);
            Await.result(feed.applyNow());
            assertEquals(i, feed.version());
        }
        assertEquals(new Change(50, Change.Kind.LANE, "lane50"), seen.get(49));
        Await.result(feed.close());
    }

    @Test
    void hands_a_subscriber_only_the_kinds_it_keeps() {
        Database database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
        List<String> keys = new ArrayList<>();
        ChangeFeed feed = new ChangeFeed(database, InstantSource.system(), new SimpleMeterRegistry());
        feed.subscribe(Set.of(Change.Kind.KEY), changes -> {
            changes.forEach(change -> keys.add(change.subject()));
            return Future.succeededFuture();
        });
        Await.result(feed.open());
        record(database, "PLACE", "p");
        record(database, "KEY", "k");
        Await.result(feed.applyNow());
        assertEquals(List.of("k"), keys);
    }

    @Test
    void what_a_subscriber_could_not_apply_is_handed_out_again() {
        Database database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
        ChangeFeed feed = new ChangeFeed(database, InstantSource.system(), new SimpleMeterRegistry());
        AtomicInteger failures = new AtomicInteger(1);
        feed.subscribe(ALL, changes -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
            seen.addAll(changes);
            return Future.succeededFuture();
        });
        Await.result(feed.open());
        record(database, "KEY", "k");
        assertThrows(IllegalStateException.class, () -> Await.result(feed.applyNow()));
        assertEquals(0, feed.version());
        Await.result(feed.applyNow());
        assertEquals(List.of(new Change(1, Change.Kind.KEY, "k")), seen);
    }

    @Test
    void an_instance_that_was_away_for_longer_than_the_log_is_kept_reads_everything_anew() {
        Database database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
        ChangeFeed feed = new ChangeFeed(database, InstantSource.system(), new SimpleMeterRegistry());
        feed.subscribe(ALL, changes -> {
            seen.addAll(changes);
            return Future.succeededFuture();
        });
        AtomicInteger read = new AtomicInteger();
        feed.readingAnew(() -> {
            read.incrementAndGet();
            return Future.succeededFuture();
        });
        record(database, "PLACE", "known");
        Await.result(feed.open());
        for (int i = 0; i < 5; i++) {
            record(database, "KEY", "missed" + i);
        }
        Await.result(database.pool()
                .query("select trim_changes(now() + interval '1 day', 3)")
                .execute());
        Await.result(feed.applyNow());
        assertEquals(1, read.get());
        assertEquals(6, feed.version());
        assertEquals(List.of(), seen);
        Await.result(database.pool()
                .query("select trim_changes(now() + interval '1 day', 100)")
                .execute());
        record(database, "KEY", "next");
        Await.result(feed.applyNow());
        assertEquals(List.of(new Change(7, Change.Kind.KEY, "next")), seen, "the newest row is never trimmed");
        assertEquals(1, read.get());
    }

    @Test
    void catches_up_by_itself_after_postgres_was_away() {
        EmbeddedPostgres postgres = Servers.startPostgres();
        Servers.migrate(postgres.uri());
        Database database = Database.open(vertx, postgres.uri(), 2);
        ChangeFeed feed = following(database);
        record(database, "KEY", "before");
        Await.until(() -> seen.size() == 1);
        postgres.kill();
        Throwable away = assertThrows(Throwable.class, () -> Await.result(feed.applyNow()));
        assertTrue(PgFailure.isAway(away) || PgFailure.isAway(away.getCause()), away.toString());
        Instant gone = Instant.now();
        postgres.restart();
        Await.until(() -> recorded(database, "after"));
        Await.until(() -> seen.size() == 2);
        assertEquals("after", seen.get(1).subject());
        Await.until(() -> feed.caughtUpAt().isAfter(gone));
        Await.result(feed.close());
    }

    private ChangeFeed following(Database database) {
        ChangeFeed feed = new ChangeFeed(database, InstantSource.system(), new SimpleMeterRegistry());
        feed.subscribe(ALL, changes -> {
            seen.addAll(changes);
            return Future.succeededFuture();
        });
        Await.result(feed.open());
        feed.follow();
        return feed;
    }

    private static void record(Database database, String kind, String subject) {
        Await.result(database.pool()
                .query("select record_change('" + kind + "', '" + subject + "')")
                .execute());
    }

    /** Connections that the pool held when PostgreSQL was killed fail once. */
    private static boolean recorded(Database database, String subject) {
        try {
            record(database, "KEY", subject);
            return true;
        } catch (RuntimeException | AssertionError away) {
            return false;
        }
    }
}
