package parkgate.place;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.postgres.SqlFile;

/** Places, lanes and pools in PostgreSQL. Each write records its change in the same statement. */
final class PgPlaces {
    /** How long a few places are waited for, milliseconds: a scan may be waiting behind them. */
    private static final long LOOK_MS = 2_000;

    private static final String PUT_PLACE = SqlFile.load("place/put_place.sql");
    private static final String PUT_LANE = SqlFile.load("place/put_lane.sql");
    private static final String PUT_POOL = SqlFile.load("place/put_pool.sql");
    private static final String PLACES = SqlFile.load("place/places.sql");
    private static final String LANES = SqlFile.load("place/lanes.sql");

    private final Pool pool;

    PgPlaces(Pool pool) {
        this.pool = pool;
    }

    /** What became of a write that makes or replaces. */
    enum Put {
        MADE,
        REPLACED,
        /** The id is another thing's: a place of another type or parent, a lane of another lot. Nothing is changed. */
        TAKEN
    }

    Future<Put> putPlace(Place place, By by) {
        return put(PUT_PLACE, by.after(PlaceRows.arguments(place)));
    }

    Future<Put> putLane(Lane lane, @Nullable String fromArea, @Nullable String toArea, By by) {
        return put(
                PUT_LANE,
                by.after(Tuple.of(
                        lane.id(), lane.lotId(), lane.direction().name(), fromArea, toArea, lane.confirmPassage())));
    }

    /** {@link Put#TAKEN} when the lot is none. */
    Future<Put> putPool(String lotId, LotRules.Pool pool, By by) {
        return put(
                PUT_POOL,
                by.after(Tuple.of(lotId, pool.id(), pool.spaces(), pool.policy().name())));
    }

    private Future<Put> put(String statement, Tuple arguments) {
        return pool.preparedQuery(statement).execute(arguments).map(rows -> {
            if (rows.size() == 0) {
                return Put.TAKEN;
            }
            return rows.iterator().next().getBoolean("made") ? Put.MADE : Put.REPLACED;
        });
    }

    /**
     * All places, parents first; when {@code ids} is not null only those named, what they lie in, and the lots that lie in
     * them, all of one moment.
     */
    Future<List<Place>> places(@Nullable Collection<String> ids) {
        return read(PLACES, ids, PlaceRows::place);
    }

    /** All lanes; of those named only, when {@code ids} is not null. */
    Future<List<Lane>> lanes(@Nullable Collection<String> ids) {
        return read(LANES, ids, PlaceRows::lane);
    }

    private <T> Future<List<T>> read(String statement, @Nullable Collection<String> ids, Function<Row, T> as) {
        String[] named = ids == null ? null : ids.toArray(String[]::new);
        Future<RowSet<Row>> rows = pool.preparedQuery(statement).execute(Tuple.of(named));
        return (named == null ? rows : rows.timeout(LOOK_MS, TimeUnit.MILLISECONDS)).map(found -> {
            List<T> read = new ArrayList<>(found.size());
            found.forEach(row -> read.add(as.apply(row)));
            return read;
        });
    }
}
