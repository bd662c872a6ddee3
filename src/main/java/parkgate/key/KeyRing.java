package parkgate.key;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.Authenticator;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.postgres.Change;
import parkgate.postgres.PgFailure;
import parkgate.telemetry.Gauges;

/**
 * The keys that this instance has seen in use, in memory. A key that is not here is read through, once for all who wait
 * for it; what the change log names is forgotten. Expiry is looked at with each use.
 *
 * <p>A flood of made-up keys costs one short look each, at most {@value #MAX_LOOKS} at a time, and cannot push out more
 * than its share of a bounded cache.
 */
public final class KeyRing implements Authenticator {
    /** Keys in memory, known and unknown ones together. */
    static final int MAX_KEYS = 100_000;

    /** Looks into PostgreSQL at a time; one more is answered 503. */
    static final int MAX_LOOKS = 64;

    /** How long an unknown key is remembered as such. */
    static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    /** A key in use is read again after so long, should the change log ever fail us. */
    static final Duration KNOWN_FOR = Duration.ofMinutes(10);

    /** Gives up on PostgreSQL after so long, milliseconds: a lane is told to ask again. */
    private static final long LOOK_MS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final KeyStore store;
    private final InstantSource clock;
    private final byte @Nullable [] adminKeySha256;
    private final AsyncCache<String, Optional<StoredKey>> keys;
    private final Semaphore looks = new Semaphore(MAX_LOOKS);

    /**
     * A ring that knows nothing yet.
     *
     * @param adminKey accepted as a key for everything; null: none
     * @param ticker time that only goes forward, for what is forgotten
     */
    KeyRing(KeyStore store, @Nullable String adminKey, InstantSource clock, Ticker ticker, MeterRegistry metrics) {
        this.store = store;
        this.clock = clock;
        this.adminKeySha256 = adminKey == null ? null : sha256(adminKey);
        this.keys = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfter(Expiry.<String, Optional<StoredKey>>creating(
                        (id, key) -> key.isPresent() ? KNOWN_FOR : UNKNOWN_FOR))
                .ticker(ticker)
                .executor(Runnable::run)
                .recordStats()
                .buildAsync();
        Gauges.cache(metrics, "keys", keys.synchronous(), MAX_KEYS);
    }

    @Override
    public Future<Optional<Caller>> authenticate(String token) {
        KeyText presented = KeyText.parse(token).orElse(null);
        if (presented == null || presented.kind() == KeyKind.ADMIN) {
            if (adminKeySha256 != null && MessageDigest.isEqual(adminKeySha256, sha256(token))) {
                return Future.succeededFuture(Optional.of(Caller.admin("admin")));
            }
            if (presented == null) {
                return Future.succeededFuture(Optional.empty());
            }
        }
        CompletableFuture<Optional<StoredKey>> key = keys.get(presented.id(), (id, executor) -> look(id));
        if (key.isDone() && !key.isCompletedExceptionally()) {
            return Future.succeededFuture(caller(key.join(), presented));
        }
        return Future.fromCompletionStage(key, Vertx.currentContext())
                .map(found -> caller(found, presented))
                .recover(failure ->
                        Future.failedFuture(Problem.unavailable("keys-away", "Keys cannot be looked up now", 1)));
    }

    private Optional<Caller> caller(Optional<StoredKey> found, KeyText presented) {
        return found.filter(key -> key.opensFor(presented, clock.instant())).map(StoredKey::caller);
    }

    private CompletableFuture<Optional<StoredKey>> look(String keyId) {
        if (!looks.tryAcquire()) {
            return CompletableFuture.failedFuture(new TimeoutException("too many keys are being looked up"));
        }
        return store.find(keyId)
                .onComplete(looked -> looks.release())
                .timeout(LOOK_MS, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(quiet(failure)))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** The cache logs each failure that is no timeout; PostgreSQL away is said once, elsewhere. */
    private static TimeoutException quiet(Throwable failure) {
        if (!PgFailure.isAway(failure)) {
            LOG.error("a key could not be looked up", failure);
        }
        return new TimeoutException("a key could not be looked up");
    }

    /** Forgets keys that have changed. For the change log. */
    public Future<Void> apply(List<Change> changes) {
        changes.forEach(change -> forget(change.subject()));
        return Future.succeededFuture();
    }

    void forgetAll() {
        keys.synchronous().invalidateAll();
    }

    void forget(String keyId) {
        keys.synchronous().invalidate(keyId);
    }

    private static byte[] sha256(String text) {
        return KeyText.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
