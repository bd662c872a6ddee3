package parkgate.occupancy;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/**
 * {@code GET} and {@code POST /v1/places/{placeId}/occupancy}, {@code POST /v1/places/{placeId}/inventory/reset}. An
 * answer's count includes every scan that was answered before the call.
 */
final class OccupancyRoutes {
    private final Scope scope;
    private final Places places;
    private final CountReading reading;
    private final CountChanges changes;
    private final LotsHeard heard;
    private final InstantSource clock;

    OccupancyRoutes(
            Scope scope,
            Places places,
            CountReading reading,
            CountChanges changes,
            LotsHeard heard,
            InstantSource clock) {
        this.scope = scope;
        this.places = places;
        this.reading = reading;
        this.changes = changes;
        this.heard = heard;
        this.clock = clock;
    }

    Future<Reply> get(Call call) {
        String placeId = call.path("placeId");
        scope.require(call.caller(), placeId);
        List<Lot> lots = places.under(placeId)
                .orElseThrow(
                        () -> Problem.notFound("There is no such place, or it is an area: none is counted apart."));
        return occupancy(placeId, lots).map(sum -> Reply.of(200, sum.json()));
    }

    Future<Reply> set(Call call) {
        Lot lot = lot(call);
        return changes.set(lot.id(), call.body().getInteger("set"), byHand(call))
                .compose(durability -> answer(lot, durability));
    }

    Future<Reply> reset(Call call) {
        Lot lot = lot(call);
        return changes.reset(lot.id(), byHand(call)).compose(durability -> answer(lot, durability));
    }

    private Future<Reply> answer(Lot lot, CountChanges.Durability durability) {
        return occupancy(lot.id(), List.of(lot))
                .map(counted -> Reply.of(200, counted.json().put("durability", durability.name())));
    }

    private Future<Occupancy> occupancy(String placeId, List<Lot> lots) {
        return reading.all(lots.stream().map(Lot::id).toList())
                .recover(OccupancyRoutes::notCounted)
                .map(counts -> sum(placeId, lots, counts));
    }

    private Occupancy sum(String placeId, List<Lot> lots, Map<String, LotCount> counts) {
        Instant now = clock.instant();
        List<Occupancy> parts = lots.stream()
                .map(lot -> {
                    LotCount count = counts.get(lot.id());
                    if (count == null) {
                        throw new IllegalStateException("a lot was asked for and not read");
                    }
                    return Occupancy.of(lot, count, heard.of(lot.id(), now.toEpochMilli()));
                })
                .toList();
        return Occupancy.sum(placeId, parts, now);
    }

    private Lot lot(Call call) {
        String lotId = call.path("placeId");
        scope.require(call.caller(), lotId);
        return places.lot(lotId).orElseThrow(() -> Problem.notFound("There is no such lot."));
    }

    /** Its key is made here: an X-Request-Id is the caller's, and may well stand on two requests that mean two things. */
    private static CountChanges.ByHand byHand(Call call) {
        String key = UUID.randomUUID().toString();
        return new CountChanges.ByHand(call.caller().keyId(), call.body().getString("reason", ""), key);
    }

    static <T> Future<T> notCounted(Throwable failure) {
        return Future.failedFuture(
                failure instanceof Problem
                        ? failure
                        : Problem.unavailable("not-counted", "The count cannot be read now", 1));
    }
}
