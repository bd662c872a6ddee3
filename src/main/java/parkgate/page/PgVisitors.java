package parkgate.page;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem;
import parkgate.postgres.SqlFile;

/** What drivers gave visitors, in PostgreSQL; there it ends with the giver's right. */
public final class PgVisitors {
    /** Visitors' rights of one giver that are not over. */
    static final int MOST_AT_ONCE = 3;

    /** That one giver may give within 24 hours, taken back ones too. */
    static final int MOST_IN_A_DAY = 20;

    private static final String MAY = SqlFile.load("visitor/may.sql");
    private static final String LOCK = SqlFile.load("visitor/lock.sql");
    private static final String CHANGE = SqlFile.load("visitor/change.sql");
    private static final String GIVE = SqlFile.load("visitor/give.sql");
    private static final String GET = SqlFile.load("visitor/get.sql");
    private static final String LIST = SqlFile.load("visitor/list.sql");
    private static final String END = SqlFile.load("visitor/end.sql");

    private final Pool pool;

    public PgVisitors(Pool pool) {
        this.pool = pool;
    }

    /** What is asked for. */
    record Wish(UUID id, String giverRoot, String placeId, Instant now, Instant until) {}

    /** The right that allows it, and under what the giver's credential was issued. */
    record Allowed(
            UUID rightId,
            @Nullable String issuerPlaceId,
            @Nullable String issuerOperatorId) {}

    /** Whether it may be given now; fails with {@link Problem} 409. */
    Future<Allowed> may(Wish wish) {
        return may(pool, wish);
    }

    private static Future<Allowed> may(SqlClient client, Wish wish) {
        return client.preparedQuery(MAY)
                .execute(Tuple.of(wish.giverRoot(), wish.placeId(), time(wish.now()), time(wish.until())))
                .map(rows -> allowed(rows.iterator().next()));
    }

    private static Allowed allowed(Row row) {
        UUID rightId = row.getUUID("right_id");
        if (rightId == null) {
            throw noRight();
        }
        if (row.getLong("at_once") >= MOST_AT_ONCE || row.getLong("in_a_day") >= MOST_IN_A_DAY) {
            throw Problem.conflict("too-many-visitors", "As many codes for visitors were given as may")
                    .detail("At most " + MOST_AT_ONCE + " at once and " + MOST_IN_A_DAY
                            + " within 24 hours; take one back, or wait for its end.");
        }
        return new Allowed(rightId, row.getString("issuer_place_id"), row.getString("issuer_operator_id"));
    }

    static Problem noRight() {
        return Problem.conflict("no-visitor-right", "No right of this credential lets a visitor in")
                .detail("It takes a PERMIT or RESERVATION for this place that is valid now and lasts as long.");
    }

    /** Gives it to a credential that is there for it; fails with {@link Problem} 409, or on {@code visitor_pkey}. */
    Future<Visitor> give(Wish wish, String credentialId, UUID rightId) {
        // The giver's credential, the change log, rights: everybody locks in this order.
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK)
                        .execute(Tuple.of(wish.giverRoot()))
                        .compose(locked -> tx.preparedQuery(CHANGE).execute(Tuple.of(credentialId)))
                        .compose(changed -> may(tx, wish).compose(allowed -> tx.preparedQuery(GIVE)
                                .execute(Tuple.of(
                                                wish.id(),
                                                wish.giverRoot(),
                                                allowed.rightId(),
                                                wish.placeId(),
                                                credentialId)
                                        .addValue(rightId)
                                        .addValue(time(wish.now()))
                                        .addValue(time(wish.until()))
                                        .addValue(changed.iterator().next().getLong("version"))))))
                .compose(given -> get(wish.id()))
                .map(Optional::orElseThrow);
    }

    Future<Optional<Visitor>> get(UUID id) {
        return pool.preparedQuery(GET).execute(Tuple.of(id)).map(rows -> all(rows).stream()
                .findFirst());
    }

    /** Those of a giver that are not over. */
    Future<List<Visitor>> list(String giverRoot, Instant now) {
        return pool.preparedQuery(LIST).execute(Tuple.of(giverRoot, time(now))).map(PgVisitors::all);
    }

    /** Ends one; again nothing happens. */
    Future<Void> end(UUID id) {
        return pool.preparedQuery(END).execute(Tuple.of(id)).mapEmpty();
    }

    private static List<Visitor> all(RowSet<Row> rows) {
        return rows.stream().map(Visitor::of).toList();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
