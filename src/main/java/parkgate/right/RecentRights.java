package parkgate.right;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import parkgate.core.CredentialId;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.postgres.SqlFile;

/**
 * For each credential the version of the last change to it or its rights, so that a cached copy that is older is known to
 * be old. Only the newest {@value #MAX_RECENT} are remembered; of all others it is only known that nothing changed since
 * the floor, and copies from below the floor are read again. Answers at once; any thread may ask.
 */
public final class RecentRights {
    /** Credentials remembered: some 15 MB. */
    public static final int MAX_RECENT = 100_000;

    private static final String RECENT = SqlFile.load("right/recent.sql");

    private final Database database;
    private final ChangeFeed feed;
    private final int most;
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final TreeMap<Long, String> byVersion = new TreeMap<>();
    private volatile long floor;

    public RecentRights(Database database, ChangeFeed feed, MeterRegistry metrics) {
        this(database, feed, metrics, MAX_RECENT);
    }

    RecentRights(Database database, ChangeFeed feed, MeterRegistry metrics, int most) {
        this.database = database;
        this.feed = feed;
        this.most = most;
        Gauge.builder("parkgate_rights_recent", newest, Map::size)
                .description("Credentials whose last change this instance remembers")
                .register(metrics);
        Gauge.builder("parkgate_rights_recent_floor", this, recent -> recent.floor)
                .description("Cached rights below this version are read again")
                .register(metrics);
    }

    /** Reads the newest changes, and has the feed keep them. Call it after {@link ChangeFeed#open}, once. */
    public Future<Void> load() {
        feed.subscribe(Set.of(Change.Kind.RIGHT, Change.Kind.CREDENTIAL), changes -> {
            changes.forEach(change -> changed(change.subject(), change.version()));
            return Future.succeededFuture();
        });
        return database.pool()
                .preparedQuery(RECENT)
                .execute(Tuple.of(most))
                .onSuccess(rows -> {
                    List<Row> oldestFirst = new ArrayList<>(rows.size());
                    rows.forEach(oldestFirst::add);
                    Collections.reverse(oldestFirst);
                    if (oldestFirst.size() == most) {
                        floor = oldestFirst.get(0).getLong("version") - 1;
                    }
                    oldestFirst.forEach(row -> changed(row.getString("subject"), row.getLong("version")));
                })
                .mapEmpty();
    }

    /** Notes a change. Repeating it, or an older one after a newer one, does no harm. */
    synchronized void changed(String subject, long version) {
        Long before = newest.get(subject);
        if (before != null && before >= version) {
            return;
        }
        newest.put(subject, version);
        byVersion.put(version, subject);
        if (before != null) {
            byVersion.remove(before);
        }
        while (byVersion.size() > most) {
            Map.Entry<Long, String> oldest = byVersion.firstEntry();
            // The floor first: who no longer finds the credential must find the floor above its last change.
            floor = Math.max(floor, oldest.getKey());
            newest.remove(oldest.getValue());
            byVersion.remove(oldest.getKey());
        }
    }

    /**
     * The lowest {@link parkgate.core.access.RightsAtLot#version} that a cached copy must carry to hold every change known
     * here.
     *
     * @param credential the first of its chain, where that is known: a change of rights is noted under it
     */
    public long minVersion(CredentialId credential) {
        Long known = newest.get(credential.text());
        return known == null ? floor : known;
    }
}
