package parkgate.load.baseline;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * What one would write first: the decision as SQL in one transaction, which holds the lot's row from its beginning to its
 * commit, so that no two scans of a lot see the same free space.
 */
final class PlainSql {
    private static final String[] TABLES = {
        "create schema if not exists baseline",
        "create table if not exists baseline.lot (id int primary key, capacity int not null, inside int not null)",
        "create table if not exists baseline.permit (credential text primary key, valid_until timestamptz not null)",
        "create table if not exists baseline.session (id uuid primary key, lot int not null, credential text not null,"
                + " entry_time timestamptz not null, exit_time timestamptz)",
        "create unique index if not exists one_open on baseline.session (credential) where exit_time is null",
        "truncate baseline.session, baseline.permit, baseline.lot"
    };
    private static final String LOCK = "select capacity, inside from baseline.lot where id = $1 for update";
    private static final String PERMIT =
            "select 1 from baseline.permit where credential = $1 and valid_until > clock_timestamp()";
    private static final String OPEN = "select id from baseline.session where credential = $1 and exit_time is null";
    private static final String BEGIN = "insert into baseline.session values ($1, $2, $3, clock_timestamp(), null)";
    private static final String END = "update baseline.session set exit_time = clock_timestamp() where id = $1";
    private static final String COUNT = "update baseline.lot set inside = inside + $2 where id = $1";

    private final Pool pool;

    PlainSql(Pool pool) {
        this.pool = pool;
    }

    /** Fresh tables with these lots and permits. */
    Future<Void> prepare(int lots, String[] credentials) {
        Future<Void> made = Future.succeededFuture();
        for (String statement : TABLES) {
            made = made.compose(x -> pool.query(statement).execute().mapEmpty());
        }
        return made.compose(x -> pool.preparedQuery(
                                "insert into baseline.lot select i, 1000000000, 0 from generate_series(0, $1 - 1) i")
                        .execute(Tuple.of(lots)))
                .compose(x -> pool.preparedQuery(
                                "insert into baseline.permit select c, timestamptz '2100-01-01' from unnest($1::text[]) c")
                        .execute(Tuple.tuple().addValue(credentials)))
                .mapEmpty();
    }

    /** True when it was granted, and stands. */
    Future<Boolean> scan(int lot, String credential, boolean in) {
        return pool.withTransaction(
                connection -> in ? enter(connection, lot, credential) : leave(connection, lot, credential));
    }

    private static Future<Boolean> enter(SqlClient sql, int lot, String credential) {
        return rows(sql, LOCK, Tuple.of(lot)).compose(free -> rows(sql, PERMIT, Tuple.of(credential))
                .compose(permitted -> rows(sql, OPEN, Tuple.of(credential))
                        .compose(open -> free == 0 || permitted == 0 || open > 0
                                ? Future.succeededFuture(false)
                                : rows(sql, BEGIN, Tuple.of(UUID.randomUUID(), lot, credential))
                                        .compose(x -> rows(sql, COUNT, Tuple.of(lot, 1)))
                                        .map(true))));
    }

    private static Future<Boolean> leave(SqlClient sql, int lot, String credential) {
        return rows(sql, LOCK, Tuple.of(lot)).compose(x -> sql.preparedQuery(OPEN)
                .execute(Tuple.of(credential))
                .compose(open -> open.size() == 0
                        ? Future.succeededFuture(false)
                        : rows(sql, END, Tuple.of(open.iterator().next().getUUID(0)))
                                .compose(y -> rows(sql, COUNT, Tuple.of(lot, -1)))
                                .map(true)));
    }

    private static Future<Integer> rows(SqlClient sql, String statement, Tuple arguments) {
        return sql.preparedQuery(statement).execute(arguments).map(rows -> rows.size());
    }
}
