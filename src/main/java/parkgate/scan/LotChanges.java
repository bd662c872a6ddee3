package parkgate.scan;

import io.vertx.core.Future;
import java.time.InstantSource;
import parkgate.core.access.LotEvent;

/**
 * What people do to a lot by hand, and what lanes saw without a grant: a numbered event like any other, recorded or marked
 * before it is answered, never refused for a count.
 */
public final class LotChanges {
    /** Name of who did it, in the extra of an event: the public part of an access key. */
    public static final String WHO = ScanExtra.WHO;

    /** Name of why it was done, in a person's words. */
    public static final String WHY = ScanExtra.WHY;

    private static final int MAX_ASKS = 4;

    /**
     * What was applied.
     *
     * @param counts after it
     * @param queued true while it stands in the durable outbox only
     */
    public record Applied(Counts counts, boolean queued) {}

    private final InstantSource clock;
    private final LotFunctions functions;
    private final PgRecords records;
    private final Rebuild rebuild;
    private final Settling settling;

    LotChanges(InstantSource clock, LotFunctions functions, PgRecords records, Rebuild rebuild, Settling settling) {
        this.clock = clock;
        this.functions = functions;
        this.records = records;
        this.rebuild = rebuild;
        this.settling = settling;
    }

    /**
     * Sets the count; sessions stay as they are.
     *
     * @param key the same key is the same request
     * @param count cars inside, 0 or more
     * @param extra who and why, see {@link parkgate.core.access.Extra}
     */
    public Future<Applied> setCount(String lotId, String key, int count, String extra) {
        return apply(lotId, Happening.setCount(key, count, extra));
    }

    /** Closes every session of the lot and sets its count to zero. */
    public Future<Applied> reset(String lotId, String key, String extra) {
        return apply(lotId, Happening.reset(key, extra));
    }

    /**
     * Closes one session; fails with {@link NotOpen} when it is not open.
     *
     * @param soft the car may still be inside, and then its exit reopens the session
     */
    public Future<Applied> closeSession(
            String lotId, String key, String rootId, String sessionId, boolean soft, String extra) {
        return apply(lotId, Happening.close(key, rootId, sessionId, soft, extra));
    }

    /**
     * A session that is over and, somebody says, should not be. What is not known of it is empty.
     *
     * @param entryMs when it came in, unix milliseconds
     */
    public record Reopened(
            String sessionId,
            String rootId,
            String credentialId,
            String rightId,
            String poolId,
            String entryLane,
            String entryDecision,
            long entryMs) {}

    /**
     * Has a session's car inside again, and counted, whatever a rule would say; fails with {@link NotOpen} when another session of
     * its chain of credentials is open at the lot.
     */
    public Future<Applied> reopenSession(String lotId, Reopened session, String key, String extra) {
        return apply(lotId, Happening.reopened(key, session, extra));
    }

    /** The session is not open: it has ended, or never began, or its car came in by another one. */
    public static final class NotOpen extends RuntimeException {
        NotOpen() {
            super("the session is not open", null, false, false);
        }
    }

    /**
     * The same for what may be told again long after: longer than the lot itself keeps what it answered. Asks PostgreSQL
     * first; while that is away, the fence sees to it that it counts once.
     */
    Future<Applied> applyOnce(String lotId, Happening happening) {
        return settling.ifAnswered(() -> records.byKey(lotId, happening.key()))
                .compose(known ->
                        known == null ? apply(lotId, happening) : Future.succeededFuture(applied(known, false)));
    }

    Future<Applied> apply(String lotId, Happening happening) {
        return apply(lotId, happening, MAX_ASKS).recover(failure -> Future.failedFuture(Unavailable.of(failure)));
    }

    private Future<Applied> apply(String lotId, Happening happening, int asks) {
        if (asks == 0) {
            return Future.failedFuture(new NotDecided("the lot did not come to an answer"));
        }
        return functions.happened(lotId, clock.millis(), happening).<Applied>compose(answer -> {
            if (answer instanceof Answer.Granted granted) {
                return settle(lotId, happening, granted.event(), Standing.OPEN, asks);
            } else if (answer instanceof Answer.Again again) {
                return settle(lotId, happening, again.event(), again.standing(), asks);
            } else if (answer instanceof Answer.Cold) {
                return rebuild.cold(lotId).compose(x -> apply(lotId, happening, asks - 1));
            } else if (answer instanceof Answer.NotPending) {
                return Future.failedFuture(new NotOpen());
            }
            throw new IllegalStateException("happened does not answer " + answer);
        });
    }

    private Future<Applied> settle(String lotId, Happening happening, LotEvent event, Standing standing, int asks) {
        return settling.settle(
                lotId,
                event,
                standing,
                durability -> applied(event, durability == Durability.QUEUED),
                () -> apply(lotId, happening, asks - 1));
    }

    private static Applied applied(LotEvent event, boolean queued) {
        return new Applied(new Counts(event.open(), event.adj(), event.atMs()), queued);
    }
}
