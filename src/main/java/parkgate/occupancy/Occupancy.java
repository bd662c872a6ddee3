package parkgate.occupancy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How full a lot is, or a place with lots in it; a parent is the sum of its lots in every number.
 *
 * @param capacity spaces; null when it, or one of its lots, is not limited
 * @param currentCount cars inside, 0 or more
 * @param adjustment cars counted without a session; may be negative
 * @param available spaces left, 0 or more; null when the capacity is
 * @param updatedAt of the last change of one of these numbers; of a place without lots when it was asked for
 * @param lots how many report
 * @param silent how many of them were not heard for {@link LotsHeard#SILENT_AFTER}; their last count stays in the sum
 * @param quiet how many of the silent ones never promised to be heard: {@link Hearing#QUIET}
 */
record Occupancy(
        String placeId,
        @Nullable Long capacity,
        long currentCount,
        long adjustment,
        @Nullable Long available,
        Calculation calculation,
        Instant updatedAt,
        int lots,
        int silent,
        int quiet) {

    /** Held back for those who have booked: none can be booked yet. */
    private static final long RESERVED = 0;

    /** How a count came about (APDS, calculation). */
    enum Calculation {
        /** Every car in it was counted in by a session. */
        COUNTED,
        /** A part of it has no session: set by hand, or passages that nobody granted. */
        DERIVED
    }

    static Occupancy of(Lot lot, LotCount count, Hearing hearing) {
        Integer capacity = lot.capacity();
        return new Occupancy(
                lot.id(),
                capacity == null ? null : Long.valueOf(capacity),
                count.currentCount(),
                count.adjustment(),
                capacity == null ? null : Math.max(0, (long) capacity - count.currentCount() - RESERVED),
                count.adjustment() == 0 ? Calculation.COUNTED : Calculation.DERIVED,
                Instant.ofEpochMilli(count.updatedAtMs()),
                1,
                hearing == Hearing.HEARD ? 0 : 1,
                hearing == Hearing.QUIET ? 1 : 0);
    }

    /** @param now stands in when there is nothing to add up, which is true now */
    static Occupancy sum(String placeId, List<Occupancy> parts, Instant now) {
        boolean unlimited = parts.stream().anyMatch(part -> part.capacity() == null);
        boolean derived = parts.stream().anyMatch(part -> part.calculation() == Calculation.DERIVED);
        return new Occupancy(
                placeId,
                unlimited
                        ? null
                        : parts.stream()
                                .map(Occupancy::capacity)
                                .mapToLong(Objects::requireNonNull)
                                .sum(),
                parts.stream().mapToLong(Occupancy::currentCount).sum(),
                parts.stream().mapToLong(Occupancy::adjustment).sum(),
                unlimited
                        ? null
                        : parts.stream()
                                .map(Occupancy::available)
                                .mapToLong(Objects::requireNonNull)
                                .sum(),
                derived ? Calculation.DERIVED : Calculation.COUNTED,
                parts.stream().map(Occupancy::updatedAt).max(Instant::compareTo).orElse(now),
                parts.stream().mapToInt(Occupancy::lots).sum(),
                parts.stream().mapToInt(Occupancy::silent).sum(),
                parts.stream().mapToInt(Occupancy::quiet).sum());
    }

    /** As the contract writes it. Counting zones inside a lot are not counted apart: {@code areas} is empty. */
    JsonObject json() {
        return new JsonObject()
                .put("placeId", placeId)
                .put("capacity", capacity)
                .put("currentCount", currentCount)
                .put("reserved", RESERVED)
                .put("adjustment", adjustment)
                .put("available", available)
                .put("calculation", calculation.name())
                .put("updatedAt", updatedAt.toString())
                .put("areas", new JsonArray())
                .put(
                        "reporting",
                        new JsonObject().put("lots", lots).put("silent", silent).put("quiet", quiet));
    }
}
