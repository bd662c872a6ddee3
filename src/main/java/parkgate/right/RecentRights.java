package parkgate.right;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import parkgate.core.CredentialId;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.postgres.SqlFile;

/**
 * Tells whether a cached copy of a credential's rights is old, from what this instance knows of the change log: at most
 * one second late, at once for its own changes. Answers from memory; any thread may ask.
 */
public final class RecentRights {
    /** Changed credentials remembered: some 15 MB. */
    public static final int MAX_RECENT = 100_000;

    private static final String RECENT = SqlFile.load("right/recent.sql");

    private static final String GONE = SqlFile.load("right/gone.sql");

    private final Database database;
    private final ChangeFeed feed;
    private final RecentChanges changes = new RecentChanges(MAX_RECENT);

    public RecentRights(Database database, ChangeFeed feed, MeterRegistry metrics) {
        this.database = database;
        this.feed = feed;
        Gauge.builder("parkgate_rights_recent", changes, RecentChanges::size)
                .description("Credentials whose last change this instance remembers")
                .register(metrics);
        Gauge.builder("parkgate_rights_recent_floor", changes, RecentChanges::floor)
                .description("Cached rights below this version are read again")
                .register(metrics);
    }

    /** Reads the newest changes, and has the feed keep them. Call it after {@link ChangeFeed#open}, once. */
    public Future<Void> load() {
        feed.subscribe(Set.of(Change.Kind.RIGHT, Change.Kind.CREDENTIAL), newer -> {
            newer.forEach(change -> changes.changed(change.subject(), change.version()));
            return Future.succeededFuture();
        });
        return read();
    }

    /** Reads the newest changes again, for an instance that has been away for long. */
    public Future<Void> read() {
        return database.pool()
                .preparedQuery(RECENT)
                .execute(Tuple.of(MAX_RECENT))
                .onSuccess(this::load)
                // After it: what is cut off in between is then known to be gone.
                .compose(x -> database.pool().preparedQuery(GONE).execute())
                .onSuccess(rows -> changes.forgetUpTo(rows.iterator().next().getLong("version")))
                .mapEmpty();
    }

    private void load(RowSet<Row> newestFirst) {
        List<Row> oldestFirst = new ArrayList<>(newestFirst.size());
        newestFirst.forEach(oldestFirst::add);
        Collections.reverse(oldestFirst);
        if (oldestFirst.size() == MAX_RECENT) {
            changes.forgetUpTo(oldestFirst.get(0).getLong("version") - 1);
        }
        oldestFirst.forEach(row -> changes.changed(row.getString("subject"), row.getLong("version")));
    }

    /**
     * The lowest {@link parkgate.core.access.RightsAtLot#version} that a cached copy must carry to hold every change known
     * here.
     *
     * @param credential the first of its chain, where that is known: a change of rights is noted under it
     */
    public long minVersion(CredentialId credential) {
        return changes.minVersion(credential);
    }
}
