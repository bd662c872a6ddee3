package parkgate.scan;

import io.lettuce.core.RedisException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.Problem;
import parkgate.redis.NotReplicatedException;

/** Tells a server that is away from a bug of ours. */
final class Unavailable {
    private static final int RETRY_AFTER_S = 1;
    private static final Logger log = LoggerFactory.getLogger(Unavailable.class);

    private Unavailable() {}

    /** A 503 problem when Redis or PostgreSQL had no word; anything else as it is, to become a 500. */
    static Throwable of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!isAway(cause)) {
            return cause;
        }
        log.debug("not decided: {}", cause.toString());
        return notDecided("Send the same scanId again; if a decision was made, it stands.");
    }

    /** 503: the lane asks again soon. */
    static Problem notDecided(String detail) {
        return Problem.unavailable("not-decided", "No decision arrived", RETRY_AFTER_S)
                .detail(detail);
    }

    private static boolean isAway(Throwable cause) {
        return cause instanceof NotDecided
                || cause instanceof NotReplicatedException
                || cause instanceof RedisException
                || cause instanceof TimeoutException
                || cause instanceof IOException
                || cause instanceof VertxException;
    }
}
