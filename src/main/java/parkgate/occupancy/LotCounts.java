package parkgate.occupancy;

import io.vertx.core.Future;

/** Where the lots are counted. */
public interface LotCounts {
    /**
     * What a lot's count is now: every scan answered before the call is in it. Fails when it cannot be known, and in
     * bounded time.
     */
    Future<LotCount> read(String lotId);
}
