package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Reply;
import parkgate.postgres.SqlFile;

/** {@code GET /v1/messages/figures}: for everyone, how many wait, how long, and how fast public lots answer. */
final class OpenFigures {
    private static final String FIGURES = SqlFile.load("message/figures.sql");
    private static final int DAYS = 30;

    /** So old an answer may be: whoever asks, PostgreSQL counts this often. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final Pool pool;
    private final Lots lots;
    private final InstantSource clock;
    private @Nullable Future<JsonObject> counted;
    private Instant countedAt = Instant.MIN;

    OpenFigures(Pool pool, Lots lots, InstantSource clock) {
        this.pool = pool;
        this.lots = lots;
        this.clock = clock;
    }

    Future<Reply> figures(Call call) {
        Instant now = clock.instant();
        Future<JsonObject> kept = counted;
        if (kept == null || kept.failed() || now.isAfter(countedAt.plus(KEPT))) {
            kept = count(now);
            counted = kept;
            countedAt = now;
        }
        return kept.map(json -> Reply.of(200, json.copy()).with("Cache-Control", "public, max-age=60"));
    }

    private Future<JsonObject> count(Instant now) {
        Map<String, String> names = lots.open();
        return pool.preparedQuery(FIGURES)
                .execute(Tuple.tuple()
                        .addArrayOfString(names.keySet().toArray(String[]::new))
                        .addOffsetDateTime(now.minus(Duration.ofDays(DAYS)).atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Map<String, Row> byLot = new HashMap<>();
                    rows.forEach(row -> byLot.put(row.getString("place_id"), row));
                    JsonArray items = new JsonArray();
                    names.entrySet().stream()
                            .sorted(Map.Entry.<String, String>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                            .forEach(lot -> items.add(item(lot.getKey(), lot.getValue(), byLot.get(lot.getKey()))));
                    return new JsonObject()
                            .put("items", items)
                            .put("days", DAYS)
                            .put("updatedAt", now.toString());
                });
    }

    private static JsonObject item(String lotId, String name, @Nullable Row row) {
        Double median = row == null ? null : row.getDouble("median_s");
        return new JsonObject()
                .put("placeId", lotId)
                .put("name", name)
                .put("open", row == null ? 0L : row.getLong("open"))
                .put("oldest", row == null ? null : MessageList.time(row.getOffsetDateTime("oldest")))
                .put("answered", row == null ? 0L : row.getLong("answered"))
                .put("medianSecondsToAnswer", median == null ? null : Math.round(median));
    }
}
