package parkgate.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.http.People;
import parkgate.http.Problem;
import parkgate.http.Role;
import parkgate.postgres.Change;

class SessionRingTest {
    private static Vertx vertx;

    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private final InMemory store = new InMemory();
    private final SessionRing ring = new SessionRing(
            store, () -> now, () -> TimeUnit.MILLISECONDS.toNanos(now.toEpochMilli()), new SimpleMeterRegistry());
    private final String token = SessionToken.make(new Random(7));

    /** Sessions by their token's hash; answers when told to. */
    private static final class InMemory implements SessionStore {
        private final Map<String, Session> sessions = new HashMap<>();
        private final List<Promise<Optional<Session>>> held = new ArrayList<>();
        private boolean hold;
        private boolean away;
        private int looks;

        @Override
        public Future<Optional<Session>> use(byte[] tokenSha256, Instant when) {
            looks++;
            if (away) {
                return Future.failedFuture(new IOException("cut off"));
            }
            if (hold) {
                Promise<Optional<Session>> later = Promise.promise();
                held.add(later);
                return later.future();
            }
            return Future.succeededFuture(
                    Optional.ofNullable(sessions.get(HexFormat.of().formatHex(tokenSha256))));
        }
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static <T> T onLoop(Supplier<Future<T>> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        vertx.runOnContext(x -> work.get().onComplete(done::complete, done::completeExceptionally));
        return done.get(20, TimeUnit.SECONDS);
    }

    private Session session(String staffId) {
        Account who = new Account(staffId, "li.wei", Role.ATTENDANT, "lot", null, null, null, now, null, null);
        return new Session(who, now.plus(Session.LIFE));
    }

    private void keep(String staffId) {
        store.sessions.put(HexFormat.of().formatHex(SessionToken.sha256(token)), session(staffId));
    }

    private Optional<People.Person> signedIn() throws Exception {
        return onLoop(() -> ring.signedIn(token));
    }

    private static Change change(String staffId) {
        return new Change(1, Change.Kind.STAFF, staffId);
    }

    @Test
    void who_is_seen_again_is_known_at_once_and_read_anew_after_a_minute() throws Exception {
        keep("st-1");
        assertEquals("st-1", signedIn().orElseThrow().caller().keyId());
        assertTrue(ring.signedIn(token).isComplete());
        assertEquals(1, store.looks);
        now = now.plusSeconds(61);
        signedIn();
        assertEquals(2, store.looks);
    }

    @Test
    void the_session_ends_at_its_end_whatever_is_remembered() throws Exception {
        keep("st-1");
        now = now.plus(Session.LIFE).minusSeconds(1);
        assertTrue(signedIn().isPresent());
        now = now.plusSeconds(1);
        assertFalse(signedIn().isPresent());
    }

    @Test
    void an_ended_session_is_forgotten_when_the_change_log_says_so_and_anothers_is_not() throws Exception {
        keep("st-1");
        signedIn();
        store.sessions.clear();
        onLoop(() -> ring.apply(List.of(change("st-2"))));
        assertTrue(signedIn().isPresent());
        onLoop(() -> ring.apply(List.of(change("st-1"))));
        assertFalse(signedIn().isPresent());
    }

    @Test
    void what_was_being_read_when_the_session_ended_is_not_remembered() throws Exception {
        store.hold = true;
        CompletableFuture<Optional<People.Person>> early = new CompletableFuture<>();
        onLoop(() -> {
            ring.signedIn(token).onComplete(early::complete, early::completeExceptionally);
            return Future.succeededFuture();
        });
        onLoop(() -> ring.apply(List.of(change("st-1"))));
        store.held.get(0).complete(Optional.of(session("st-1")));
        assertTrue(early.get(20, TimeUnit.SECONDS).isPresent());
        store.hold = false;
        assertFalse(signedIn().isPresent());
    }

    @Test
    void a_made_up_token_is_looked_up_once_a_second() throws Exception {
        assertFalse(signedIn().isPresent());
        assertFalse(signedIn().isPresent());
        assertEquals(1, store.looks);
    }

    @Test
    void a_store_that_is_away_is_a_503_and_no_refusal() throws Exception {
        store.away = true;
        try {
            signedIn();
        } catch (ExecutionException e) {
            assertEquals(503, ((Problem) e.getCause()).status());
            return;
        }
        throw new AssertionError("answered");
    }
}
