package parkgate.staff;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.People;
import parkgate.http.Problem;
import parkgate.postgres.Change;
import parkgate.postgres.PgFailure;
import parkgate.telemetry.Gauges;

/**
 * The sessions that this instance has seen in use, in memory for {@value #KNOWN_SECONDS} s each: then it is read again, which also
 * writes down that it was used. What the change log names is forgotten, so that an end acts within a second.
 */
final class SessionRing implements People {
    /** Sessions in memory, known and unknown ones together. */
    static final int MAX_SESSIONS = 20_000;

    /** Looks into PostgreSQL at a time; one more is answered 503. */
    static final int MAX_LOOKS = 32;

    private static final long KNOWN_SECONDS = 60;
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    /** Gives up on PostgreSQL after so long, milliseconds. */
    private static final long LOOK_MS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(SessionRing.class);

    private final SessionStore store;
    private final InstantSource clock;
    private final AsyncCache<String, Optional<Session>> sessions;
    private final Semaphore looks = new Semaphore(MAX_LOOKS);

    /** @param ticker time that only goes forward, for what is forgotten */
    SessionRing(SessionStore store, InstantSource clock, Ticker ticker, MeterRegistry metrics) {
        this.store = store;
        this.clock = clock;
        this.sessions = Caffeine.newBuilder()
                .maximumSize(MAX_SESSIONS)
                .expireAfter(Expiry.<String, Optional<Session>>creating(
                        (id, session) -> session.isPresent() ? Duration.ofSeconds(KNOWN_SECONDS) : UNKNOWN_FOR))
                .ticker(ticker)
                .executor(Runnable::run)
                .recordStats()
                .buildAsync();
        Gauges.cache(metrics, "staff_sessions", sessions.synchronous(), MAX_SESSIONS);
    }

    @Override
    public Future<Optional<Person>> signedIn(String token) {
        return session(token)
                .map(found -> found.map(session ->
                        new Person(session.who().caller(), session.who().mustChangePassword())));
    }

    /** Whose session it is; empty when it is unknown, over or ended. */
    Future<Optional<Session>> session(String token) {
        byte[] sha256 = SessionToken.sha256(token);
        CompletableFuture<Optional<Session>> session =
                sessions.get(HexFormat.of().formatHex(sha256), (id, executor) -> look(sha256));
        if (session.isDone() && !session.isCompletedExceptionally()) {
            return Future.succeededFuture(standing(session.join()));
        }
        return Future.fromCompletionStage(session, Vertx.currentContext())
                .map(this::standing)
                .recover(failure ->
                        Future.failedFuture(Problem.unavailable("keys-away", "Sessions cannot be looked up now", 1)));
    }

    private Optional<Session> standing(Optional<Session> found) {
        return found.filter(session -> clock.instant().isBefore(session.expiresAt()));
    }

    private CompletableFuture<Optional<Session>> look(byte[] sha256) {
        if (!looks.tryAcquire()) {
            return CompletableFuture.failedFuture(new TimeoutException("too many sessions are being looked up"));
        }
        return store.use(sha256, clock.instant())
                .onComplete(looked -> looks.release())
                .timeout(LOOK_MS, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(quiet(failure)))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** The cache logs each failure that is no timeout; PostgreSQL away is said once, elsewhere. */
    private static TimeoutException quiet(Throwable failure) {
        if (!PgFailure.isAway(failure)) {
            LOG.error("a session could not be looked up", failure);
        }
        return new TimeoutException("a session could not be looked up");
    }

    /** Forgets the sessions of people who have changed. For the change log. */
    Future<Void> apply(List<Change> changes) {
        forget(changes.stream().map(Change::subject).collect(Collectors.toSet()));
        return Future.succeededFuture();
    }

    /** Also what is being read just now: it may have been read before the change. */
    void forget(Set<String> staffIds) {
        sessions.asMap()
                .values()
                .removeIf(session -> !session.isDone()
                        || session.isCompletedExceptionally()
                        || session.join()
                                .filter(known -> staffIds.contains(known.who().id()))
                                .isPresent());
    }

    void forgetAll() {
        sessions.synchronous().invalidateAll();
    }
}
