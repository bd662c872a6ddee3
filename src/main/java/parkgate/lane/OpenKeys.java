package parkgate.lane;

import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import parkgate.http.Problem;
import parkgate.redis.Redis;

/**
 * What was asked first under an {@code Idempotency-Key}, in Redis, of it only a hash: another request under the same key would be
 * taken for the first one at the lane, which obeys a command once, while the lot's history counted another car.
 */
final class OpenKeys {
    /** Longer than anybody presses again; the contract says 10 minutes at least. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final String PREFIX = "pg:open:";

    private final Redis redis;

    OpenKeys(Redis redis) {
        this.redis = redis;
    }

    /** Fails with {@link Problem} 409 where something else was asked under the key of this opening, and while Redis is away. */
    Future<Void> hold(Opening.ByHand asked) {
        String key = PREFIX + asked.commandId();
        String hash = hash(asked);
        return redis.run(key, c -> c.setGet(key, hash, SetArgs.Builder.nx().px(KEPT.toMillis())))
                .compose(before -> before == null || before.equals(hash)
                        ? Future.succeededFuture()
                        : Future.failedFuture(Problem.conflict(
                                        "idempotency-key-reused", "This Idempotency-Key was used for another request")
                                .detail("Nothing was opened. Send a new key with each new request.")));
    }

    private static String hash(Opening.ByHand asked) {
        String all = asked.direction() + "\n" + asked.sessionId() + "\n" + asked.why();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
