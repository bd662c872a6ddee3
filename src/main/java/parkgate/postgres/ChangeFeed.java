package parkgate.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the change log and hands each change, in order and once per reading, to those of this instance who keep copies.
 * It reads when PostgreSQL notifies, each half second for what a notification did not tell, and when asked to; a
 * PostgreSQL that is away is caught up with when it is back.
 *
 * <p>At start: {@link #open}, then the subscribers load what they keep, then {@link #follow}: what changes while they load
 * is handed to them afterwards. One reading is in flight at a time, on the feed's own connection and context.
 */
public final class ChangeFeed {
    /** Rows of one reading, and so the most changes a subscriber is handed at once. */
    public static final int BATCH = 1_000;

    /** A copy may be one second old: half of that is for the reading. */
    static final long POLL_MS = 500;

    /** How long {@link #applyNow} waits for PostgreSQL, milliseconds. */
    static final long APPLY_MS = 3_000;

    /** Callers that may wait for one reading; one more fails at once. */
    static final int MAX_WAITING = 10_000;

    private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);
    private static final String HEAD = SqlFile.load("postgres/change_head.sql");
    private static final String NEWER = SqlFile.load("postgres/changes_after.sql");

    private final Pool pool;
    private final InstantSource clock;
    private final ContextInternal context;
    private final ChangeBell bell;
    private final Counter applied;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    private Supplier<Future<Void>> anew = Future::succeededFuture;

    // Touched on the context only.
    private List<Promise<Void>> waiting = new ArrayList<>();
    private boolean reading;
    private boolean again;
    private long timer = -1;

    private volatile long version;
    private volatile Instant caughtUpAt = Instant.EPOCH;

    public ChangeFeed(Database database, InstantSource clock, MeterRegistry metrics) {
        this.pool = database.pool("changes", 1);
        this.clock = clock;
        this.context = (ContextInternal) database.vertx().getOrCreateContext();
        this.bell = new ChangeBell(database, () -> context.runOnContext(x -> wake()));
        this.applied = Counter.builder("parkgate_changes_applied")
                .description("Rows of the change log applied by this instance")
                .register(metrics);
        Gauge.builder("parkgate_changes_age_seconds", this, feed -> feed.age().toMillis() / 1_000.0)
                .description("Age of this instance's picture of the change log")
                .register(metrics);
        Gauge.builder("parkgate_changes_version", this, ChangeFeed::version)
                .description("Newest change applied by this instance")
                .register(metrics);
    }

    private record Subscription(Set<Change.Kind> kinds, Function<List<Change>, Future<Void>> apply) {
        Future<Void> apply(List<Change> changes) {
            List<Change> mine =
                    changes.stream().filter(one -> kinds.contains(one.kind())).toList();
            return mine.isEmpty() ? Future.succeededFuture() : apply.apply(mine);
        }
    }

    /**
     * Has changes of these kinds handed to {@code apply}, on the feed's context, oldest first, at most {@value #BATCH} at
     * once; the next ones after its future has succeeded. When it fails, the same changes are handed out again, to every
     * subscriber: applying must be repeatable. It must not block.
     */
    public void subscribe(Set<Change.Kind> kinds, Function<List<Change>, Future<Void>> apply) {
        subscriptions.add(new Subscription(Set.copyOf(kinds), apply));
    }

    /** Notes the log's present version. What is loaded afterwards holds every change up to it. */
    public Future<Void> open() {
        Instant asOf = clock.instant();
        return pool.preparedQuery(HEAD)
                .execute()
                .onSuccess(rows -> {
                    version = rows.iterator().next().getLong("version");
                    caughtUpAt = asOf;
                })
                .mapEmpty();
    }

    /**
     * Says how everything that subscribers keep is read anew: for an instance that has been away for longer than the log is
     * kept. When it fails it is tried again.
     */
    public void readingAnew(Supplier<Future<Void>> all) {
        anew = all;
    }

    /** Follows the log from the noted version on, until {@link #close}. */
    public void follow() {
        context.runOnContext(x -> {
            timer = context.owner().setPeriodic(POLL_MS, tick -> {
                bell.ring();
                wake();
            });
            bell.ring();
            wake();
        });
    }

    /** Stops following. The pool is the database's to close. */
    public Future<Void> close() {
        context.runOnContext(x -> context.owner().cancelTimer(timer));
        return bell.close();
    }

    /** Every change up to this one is applied at this instance. */
    public long version() {
        return version;
    }

    /** Every change committed before this moment is applied at this instance. */
    public Instant caughtUpAt() {
        return caughtUpAt;
    }

    /** How old this instance's picture may be. */
    public Duration age() {
        return Duration.between(caughtUpAt, clock.instant());
    }

    /**
     * Reads what was committed before this call and applies it, before the future succeeds: for a route that answers a
     * change it made, and for a miss that another instance's change may explain. Fails when PostgreSQL does not answer
     * within {@value #APPLY_MS} ms; what was committed is then applied by a later reading.
     */
    public Future<Void> applyNow() {
        Promise<Void> answer = context.owner().getOrCreateContext().promise();
        context.runOnContext(x -> {
            if (waiting.size() >= MAX_WAITING) {
                answer.fail(new TimeoutException("too many wait for the change log"));
                return;
            }
            waiting.add(answer);
            wake();
        });
        return answer.future().timeout(APPLY_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * The same for a route that has just committed a change and owes its answer: when PostgreSQL has gone away since, the
     * change stands and is applied later, so this never fails.
     */
    public Future<Void> applyOwn() {
        return applyNow().recover(late -> {
            log.warn("a committed change is not applied here yet: {}", late.toString());
            return Future.succeededFuture();
        });
    }

    /** Reads now, or once more after the reading in flight, which may have looked too early. */
    private void wake() {
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        List<Promise<Void>> served = waiting;
        waiting = new ArrayList<>();
        read().onComplete(context.promise()).onComplete(done -> {
            reading = false;
            if (done.failed()) {
                log.warn(
                        "the change log could not be applied, will try again: {}",
                        done.cause().toString());
            }
            served.forEach(one -> one.handle(done));
            if (again) {
                wake();
            }
        });
    }

    private Future<Void> read() {
        Instant asOf = clock.instant();
        return pool.preparedQuery(NEWER).execute(Tuple.of(version, BATCH)).compose(rows -> {
            if (rows.size() == 0) {
                caughtUpAt = asOf;
                return Future.succeededFuture();
            }
            List<Change> changes = changes(rows);
            if (changes.get(0).version() != version + 1) {
                return readAnew(changes.get(0).version());
            }
            return apply(changes).compose(done -> {
                version = changes.get(changes.size() - 1).version();
                applied.increment(changes.size());
                if (changes.size() == BATCH) {
                    return read();
                }
                caughtUpAt = asOf;
                return Future.succeededFuture();
            });
        });
    }

    /** This instance has been away for longer than the log is kept: what changed meanwhile is not known one by one. */
    private Future<Void> readAnew(long oldest) {
        log.warn("the change log begins at {}, this instance is at {}: what it keeps is read anew", oldest, version);
        long before = version;
        return open().compose(x -> anew.get()).onFailure(e -> version = before).compose(x -> read());
    }

    private Future<Void> apply(List<Change> changes) {
        List<Future<?>> applying = new ArrayList<>();
        for (Subscription one : subscriptions) {
            applying.add(Future.succeededFuture().compose(x -> one.apply(changes)));
        }
        return Future.join(applying).mapEmpty();
    }

    private static List<Change> changes(RowSet<Row> rows) {
        List<Change> changes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            changes.add(new Change(
                    row.getLong("version"), Change.Kind.valueOf(row.getString("kind")), row.getString("subject")));
        }
        return changes;
    }
}
