package parkgate.credential;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.postgres.PgFailure;
import parkgate.postgres.SqlFile;
import parkgate.signing.KeyFileException;
import parkgate.signing.KeyFileReader;
import parkgate.signing.KeyFingerprint;
import parkgate.signing.KeyPurpose;
import parkgate.signing.KeyRing;
import parkgate.signing.KeyState;
import parkgate.signing.KeysInUse;
import parkgate.signing.RetiredKey;

/**
 * Keeps a running instance on its key file and on what other instances know of the keys: a look each
 * {@value #EVERY_MS} ms, and one more of {@value #EVERY_MS} ms is the most a changed file waits.
 *
 * <p>What is compromised is dropped as soon as the file or PostgreSQL says so, even when the rest of the file cannot be
 * used. A retired key is dropped when PostgreSQL has no code under it that is still good. A file that is behind, or
 * another's, is not used: what runs goes on with what it had, and says so.
 */
public final class KeyWatch {
    /** Between two looks, milliseconds. */
    public static final long EVERY_MS = 2_000;

    /** What a status key signed is used no longer than this after it was retired. */
    static final Duration STATUS_KEPT = Duration.ofDays(2);

    /** Another instance's clock, or its look at the file, may be so late to stop signing. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(KeyWatch.class);
    private static final String LAST_OF_KEY = SqlFile.load("credential/last_expiry_of_key.sql");
    private static final String LAST_OF_EPOCH = SqlFile.load("credential/last_expiry_of_epoch.sql");

    private final Vertx vertx;
    private final Pool pool;
    private final KeyFileReader file;
    private final KeysInUse keys;
    private final InstantSource clock;
    private final Map<String, Instant> ends = new HashMap<>();
    private Set<String> over = Set.of();
    private volatile @Nullable String trouble;
    private boolean looking;
    private long timer = -1;

    public KeyWatch(Vertx vertx, Pool pool, Path file, KeysInUse keys, InstantSource clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.pool = pool;
        this.file = new KeyFileReader(file);
        this.keys = keys;
        this.clock = clock;
        Gauge.builder("parkgate_key_file_refused", this, watch -> watch.trouble == null ? 0 : 1)
                .description("1 while this instance cannot use its key file as it is now, and goes on with what it had")
                .register(meters);
        Gauge.builder("parkgate_keys_public", keys, inUse -> inUse.publicKeys().size())
                .description("Public keys at /v1/keys")
                .register(meters);
    }

    /** Looks once, and then again and again until {@link #stop}; on the context of the caller. */
    public Future<Void> start() {
        return look().onComplete(looked -> timer = vertx.setPeriodic(EVERY_MS, tick -> look()));
    }

    /** Looks no more. */
    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** One look. Never fails: what went wrong is said, and the next look tries again. */
    Future<Void> look() {
        if (looking) {
            return Future.succeededFuture();
        }
        looking = true;
        return vertx.executeBlocking(file::readIfChanged, false)
                .compose(changed -> changed.isEmpty() ? Future.succeededFuture() : take(changed.get()))
                .compose(x -> KeyFingerprints.known(pool))
                .compose(known -> dropWhatIsOver(known.keys()).compose(x -> version(known)))
                .onSuccess(x -> fine())
                .recover(failure -> {
                    if (!PgFailure.isAway(failure)) { // that is no fault of the file, and others say it
                        complain(String.valueOf(failure.getMessage()));
                    }
                    return Future.succeededFuture();
                })
                .onComplete(x -> looking = false);
    }

    private Future<Void> take(KeyRing changed) {
        drop(changed.compromised());
        return KeyFingerprints.mismatch(pool, changed.fingerprints())
                .onFailure(away -> file.forget())
                .compose(mismatch -> {
                    if (mismatch.isPresent()) {
                        file.forget(); // so that the next look says it again, or finds it mended
                        return Future.failedFuture(new KeyFileException(mismatch.get()));
                    }
                    if (!changed.fingerprints().equals(keys.ring().fingerprints())) {
                        log.info(
                                "the key file has changed: {} keys",
                                changed.fingerprints().size());
                    }
                    keys.use(changed.without(over));
                    return Future.succeededFuture();
                });
    }

    /** A file that is behind what others have published is not of their version. */
    private Future<Void> version(KeyFingerprints.Known known) {
        List<KeyFingerprint> ours = keys.ring().fingerprints();
        if (known.publishesWhat(ours)) {
            keys.isOfVersion(known.version());
        }
        return known.aheadOf(ours)
                .<Future<Void>>map(line -> Future.failedFuture(new KeyFileException(line)))
                .orElseGet(Future::succeededFuture);
    }

    private Future<Void> dropWhatIsOver(List<KeyFingerprint> known) {
        Set<String> dead = new HashSet<>();
        known.stream().filter(key -> key.state() == KeyState.COMPROMISED).forEach(key -> dead.add(key.fingerprint()));
        drop(dead);
        Future<Void> all = Future.succeededFuture();
        for (RetiredKey key : keys.ring().retired()) {
            if (!over.contains(key.fingerprint())) {
                all = all.compose(x -> end(key)).compose(end -> {
                    if (!clock.instant().isBefore(end)) {
                        drop(Set.of(key.fingerprint()));
                    }
                    return Future.succeededFuture();
                });
            }
        }
        return all;
    }

    /** When nothing that it signed is good any more. */
    private Future<Instant> end(RetiredKey key) {
        if (key.purpose() == KeyPurpose.STATUS) {
            return Future.succeededFuture(key.since().plus(STATUS_KEPT));
        }
        Instant expected = ends.get(key.fingerprint());
        if (expected != null && clock.instant().isBefore(expected)) {
            return Future.succeededFuture(expected);
        }
        return lastExpiry(key).map(last -> {
            Instant settled = key.since().plus(SLACK);
            Instant end = last.filter(settled::isBefore).orElse(settled);
            ends.put(key.fingerprint(), end);
            return end;
        });
    }

    private Future<Optional<Instant>> lastExpiry(RetiredKey key) {
        return (key.purpose() == KeyPurpose.TOTP
                        ? pool.preparedQuery(LAST_OF_EPOCH).execute(Tuple.of(time(key.from()), time(key.until())))
                        : pool.preparedQuery(LAST_OF_KEY).execute(Tuple.of(key.kid())))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("expires_at"))
                        .map(OffsetDateTime::toInstant));
    }

    private void drop(Set<String> fingerprints) {
        if (!over.containsAll(fingerprints)) {
            Set<String> more = new HashSet<>(over);
            more.addAll(fingerprints);
            over = Set.copyOf(more);
        }
        keys.use(keys.ring().without(over));
    }

    private void complain(String line) {
        if (!line.equals(trouble)) {
            trouble = line;
            log.error("the keys in use stay as they are: {}", line);
        }
    }

    private void fine() {
        if (trouble != null) {
            trouble = null;
            log.info("the key file is in order again");
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
