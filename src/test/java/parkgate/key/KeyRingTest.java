package parkgate.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.audit.By;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.postgres.Change;

class KeyRingTest {
    private static final String ADMIN_KEY = "correct horse battery staple, twice over";

    private static Vertx vertx;

    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private final InMemory store = new InMemory();
    private final KeyRing ring = new KeyRing(
            store,
            ADMIN_KEY,
            () -> now,
            () -> TimeUnit.MILLISECONDS.toNanos(now.toEpochMilli()),
            new SimpleMeterRegistry());
    private final KeyText key = KeyText.make(KeyKind.LANE, new Random(7));

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Keys by id; answers when told to. */
    private static final class InMemory implements KeyStore {
        private final Map<String, StoredKey> keys = new HashMap<>();
        private final List<Promise<Optional<StoredKey>>> held = new ArrayList<>();
        private boolean hold;
        private boolean away;
        private int looks;

        @Override
        public Future<Optional<StoredKey>> find(String keyId) {
            looks++;
            if (away) {
                return Future.failedFuture(new IOException("cut off"));
            }
            if (hold) {
                Promise<Optional<StoredKey>> later = Promise.promise();
                held.add(later);
                return later.future();
            }
            return Future.succeededFuture(Optional.ofNullable(keys.get(keyId)));
        }

        @Override
        public Future<Optional<KeyRow>> get(String keyId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> make(
                KeyText key,
                @Nullable String placeId,
                @Nullable String operatorId,
                @Nullable String label,
                @Nullable Instant expiresAt,
                By by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<LaneKey> makeLaneKey(
                KeyText key,
                String lotId,
                String laneId,
                @Nullable String label,
                @Nullable Instant expiresAt,
                Instant now,
                By by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Boolean> hasLane(String lotId, String laneId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<KeyRow>> laneKeys(String laneId, Page page) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<KeyRow>> accessKeys(@Nullable String placeId, @Nullable String operatorId, Page page) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> revoke(String keyId, By by) {
            throw new UnsupportedOperationException();
        }
    }

    private void keep(@Nullable Instant expiresAt) {
        store.keys.put(
                key.id(), new StoredKey(Caller.lane(key.id(), "lane-1", "lot-1"), key.secretSha256(), expiresAt));
    }

    /** Asks on an event loop, as requests do. */
    private <T> T on(Supplier<T> ask) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(x -> {
            try {
                answer.complete(ask.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get(20, TimeUnit.SECONDS);
    }

    private Optional<Caller> ask(String token) throws Exception {
        return on(() -> ring.authenticate(token))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_key_that_was_seen_before_is_answered_at_once_and_without_a_look() throws Exception {
        keep(null);
        assertEquals("lane-1", ask(key.reveal()).orElseThrow().laneId());
        Future<Optional<Caller>> again = on(() -> ring.authenticate(key.reveal()));
        assertTrue(again.isComplete());
        assertEquals("lot-1", again.result().orElseThrow().lotId());
        assertEquals(1, store.looks);
    }

    @Test
    void those_who_wait_for_the_same_key_share_one_look() throws Exception {
        keep(null);
        store.hold = true;
        List<Future<Optional<Caller>>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(on(() -> ring.authenticate(key.reveal())));
        }
        assertEquals(1, store.held.size());
        store.held.get(0).complete(Optional.of(store.keys.get(key.id())));
        for (Future<Optional<Caller>> one : asked) {
            assertTrue(one.toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .isPresent());
        }
    }

    @Test
    void a_wrong_secret_or_kind_does_not_open() throws Exception {
        keep(null);
        String right = key.reveal();
        char last = right.charAt(right.length() - 1);
        String wrong = right.substring(0, right.length() - 1) + (last == '0' ? '1' : '0');
        assertFalse(ask(wrong).isPresent());
        assertFalse(ask(right.replace("pg_lane_", "pg_ops_")).isPresent());
        assertTrue(ask(right).isPresent());
    }

    @Test
    void a_key_is_over_from_the_second_that_it_says_although_it_is_remembered() throws Exception {
        keep(now.plusSeconds(60));
        assertTrue(ask(key.reveal()).isPresent());
        now = now.plusSeconds(59);
        assertTrue(ask(key.reveal()).isPresent());
        now = now.plusSeconds(1);
        assertFalse(ask(key.reveal()).isPresent());
        assertEquals(1, store.looks);
    }

    @Test
    void what_the_change_log_names_is_looked_up_again() throws Exception {
        keep(null);
        assertTrue(ask(key.reveal()).isPresent());
        store.keys.clear();
        assertTrue(ask(key.reveal()).isPresent());
        ring.apply(List.of(new Change(1, Change.Kind.KEY, key.id())));
        assertFalse(ask(key.reveal()).isPresent());
    }

    @Test
    void a_look_that_began_before_a_change_is_not_remembered() throws Exception {
        keep(null);
        store.hold = true;
        Future<Optional<Caller>> early = on(() -> ring.authenticate(key.reveal()));
        ring.apply(List.of(new Change(1, Change.Kind.KEY, key.id())));
        store.held.get(0).complete(Optional.of(store.keys.get(key.id())));
        early.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        store.hold = false;
        store.keys.clear();
        assertFalse(ask(key.reveal()).isPresent());
    }

    @Test
    void an_unknown_key_is_remembered_for_a_second() throws Exception {
        assertFalse(ask(key.reveal()).isPresent());
        assertFalse(ask(key.reveal()).isPresent());
        assertEquals(1, store.looks);
        keep(null);
        now = now.plus(KeyRing.UNKNOWN_FOR).plus(Duration.ofMillis(1));
        assertTrue(ask(key.reveal()).isPresent());
    }

    @Test
    void a_store_that_is_away_is_503_and_remembered_keys_still_open() throws Exception {
        keep(null);
        assertTrue(ask(key.reveal()).isPresent());
        store.away = true;
        assertTrue(ask(key.reveal()).isPresent());
        ExecutionException refused = org.junit.jupiter.api.Assertions.assertThrows(
                ExecutionException.class,
                () -> ask(KeyText.make(KeyKind.LANE, new Random(8)).reveal()));
        assertEquals(503, ((Problem) refused.getCause()).status());
    }

    @Test
    void a_flood_of_made_up_keys_is_looked_up_only_so_many_at_a_time() throws Exception {
        store.hold = true;
        for (int i = 0; i < KeyRing.MAX_LOOKS + 10; i++) {
            String madeUp = KeyText.make(KeyKind.API, new Random(100 + i)).reveal();
            on(() -> ring.authenticate(madeUp));
        }
        assertEquals(KeyRing.MAX_LOOKS, store.held.size());
        store.held.forEach(look -> look.complete(Optional.empty()));
        store.hold = false;
        assertFalse(ask(KeyText.make(KeyKind.API, new Random(1)).reveal()).isPresent());
    }

    @Test
    void the_admin_key_of_the_settings_opens_everything_whatever_its_form() throws Exception {
        assertEquals(KeyKind.ADMIN, ask(ADMIN_KEY).orElseThrow().kind());
        assertFalse(ask(ADMIN_KEY + " ").isPresent());
        assertFalse(ask("").isPresent());
        assertEquals(0, store.looks);
        String made = AccessKeys.newAdminKey(new Random(3));
        KeyRing other = new KeyRing(store, made, () -> now, () -> 0, new SimpleMeterRegistry());
        assertTrue(on(() -> other.authenticate(made)).result().isPresent());
    }
}
