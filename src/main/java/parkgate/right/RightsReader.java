package parkgate.right;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parkgate.core.CredentialId;
import parkgate.core.access.LotRules;
import parkgate.core.access.Right;
import parkgate.core.access.RightsAtLot;
import parkgate.postgres.Database;
import parkgate.postgres.SqlFile;

/**
 * Reads a credential's rights at one lot from PostgreSQL, for a scan that found none cached, or only old ones. Scans that
 * ask the same at the same time share one reading. It has connections of its own, so that no list of an operator's page
 * makes a scan wait.
 */
public final class RightsReader {
    /** Readings in flight; one more fails at once. */
    static final int MAX_READINGS = 1_000;

    /** Gives up on PostgreSQL after so long, milliseconds. */
    static final long READ_MS = 2_000;

    private static final int CONNECTIONS = 4;
    private static final String AT_LOT = SqlFile.load("right/at_lot.sql");

    private final VertxInternal vertx;
    private final Pool pool;
    private final RecentRights recent;
    private final InstantSource clock;
    private final Timer time;
    private final Counter shared;
    private final Map<Reading, Future<RightsAtLot>> readings = new ConcurrentHashMap<>();

    public RightsReader(
            Vertx vertx, Database database, RecentRights recent, InstantSource clock, MeterRegistry metrics) {
        this.vertx = (VertxInternal) vertx;
        this.pool = database.pool("rights", CONNECTIONS);
        this.recent = recent;
        this.clock = clock;
        this.time = Timer.builder("parkgate_rights_read_seconds")
                .description("Reading one credential's rights at one lot from PostgreSQL")
                .publishPercentileHistogram()
                .register(metrics);
        this.shared = Counter.builder("parkgate_rights_read_shared")
                .description("Scans that shared another's reading of rights")
                .register(metrics);
        Gauge.builder("parkgate_rights_readings", readings, Map::size)
                .description("Readings of rights in flight")
                .register(metrics);
    }

    /**
     * What is being read. A reading that began before this instance learned of a newer change has a lower {@code minVersion}
     * and is not shared with who learned of it.
     */
    private record Reading(CredentialId credential, List<String> placeIds, long minVersion) {}

    /**
     * Reads one credential's rights that name the lot or a place it lies in, as of one moment not before this instance's
     * newest known change to them. Fails when PostgreSQL does not answer within {@value #READ_MS} ms, or too many readings
     * wait already; completes on the caller's context.
     *
     * @param credential any of a chain
     */
    public Future<RightsAtLot> read(CredentialId credential, LotRules lot) {
        Reading reading = new Reading(credential, lot.placeIds(), recent.minVersion(credential));
        Promise<RightsAtLot> answer = vertx.getOrCreateContext().promise();
        Future<RightsAtLot> running = readings.get(reading);
        if (running != null) {
            shared.increment();
        } else if (readings.size() >= MAX_READINGS) {
            return Future.failedFuture(new TimeoutException("too many readings of rights"));
        } else {
            running = start(reading);
        }
        running.onComplete(answer);
        return answer.future();
    }

    private Future<RightsAtLot> start(Reading reading) {
        Promise<RightsAtLot> done = Promise.promise();
        Future<RightsAtLot> other = readings.putIfAbsent(reading, done.future());
        if (other != null) {
            return other;
        }
        Timer.Sample sample = Timer.start();
        pool.preparedQuery(AT_LOT)
                .execute(Tuple.of(
                        reading.credential().text(),
                        reading.placeIds().toArray(String[]::new),
                        RightRow.time(clock.instant()),
                        RightsAtLot.MAX_RIGHTS))
                .map(rows -> rights(reading.credential(), rows))
                .timeout(READ_MS, TimeUnit.MILLISECONDS)
                .onComplete(read -> {
                    sample.stop(time);
                    readings.remove(reading);
                    done.handle(read);
                });
        return done.future();
    }

    private static RightsAtLot rights(CredentialId asked, RowSet<Row> rows) {
        Row first = rows.iterator().next();
        String root = first.getString("root_id");
        List<Right> rights = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Right right = RightRow.atLot(row);
            if (right != null) {
                rights.add(right);
            }
        }
        return new RightsAtLot(
                first.getLong("head"), root != null, root == null ? asked : new CredentialId(root), rights);
    }
}
