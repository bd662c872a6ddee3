package parkgate.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import parkgate.core.code.CodeSigner;
import parkgate.postgres.SqlFile;
import parkgate.signing.Signer;
import parkgate.signing.StatusList;

/**
 * The status lists as signed tokens, made when they are asked for: of each shard at most one in {@link #AT_MOST_EACH} and
 * in each form, on a worker thread, and kept until its bits, the key or the hour change. With the change feed's half second
 * a list is at most a second behind PostgreSQL.
 */
final class StatusLists {
    /** A shard that changes all the time is signed so often. */
    static final Duration AT_MOST_EACH = Duration.ofMillis(400);

    /** A token is made anew when its hour is over, long before it expires. */
    private static final long HOUR = 3_600;

    /** Tokens kept: one takes some 14 KB where one in a hundred is revoked, at most 175 KB. */
    private static final int MAX = 256;

    /** Gives up on PostgreSQL after so long, milliseconds. */
    private static final long LOOK_MS = 2_000;

    private static final String NEWEST = SqlFile.load("credential/newest_status_index.sql");

    private final Vertx vertx;
    private final Pool pool;
    private final StatusBits bits;
    private final Signer signer;
    private final InstantSource clock;
    private final Cache<Wanted, Future<Token>> tokens =
            Caffeine.newBuilder().maximumSize(MAX).executor(Runnable::run).build();
    private final Counter signed;
    private Future<Integer> newestShard = Future.succeededFuture(0);
    private Instant newestAskedAt = Instant.MIN;

    private record Wanted(int shard, Form form) {}

    /** How a token is written. */
    enum Form {
        CWT(StatusList.CWT),
        JWT(StatusList.JWT);

        final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /**
     * A signed list.
     *
     * @param etag weak: instances that stand alike sign at other moments
     */
    record Token(long change, String kid, long hour, Instant madeAt, Buffer text, String etag) {}

    StatusLists(Vertx vertx, Pool pool, StatusBits bits, Signer signer, InstantSource clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.pool = pool;
        this.bits = bits;
        this.signer = signer;
        this.clock = clock;
        this.signed = Counter.builder("parkgate_status_lists_signed")
                .description("Status list tokens made by this instance")
                .register(meters);
        Gauge.builder("parkgate_status_shards", bits, StatusBits::shards)
                .description("Shards of the status list with a revoked credential, 128 KiB each")
                .register(meters);
    }

    /** True when credentials have, or may soon have, bits in this shard. At most one question a second to PostgreSQL. */
    Future<Boolean> exists(int shard) {
        Instant now = clock.instant();
        synchronized (this) {
            boolean known = newestShard.succeeded() && shard <= newestShard.result();
            if (!known && !now.isBefore(newestAskedAt.plusSeconds(1))) {
                newestAskedAt = now;
                newestShard = pool.query(NEWEST)
                        .execute()
                        .timeout(LOOK_MS, TimeUnit.MILLISECONDS)
                        .map(rows -> (int) (rows.iterator().next().getLong("status_index") >> StatusBits.SHARD_BITS));
            }
            return newestShard.map(newest -> shard <= newest);
        }
    }

    /**
     * The token of a shard.
     *
     * @param uri where it is to be had
     */
    Future<Token> token(int shard, Form form, String uri) {
        Instant now = clock.instant();
        CodeSigner key = signer.statusKey(now);
        return tokens.asMap()
                .compute(
                        new Wanted(shard, form),
                        (wanted, kept) -> kept != null && isGood(kept, shard, key, now)
                                ? kept
                                : vertx.executeBlocking(() -> sign(shard, form, uri, now, key), false));
    }

    private boolean isGood(Future<Token> kept, int shard, CodeSigner key, Instant now) {
        if (!kept.isComplete()) {
            return true;
        }
        if (kept.failed()) {
            return false;
        }
        Token token = kept.result();
        boolean sameKeyAndHour = token.kid().equals(key.kid().hex()) && token.hour() == hour(now);
        boolean fresh = token.change() == bits.change(shard)
                || Duration.between(token.madeAt(), now).abs().compareTo(AT_MOST_EACH) < 0;
        return sameKeyAndHour && fresh;
    }

    private Token sign(int shard, Form form, String uri, Instant now, CodeSigner key) {
        StatusBits.Moment moment = bits.moment(shard);
        byte[] packed = moment.bits().getBytes();
        StatusList list = new StatusList(packed);
        byte[] text =
                switch (form) {
                    case CWT -> list.cwt(uri, now, key);
                    case JWT -> list.jwt(uri, now, key);
                };
        signed.increment();
        String kid = key.kid().hex();
        String etag = "W/\"" + form + '-' + kid + '-' + hour(now) + '-'
                + Digest.hex(packed).substring(0, 32) + '"';
        return new Token(moment.change(), kid, hour(now), now, Buffer.buffer(text), etag);
    }

    private static long hour(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), HOUR);
    }
}
