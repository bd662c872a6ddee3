package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.UUID;

/**
 * One instance at a time rebuilds a lot; the others wait until it is done. Without it two that meet a cold lot together
 * raise the epoch past each other, and gates are told to ask again for nothing. The protocol is right without it: an
 * instance that dies with the lease, or is slower than it, costs time only.
 */
final class RebuildLease implements Rebuild.Turns {
    /** A rebuild takes some 10 ms; one that takes longer than this is not waited for, milliseconds. */
    static final long LEASE_MS = 2_000;

    private static final long LOOK_MS = 20;

    private final Vertx vertx;
    private final LotFunctions functions;
    private final String owner = UUID.randomUUID().toString();

    RebuildLease(Vertx vertx, LotFunctions functions) {
        this.vertx = vertx;
        this.functions = functions;
    }

    /** Succeeds when nobody else rebuilds the lot, at the latest after {@link #LEASE_MS}. */
    @Override
    public Future<Void> take(String lotId) {
        return take(lotId, LEASE_MS / LOOK_MS);
    }

    private Future<Void> take(String lotId, long looks) {
        return functions
                .takeLease(lotId, owner, LEASE_MS)
                .compose(taken ->
                        taken || looks == 0 ? Future.succeededFuture() : pause().compose(x -> take(lotId, looks - 1)));
    }

    private Future<Void> pause() {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(LOOK_MS, x -> over.complete());
        return over.future();
    }

    @Override
    public Future<Void> giveBack(String lotId) {
        return functions.giveLeaseBack(lotId, owner).otherwiseEmpty(); // it ends by itself
    }
}
