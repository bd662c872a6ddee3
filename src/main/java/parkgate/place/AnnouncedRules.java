package parkgate.place;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.PgFailure;
import parkgate.postgres.SqlFile;

/**
 * Puts announced rules into force when their time has come. Every instance looks each second and each announcement is taken by one of
 * them, with the change that all of them hear of; one that is due while PostgreSQL or every instance is away comes into force after.
 */
public final class AnnouncedRules {
    static final long EVERY_MS = 1_000;

    /** Announcements of one turn; what is left is the next one's. */
    private static final int MOST = 100;

    private static final Logger log = LoggerFactory.getLogger(AnnouncedRules.class);
    private static final String COME_INTO_FORCE = SqlFile.load("place/come_into_force.sql");

    private final Vertx vertx;
    private final Pool pool;
    private final ChangeFeed feed;
    private final InstantSource clock;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private long timer = -1;

    public AnnouncedRules(Vertx vertx, Pool pool, ChangeFeed feed, InstantSource clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.feed = feed;
        this.clock = clock;
    }

    /** Looks until {@link #stop}. */
    public void start() {
        timer = vertx.setPeriodic(EVERY_MS, x -> turn());
    }

    /** Looks no more. */
    public void stop() {
        vertx.cancelTimer(timer);
    }

    private void turn() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        next(MOST).onComplete(done -> {
            busy.set(false);
            if (done.succeeded()) {
                away.set(false);
            } else if (away.compareAndSet(false, true)) {
                log.warn("announced rules cannot be put into force now: {}", PgFailure.named(done.cause()));
            }
        });
    }

    private Future<Void> next(int left) {
        return pool.preparedQuery(COME_INTO_FORCE)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture()
                        : feed.applyOwn().compose(x -> left == 1 ? Future.succeededFuture() : next(left - 1)));
    }
}
