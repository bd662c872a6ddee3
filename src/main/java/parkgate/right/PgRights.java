package parkgate.right;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.access.RightsAtLot;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.postgres.SqlFile;
import parkgate.right.AssignedRight.Terms;

/** Rights in PostgreSQL. Each write records its change in the same transaction. */
final class PgRights {
    private static final String LOCK_ROOT = SqlFile.load("right/lock_root.sql");
    private static final String GIVE = SqlFile.load("right/give.sql");
    private static final String CHANGE = SqlFile.load("right/change.sql");
    private static final String END = SqlFile.load("right/delete.sql");
    private static final String GET = SqlFile.load("right/get.sql");
    private static final String LIST = SqlFile.load("right/list.sql");

    private final Pool pool;

    PgRights(Pool pool) {
        this.pool = pool;
    }

    /** A credential would hold more than {@link RightsAtLot#MAX_RIGHTS} rights that have not ended. */
    static final class TooMany extends RuntimeException {
        TooMany() {
            super("too many rights", null, false, false);
        }
    }

    /** Another credential was issued in place of the one that was named, by somebody whom it does not concern. */
    static final class Replaced extends RuntimeException {
        Replaced() {
            super("replaced", null, false, false);
        }
    }

    /** Whether who asks may be told what replaced a credential. Given what its issuer is bound to; both null: an admin. */
    @FunctionalInterface
    interface MayFollow {
        boolean follow(@Nullable String issuerPlaceId, @Nullable String issuerOperatorId);
    }

    /**
     * Gives a right to whoever heads the credential's chain.
     *
     * @return empty when there is no such credential; fails with {@link TooMany}, {@link Replaced}
     */
    Future<Optional<AssignedRight>> give(
            UUID id, String credentialId, MayFollow mayFollow, String placeId, Terms terms, Instant now, By by) {
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK_ROOT)
                .execute(Tuple.of(credentialId))
                .compose(rows -> {
                    Row named = first(rows);
                    if (named == null) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    if (named.getBoolean("replaced")
                            && !mayFollow.follow(
                                    named.getString("issuer_place_id"), named.getString("issuer_operator_id"))) {
                        throw new Replaced();
                    }
                    return tx.preparedQuery(GIVE)
                            .execute(by.after(Tuple.of(
                                    id,
                                    named.getString("id"),
                                    placeId,
                                    terms.type().name(),
                                    RightRow.time(terms.from()),
                                    RightRow.time(terms.until()),
                                    Recurring.json(terms.windows()),
                                    terms.poolId(),
                                    RightRow.time(now),
                                    RightsAtLot.MAX_RIGHTS,
                                    terms.offline().name())))
                            .map(PgRights::onlyOrTooMany);
                }));
    }

    private static Optional<AssignedRight> onlyOrTooMany(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw new TooMany();
        }
        return only(rows);
    }

    /**
     * Replaces a right's terms.
     *
     * @param right as it was read; it must still have that version
     * @return empty when it has another version, or is gone; fails with {@link TooMany}
     */
    Future<Optional<AssignedRight>> change(AssignedRight right, Terms terms, Instant now, By by) {
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK_ROOT)
                .execute(Tuple.of(right.credentialId()))
                .compose(locked -> tx.preparedQuery(CHANGE)
                        .execute(by.after(Tuple.of(
                                right.id(),
                                right.version(),
                                terms.type().name(),
                                RightRow.time(terms.from()),
                                RightRow.time(terms.until()),
                                Recurring.json(terms.windows()),
                                terms.poolId(),
                                RightRow.time(now),
                                RightsAtLot.MAX_RIGHTS,
                                terms.offline().name()))))
                .map(rows -> {
                    Row row = first(rows);
                    if (row != null && row.getBoolean("too_many")) {
                        throw new TooMany();
                    }
                    return row == null ? Optional.<AssignedRight>empty() : Optional.of(RightRow.assigned(row));
                }));
    }

    /**
     * True when the right was there, and now is not.
     *
     * @param version that it must still have; null: any
     */
    Future<Boolean> delete(UUID id, @Nullable Long version, By by) {
        return pool.preparedQuery(END).execute(by.after(Tuple.of(id, version))).map(rows -> rows.size() > 0);
    }

    Future<Optional<AssignedRight>> get(UUID id) {
        return pool.preparedQuery(GET).execute(Tuple.of(id)).map(PgRights::only);
    }

    /**
     * Rights, newest first.
     *
     * @param credentialId of any of a chain; null: of all
     * @param within only at these places; null: anywhere
     */
    Future<List<AssignedRight>> list(@Nullable String credentialId, @Nullable Collection<String> within, Page page) {
        Cursor after = page.after();
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(
                        credentialId,
                        within == null ? null : within.toArray(String[]::new),
                        after == null ? null : RightRow.time(after.time()),
                        after == null ? null : UUID.fromString(after.id()),
                        page.rows()))
                .map(rows -> {
                    List<AssignedRight> rights = new ArrayList<>(rows.size());
                    rows.forEach(row -> rights.add(RightRow.assigned(row)));
                    return rights;
                });
    }

    private static Optional<AssignedRight> only(RowSet<Row> rows) {
        return Optional.ofNullable(first(rows)).map(RightRow::assigned);
    }

    private static @Nullable Row first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : rows.iterator().next();
    }
}
