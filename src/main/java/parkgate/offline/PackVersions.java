package parkgate.offline;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import parkgate.core.access.LotRules;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.SqlFile;

/**
 * Which change of the log a lane's pack last depended on. That number and the key set's version, added, are a pack's version:
 * both only rise, at every instance and through every restart, so that their sum does; and an instance that is behind says a
 * lower number, never the same for less, once the log has come to it. Changes elsewhere leave a lot's packs as they are until
 * the hour: then every instance goes on from where the log stands, so that one that was started late, and says a higher number
 * for the same, does not keep lanes from the packs of the others.
 */
final class PackVersions {
    private static final String PLACES = SqlFile.load("offline/places_of_changed.sql");

    private final Pool pool;
    private final ChangeFeed feed;
    private final InstantSource clock;

    /** By place, lane ({@code lane:} before its id), and for all. */
    private final Map<String, Touched> touched = new ConcurrentHashMap<>();

    private final Touched everywhere;
    private final Touched lanes;
    private volatile long start;
    private long floor;
    private long floorHour;

    PackVersions(Pool pool, ChangeFeed feed, InstantSource clock) {
        this.pool = pool;
        this.feed = feed;
        this.clock = clock;
        this.everywhere = new Touched(feed::version);
        this.lanes = new Touched(feed::version);
    }

    /**
     * The last change of one thing. It counts once the feed is past it, since before that its other subscribers may not have
     * taken it in; the feed hands out the next changes only then.
     */
    private static final class Touched {
        private final LongSupplier applied;
        private long settled;
        private long pending;

        Touched(LongSupplier applied) {
            this.applied = applied;
        }

        synchronized void at(long version) {
            if (pending <= applied.getAsLong()) {
                settled = Math.max(settled, pending);
            }
            pending = Math.max(pending, version);
        }

        synchronized long version() {
            return pending <= applied.getAsLong() ? pending : settled;
        }
    }

    /** Notes where the log stands and follows it; between the feed's {@code open} and its {@code follow}. */
    void load() {
        start = feed.version();
        feed.subscribe(
                Set.of(
                        Change.Kind.RIGHT,
                        Change.Kind.CREDENTIAL,
                        Change.Kind.PLACE,
                        Change.Kind.POOL,
                        Change.Kind.LANE),
                this::apply);
    }

    /** What has changed was read anew and not one by one: all of it counts as changed. */
    void changedAnyhow() {
        start = feed.version();
    }

    private synchronized long floor() {
        long hour = Packs.hour(clock.instant());
        if (hour > floorHour) {
            floorHour = hour;
            floor = feed.version();
        }
        return floor;
    }

    private Future<Void> apply(List<Change> changes) {
        String[] holders = changes.stream()
                .filter(change -> change.kind() == Change.Kind.RIGHT || change.kind() == Change.Kind.CREDENTIAL)
                .map(Change::subject)
                .distinct()
                .toArray(String[]::new);
        for (Change change : changes) {
            switch (change.kind()) {
                case CREDENTIAL -> everywhere.at(change.version());
                case PLACE, POOL -> touch(change.subject(), change.version());
                case LANE -> {
                    touch("lane:" + change.subject(), change.version());
                    lanes.at(change.version());
                }
                default -> {}
            }
        }
        if (holders.length == 0) {
            return Future.succeededFuture();
        }
        long last = changes.get(changes.size() - 1).version();
        return pool.preparedQuery(PLACES)
                .execute(Tuple.tuple().addArrayOfString(holders))
                .map(rows -> {
                    for (Row row : rows) {
                        touch("rights:" + row.getString("place_id"), last);
                    }
                    return null;
                });
    }

    private void touch(String what, long version) {
        touched.computeIfAbsent(what, x -> new Touched(feed::version)).at(version);
    }

    private long of(String what) {
        Touched found = touched.get(what);
        return found == null ? 0 : found.version();
    }

    /** The last change of the rights that count at a lot. */
    long ofRights(LotRules rules) {
        long version = start;
        for (String place : rules.placeIds()) {
            version = Math.max(version, of("rights:" + place));
        }
        return version;
    }

    /** The last change of anything that a lane's pack holds, but the keys. */
    long ofPack(String laneId, LotRules rules) {
        long version = Math.max(ofRights(rules), Math.max(everywhere.version(), of("lane:" + laneId)));
        version = Math.max(version, floor());
        for (String place : rules.placeIds()) {
            version = Math.max(version, of(place));
        }
        return version;
    }

    /** The last change of how credentials stand. */
    long ofCredentials() {
        return Math.max(start, everywhere.version());
    }

    /** The last change of any lane. */
    long ofLanes() {
        return Math.max(start, lanes.version());
    }
}
