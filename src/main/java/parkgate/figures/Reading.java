package parkgate.figures;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import parkgate.http.Problem;

/**
 * Long readings, a few at a time on connections of their own: whoever scans or lists does not wait behind them. Each sees one
 * moment, changes nothing, and PostgreSQL itself gives it up when it takes too long.
 */
final class Reading {
    /** In PostgreSQL at the same time. */
    static final int CONNECTIONS = 2;

    /** Read or waited for at the same time; one more is told to come again. */
    static final int MOST = 16;

    /** The same of those who come without a key: they leave room for those who work here. */
    static final int MOST_OF_ANYONE = 4;

    private static final String BOUNDED =
            "set transaction isolation level repeatable read, read only; set local statement_timeout = '7s'";

    private final Pool pool;
    private final AtomicInteger under = new AtomicInteger();
    private final AtomicInteger underOfAnyone = new AtomicInteger();

    /** @param pool with {@value #CONNECTIONS} connections, of the primary */
    Reading(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        Gauge.builder("parkgate_figures_under_way", under, AtomicInteger::get)
                .description("Figures that are being read, at most " + MOST)
                .register(metrics);
    }

    /** What {@code work} reads; fails with 503 where too many are read already. */
    <T> Future<T> of(Function<SqlConnection, Future<T>> work) {
        if (under.incrementAndGet() > MOST) {
            under.decrementAndGet();
            return Future.failedFuture(busy());
        }
        return pool.withTransaction(
                        connection -> connection.query(BOUNDED).execute().compose(x -> work.apply(connection)))
                .onComplete(x -> under.decrementAndGet());
    }

    /** The same for who has no key. */
    <T> Future<T> ofAnyone(Function<SqlConnection, Future<T>> work) {
        if (underOfAnyone.incrementAndGet() > MOST_OF_ANYONE) {
            underOfAnyone.decrementAndGet();
            return Future.failedFuture(busy());
        }
        return of(work).onComplete(x -> underOfAnyone.decrementAndGet());
    }

    private static Problem busy() {
        return Problem.unavailable("figures-busy", "Too many figures are being counted just now", 2);
    }
}
