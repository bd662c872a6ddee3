package parkgate.occupancy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.Location;
import parkgate.http.Call;
import parkgate.http.Reply;

/**
 * {@code GET /v1/availability}: free spaces of the public lots, for anyone. Whoever asks within a second gets the same
 * reading, so that strangers cost no more than one reading a second.
 */
final class AvailabilityRoute {
    /** How old an answer may be, milliseconds. */
    static final long FRESH_MS = 1_000;

    private final Places places;
    private final CountReading reading;
    private final LotsHeard heard;
    private final InstantSource clock;
    private @Nullable Future<Reply> answer;
    private long askedAtMs;

    AvailabilityRoute(Places places, CountReading reading, LotsHeard heard, InstantSource clock) {
        this.places = places;
        this.reading = reading;
        this.heard = heard;
        this.clock = clock;
    }

    synchronized Future<Reply> list(Call call) {
        long nowMs = clock.millis();
        Future<Reply> present = answer;
        if (present == null || present.failed() || nowMs - askedAtMs >= FRESH_MS || nowMs < askedAtMs) {
            askedAtMs = nowMs;
            present = read(nowMs);
            answer = present;
        }
        return present;
    }

    private Future<Reply> read(long nowMs) {
        List<Lot> lots = places.all().stream().filter(Lot::isPublic).toList();
        return reading.all(lots.stream().map(Lot::id).toList())
                .recover(OccupancyRoutes::notCounted)
                .map(counts -> Reply.of(
                                200,
                                new JsonObject()
                                        .put("asOf", Instant.ofEpochMilli(nowMs).toString())
                                        .put("items", items(lots, counts, nowMs)))
                        .with("Cache-Control", "public, max-age=1"));
    }

    private JsonArray items(List<Lot> lots, Map<String, LotCount> counts, long nowMs) {
        JsonArray items = new JsonArray();
        for (Lot lot : lots) {
            LotCount count = counts.get(lot.id());
            if (count != null) {
                items.add(item(lot, Occupancy.of(lot, count, heard.of(lot.id(), nowMs))));
            }
        }
        return items;
    }

    private static JsonObject item(Lot lot, Occupancy occupancy) {
        JsonArray within = new JsonArray();
        lot.within()
                .forEach(place -> within.add(new JsonObject()
                        .put("placeId", place.id())
                        .put("type", place.type())
                        .put("name", place.name())));
        return new JsonObject()
                .put("placeId", lot.id())
                .put("name", lot.name())
                .put("capacity", occupancy.capacity())
                .put("available", occupancy.available())
                .put("status", lot.status())
                .put("updatedAt", occupancy.updatedAt().toString())
                .put("calculation", occupancy.calculation().name())
                .put("silent", occupancy.silent() > 0)
                .put("location", where(lot.location()))
                .put("quiet", occupancy.quiet() > 0)
                .put("within", within);
    }

    private static @Nullable JsonObject where(@Nullable Location location) {
        return location == null
                ? null
                : new JsonObject().put("latitude", location.latitude()).put("longitude", location.longitude());
    }
}
