package parkgate.figures;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parkgate.postgres.SqlFile;

/** What is known of a lot's health, read from its events and from when its lanes were silent. */
final class PgHealth {
    private static final String EVENTS = SqlFile.load("figures/health.sql");
    private static final String LANES = SqlFile.load("figures/lanes.sql");
    private static final String SILENCES = SqlFile.load("figures/silences.sql");

    private final SqlConnection connection;
    private final String lotId;

    PgHealth(SqlConnection connection, String lotId) {
        this.connection = connection;
        this.lotId = lotId;
    }

    /** What lanes told on one day; seconds are null when they told nothing. */
    record Delay(
            long events,
            @Nullable Double median,
            @Nullable Double p95,
            @Nullable Double longest,
            long late,
            long offline) {
        static final Delay NONE = new Delay(0, null, null, null, 0, 0);
    }

    /** By what the count was found to be wrong on one day. */
    record CountError(long corrections, long corrected, long unmatched, long withoutEntry, long untold) {
        static final CountError NONE = new CountError(0, 0, 0, 0, 0);

        long cars() {
            return corrected + unmatched + withoutEntry + untold;
        }
    }

    record Day(Delay delay, CountError countError) {
        static final Day NONE = new Day(Delay.NONE, CountError.NONE);
    }

    /** @param firstHeard null: nothing was heard of it yet */
    record Lane(String id, @Nullable Instant firstHeard) {}

    /** @param to null: it still is */
    record Silence(String laneId, Instant from, @Nullable Instant to) {}

    /** Days on which there was anything, by their number from 1 on. */
    Future<Map<Integer, Day>> days(Days days) {
        OffsetDateTime[] bounds = days.bounds().stream().map(Days::utc).toArray(OffsetDateTime[]::new);
        return connection
                .preparedQuery(EVENTS)
                .execute(Tuple.of(lotId).addArrayOfOffsetDateTime(bounds))
                .map(rows -> {
                    Map<Integer, Day> found = new TreeMap<>();
                    rows.forEach(row -> found.put(row.getInteger("day"), day(row)));
                    return found;
                });
    }

    private static Day day(Row row) {
        return new Day(
                new Delay(
                        row.getLong("events"),
                        row.getDouble("median"),
                        row.getDouble("p95"),
                        row.getDouble("longest"),
                        row.getLong("late"),
                        row.getLong("offline")),
                new CountError(
                        row.getLong("corrections"),
                        row.getLong("corrected"),
                        row.getLong("unmatched"),
                        row.getLong("without_entry"),
                        row.getLong("untold")));
    }

    Future<List<Lane>> lanes() {
        return connection.preparedQuery(LANES).execute(Tuple.of(lotId)).map(rows -> {
            List<Lane> lanes = new ArrayList<>(rows.size());
            rows.forEach(row -> lanes.add(new Lane(row.getString("lane_id"), moment(row, "first_heard_at"))));
            return lanes;
        });
    }

    Future<List<Silence>> silences(Days days) {
        return connection
                .preparedQuery(SILENCES)
                .execute(Tuple.of(lotId, Days.utc(days.start()), Days.utc(days.end())))
                .map(rows -> {
                    List<Silence> silences = new ArrayList<>(rows.size());
                    rows.forEach(row -> silences.add(new Silence(
                            row.getString("lane_id"),
                            row.getOffsetDateTime("from_at").toInstant(),
                            moment(row, "to_at"))));
                    return silences;
                });
    }

    private static @Nullable Instant moment(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
