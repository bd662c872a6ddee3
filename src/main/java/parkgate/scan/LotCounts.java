package parkgate.scan;

import io.vertx.core.Future;
import java.time.InstantSource;

/** A lot's count with every scan in it that was answered before; a cold lot is rebuilt first. */
public final class LotCounts {
    private final InstantSource clock;
    private final LotFunctions functions;
    private final Rebuild rebuild;

    LotCounts(InstantSource clock, LotFunctions functions, Rebuild rebuild) {
        this.clock = clock;
        this.functions = functions;
        this.rebuild = rebuild;
    }

    /** Reads it; fails when Redis is away, or PostgreSQL too while the lot is cold. */
    public Future<Counts> read(String lotId) {
        return functions
                .counts(lotId, clock.millis())
                .compose(reply -> reply.get(0).equals("OK")
                        ? Future.succeededFuture(Counts.of(reply, 1))
                        : rebuild.cold(lotId).compose(x -> again(lotId)))
                .recover(failure -> Future.failedFuture(Unavailable.of(failure)));
    }

    private Future<Counts> again(String lotId) {
        return functions
                .counts(lotId, clock.millis())
                .compose(reply -> reply.get(0).equals("OK")
                        ? Future.succeededFuture(Counts.of(reply, 1))
                        : Future.failedFuture(new NotDecided("the lot is cold again")));
    }
}
