package parkgate.offline;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.core.code.CodeSigner;
import parkgate.signing.KeySet;
import parkgate.signing.SignedPack;
import parkgate.signing.Signer;

/**
 * The packs of lanes, made when they are asked for and kept until something that they hold changes, or the hour. A thousand
 * lanes that come back at once cost one reading of rights for each lot and one signature for each lane: {@value #AT_ONCE}
 * packs are made at a time, on worker threads, and the others wait in line.
 */
final class Packs {
    /** How long a lane may go by a pack before it is stale. */
    static final Duration FRESH = Duration.ofHours(24);

    /** Rights that have ended leave a pack, and its freshness moves on, so often. */
    static final Duration REMADE = Duration.ofHours(1);

    /** A lot that changes all the time has its packs made so often: with the change feed's half second, within a second. */
    static final Duration AT_MOST_EACH = Duration.ofMillis(300);

    static final int AT_ONCE = 2;

    /** Lanes that may wait for theirs; more are told to come again. */
    static final int MAX_WAITING = 5_000;

    /** Kept at one instance, bytes. */
    private static final long KEPT_BYTES = 64L << 20;

    private final Vertx vertx;
    private final Ports.Places places;
    private final PackVersions versions;
    private final PackRights rights;
    private final StatusTexts status;
    private final Signer signer;
    private final InstantSource clock;
    private final Turns turns = new Turns(AT_ONCE, MAX_WAITING);
    private final Counter made;
    private final AsyncCache<String, Pack> packs = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(KEPT_BYTES)
            .weigher((String laneId, Pack pack) -> pack.bytes().length() + 256)
            .buildAsync();

    /**
     * A signed pack.
     *
     * @param etag weak: the same content, made at another moment of the hour, is as good
     */
    record Pack(long version, String kid, Instant madeAt, Buffer bytes, String etag) {}

    Packs(
            Vertx vertx,
            Ports.Places places,
            PackVersions versions,
            PackRights rights,
            StatusTexts status,
            Signer signer,
            InstantSource clock,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.places = places;
        this.versions = versions;
        this.rights = rights;
        this.status = status;
        this.signer = signer;
        this.clock = clock;
        this.made = Counter.builder("parkgate_packs_made")
                .description("Packs for lanes that this instance made")
                .register(metrics);
        Gauge.builder("parkgate_packs_waiting", turns, Turns::waiting)
                .description("Packs that wait to be made, at most " + MAX_WAITING)
                .register(metrics);
        Gauge.builder("parkgate_packs_kept", packs, kept -> kept.asMap().size())
                .description("Packs in this instance's memory, at most " + (KEPT_BYTES >> 20) + " MiB")
                .register(metrics);
    }

    /** The version that the pack of a lane has now. */
    Future<Long> version(String laneId) {
        return places.findLane(laneId)
                .compose(lane -> places.findRules(lane.lotId()).map(rules -> version(lane, rules)));
    }

    private long version(Lane lane, LotRules rules) {
        return versions.ofPack(lane.id(), rules) + signer.keySet().version();
    }

    /** The pack of a lane; fails with {@link Turns.TooMany}, or with what was away. */
    Future<Pack> of(String laneId) {
        return places.findLane(laneId)
                .compose(lane -> places.findRules(lane.lotId()).compose(rules -> of(lane, rules)));
    }

    private Future<Pack> of(Lane lane, LotRules rules) {
        long version = version(lane, rules);
        Instant now = clock.instant();
        CodeSigner key = signer.statusKey(now);
        CompletableFuture<Pack> pack = packs.asMap()
                .compute(
                        lane.id(),
                        (laneId, kept) -> kept != null && isGood(kept, version, key, now)
                                ? kept
                                : turns.take(() -> make(laneId))
                                        .toCompletionStage()
                                        .toCompletableFuture());
        return Future.fromCompletionStage(pack, vertx.getOrCreateContext());
    }

    private static boolean isGood(CompletableFuture<Pack> kept, long version, CodeSigner key, Instant now) {
        if (!kept.isDone()) {
            return true;
        }
        if (kept.isCompletedExceptionally()) {
            return false;
        }
        Pack pack = kept.join();
        Duration age = Duration.between(pack.madeAt(), now).abs();
        boolean sameKey = pack.kid().equals(key.kid().hex());
        boolean sameHour = hour(pack.madeAt()) == hour(now);
        return sameKey && sameHour && (pack.version() >= version || age.compareTo(AT_MOST_EACH) < 0);
    }

    /** The version first: what is read after it holds all that it counts. */
    private Future<Pack> make(String laneId) {
        return places.findLane(laneId)
                .compose(lane -> places.findRules(lane.lotId()).compose(rules -> {
                    long version = version(lane, rules);
                    String statusListVersion = Long.toString(versions.ofCredentials());
                    KeySet keys = signer.keySet();
                    String stalePack = places.stalePack(lane.lotId());
                    return rights.atLeast(versions.ofRights(rules), rules)
                            .compose(part -> vertx.executeBlocking(
                                    () -> sign(
                                            version,
                                            new PackJson.Content(
                                                    rules,
                                                    stalePack,
                                                    lane,
                                                    keys,
                                                    status.json(),
                                                    statusListVersion,
                                                    part)),
                                    false));
                }));
    }

    private Pack sign(long version, PackJson.Content content) {
        Instant now = clock.instant();
        CodeSigner key = signer.statusKey(now);
        String body = PackJson.body(content);
        byte[] signed = SignedPack.of(PackJson.whole(body, version, content.statusListVersion(), now), key);
        made.increment();
        String etag =
                "W/\"" + key.kid().hex() + '-' + hour(now) + '-' + digest(body).substring(0, 32) + '"';
        return new Pack(version, key.kid().hex(), now, Buffer.buffer(signed), etag);
    }

    /** The same for all instances, and of each pack in it. */
    static long hour(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), REMADE.toSeconds());
    }

    private static String digest(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
