package parkgate.figures;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parkgate.postgres.SqlFile;

/** Figures of some lots, read from their events. */
final class PgFigures {
    /** Where the buckets of stays begin, seconds. */
    static final List<Long> STAYS_FROM = List.of(0L, 900L, 1_800L, 3_600L, 7_200L, 14_400L, 28_800L, 43_200L, 86_400L);

    private static final String MOVES = SqlFile.load("figures/moves.sql");
    private static final String COUNTS = SqlFile.load("figures/counts.sql");
    private static final String STAYS = SqlFile.load("figures/stays.sql");
    private static final String REFUSALS = SqlFile.load("figures/refusals.sql");

    private final SqlConnection connection;
    private final String[] lots;

    PgFigures(SqlConnection connection, List<String> lots) {
        this.connection = connection;
        this.lots = lots.toArray(String[]::new);
    }

    /** Cars that came and went in one quarter of an hour. */
    record Moved(long entries, long exits) {}

    /**
     * How a count went.
     *
     * @param before what was inside at the start; null: nothing is known from before
     * @param changes by quarters of an hour since 1970
     */
    record Course(@Nullable Long before, TreeMap<Long, Long> changes) {}

    /** @param counts by the buckets of {@link #STAYS_FROM} */
    record Stays(List<Long> counts, @Nullable Double medianSeconds) {
        long all() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Refusals for one reason in one quarter of an hour. */
    record Refused(long quarter, String reason, long count) {}

    Future<Map<Long, Moved>> moves(Days days) {
        return read(MOVES, days).map(rows -> {
            Map<Long, Moved> moves = new TreeMap<>();
            rows.forEach(
                    row -> moves.put(row.getLong("quarter"), new Moved(row.getLong("entries"), row.getLong("exits"))));
            return moves;
        });
    }

    Future<Course> counts(Days days) {
        return read(COUNTS, days).map(rows -> {
            Long before = null;
            TreeMap<Long, Long> changes = new TreeMap<>();
            for (Row row : rows) {
                Long quarter = row.getLong("quarter");
                if (quarter == null) {
                    before = row.getLong("change");
                } else {
                    changes.put(quarter, row.getLong("change"));
                }
            }
            return new Course(before, changes);
        });
    }

    Future<Stays> stays(Days days) {
        Tuple arguments = arguments(days).addArrayOfLong(STAYS_FROM.toArray(Long[]::new));
        return connection.preparedQuery(STAYS).execute(arguments).map(rows -> {
            Long[] counts = new Long[STAYS_FROM.size()];
            Arrays.fill(counts, 0L);
            Double median = null;
            for (Row row : rows) {
                Integer bucket = row.getInteger("bucket");
                if (bucket == null) {
                    median = row.getDouble("median");
                } else {
                    counts[bucket - 1] = row.getLong("stays");
                }
            }
            return new Stays(List.of(counts), median);
        });
    }

    Future<List<Refused>> refusals(Days days) {
        return read(REFUSALS, days).map(rows -> {
            List<Refused> refused = new ArrayList<>(rows.size());
            rows.forEach(row ->
                    refused.add(new Refused(row.getLong("quarter"), row.getString("reason"), row.getLong("refusals"))));
            return refused;
        });
    }

    private Future<RowSet<Row>> read(String sql, Days days) {
        return connection.preparedQuery(sql).execute(arguments(days));
    }

    private Tuple arguments(Days days) {
        return Tuple.tuple()
                .addArrayOfString(lots)
                .addOffsetDateTime(Days.utc(days.start()))
                .addOffsetDateTime(Days.utc(days.end()));
    }
}
