package parkgate.figures;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.http.TimeZoneName;

/** Figures as the contract writes them. */
final class FiguresJson {
    private FiguresJson() {}

    static JsonObject of(Counted place, Days days, Figures figures, Instant now) {
        JsonArray hours = new JsonArray();
        figures.hours()
                .forEach(hour -> hours.add(new JsonObject()
                        .put("start", local(hour.start()))
                        .put("entries", hour.entries())
                        .put("exits", hour.exits())
                        .put("refusals", hour.refusals())));
        JsonArray occupancy = new JsonArray();
        figures.occupancy()
                .forEach(point -> occupancy.add(new JsonObject()
                        .put("at", local(point.at()))
                        .put("currentCount", point.count())
                        .put("lastWeek", point.lastWeek())));
        JsonArray refusals = new JsonArray();
        figures.refusals()
                .forEach(one -> refusals.add(
                        new JsonObject().put("reason", one.reason()).put("count", one.count())));
        return head(place, days, now)
                .put("lots", place.lotIds().size())
                .put("capacity", place.capacity())
                .put("hours", hours)
                .put("occupancy", occupancy)
                .put("stays", stays(figures.stays()))
                .put("refusals", refusals);
    }

    static JsonObject head(Counted place, Days days, Instant now) {
        return new JsonObject()
                .put("placeId", place.placeId())
                .put("name", place.name())
                .put("timeZone", TimeZoneName.of(days.zone()))
                .put("from", days.from().toString())
                .put("to", days.to().toString())
                .put("computedAt", now.toString());
    }

    private static JsonObject stays(PgFigures.Stays stays) {
        JsonArray buckets = new JsonArray();
        List<Long> from = PgFigures.STAYS_FROM;
        for (int n = 0; n < from.size(); n++) {
            buckets.add(new JsonObject()
                    .put("fromSeconds", from.get(n))
                    .put("toSeconds", until(n))
                    .put("count", stays.counts().get(n)));
        }
        Double median = stays.medianSeconds();
        return new JsonObject()
                .put("count", stays.all())
                .put("medianSeconds", median == null ? null : Math.round(median))
                .put("buckets", buckets);
    }

    /** Where a bucket of stays ends, seconds; null: nowhere. */
    static @Nullable Long until(int bucket) {
        return bucket + 1 < PgFigures.STAYS_FROM.size() ? PgFigures.STAYS_FROM.get(bucket + 1) : null;
    }

    /** RFC 3339, with the place's offset from UTC. */
    static String local(ZonedDateTime moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);
    }
}
