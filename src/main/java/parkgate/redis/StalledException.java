package parkgate.redis;

import io.lettuce.core.RedisException;

/** A server that took calls and answered none is not asked again until it does. */
public final class StalledException extends RedisException {
    StalledException() {
        super("Redis does not answer");
    }

    /** None: it is an answer, and there may be thousands a second. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
