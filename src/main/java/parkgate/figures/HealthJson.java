package parkgate.figures;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.figures.PgHealth.Silence;

/** A lot's health as the contract writes it. */
final class HealthJson {
    private final String lotId;
    private final boolean linked;

    /** @param linked whether each figure says where the events behind it are listed */
    HealthJson(String lotId, boolean linked) {
        this.lotId = lotId;
        this.linked = linked;
    }

    JsonObject day(ZonedDateTime start, ZonedDateTime end, PgHealth.Day day, List<LaneTime> lanes) {
        String stretch = "from=" + start.toInstant() + "&to=" + end.toInstant();
        return new JsonObject()
                .put("day", start.toLocalDate().toString())
                .put("start", FiguresJson.local(start))
                .put("end", FiguresJson.local(end))
                .put("delay", delay(day.delay(), stretch))
                .put("countError", countError(day.countError(), stretch))
                .put("lanes", lanes(lanes, stretch));
    }

    private JsonObject delay(PgHealth.Delay delay, String stretch) {
        JsonObject json = new JsonObject()
                .put("events", delay.events())
                .put("medianSeconds", tenths(delay.median()))
                .put("p95Seconds", tenths(delay.p95()))
                .put("maxSeconds", tenths(delay.longest()))
                .put("late", delay.late())
                .put("offline", delay.offline());
        return linked ? json.put("href", history(stretch + "&lateSeconds=60")) : json;
    }

    private JsonObject countError(PgHealth.CountError error, String stretch) {
        JsonObject json = new JsonObject()
                .put("cars", error.cars())
                .put("corrections", error.corrections())
                .put("correctedCars", error.corrected())
                .put("unmatched", error.unmatched())
                .put("exitsWithoutEntry", error.withoutEntry())
                .put("untold", error.untold());
        return linked
                ? json.put(
                        "href",
                        new JsonArray()
                                .add(history(stretch + "&kind=SET"))
                                .add(history(stretch + "&kind=RESET"))
                                .add(history(stretch + "&kind=PASSED&flag=UNMATCHED_PASSAGE"))
                                .add(history(stretch + "&kind=EXIT&flag=NO_OPEN_SESSION"))
                                .add(history(stretch + "&kind=UNTOLD")))
                : json;
    }

    private JsonObject lanes(List<LaneTime> lanes, String stretch) {
        JsonArray each = new JsonArray();
        lanes.forEach(lane -> each.add(lane(lane, stretch)));
        Duration observed = lanes.stream().map(LaneTime::observed).reduce(Duration.ZERO, Duration::plus);
        Duration silent = lanes.stream().map(LaneTime::silent).reduce(Duration.ZERO, Duration::plus);
        return new JsonObject().put("upFraction", upFraction(observed, silent)).put("lanes", each);
    }

    /** Rounded down, so that no day with a silence is whole; of whatever was observed, be it less than a millisecond. */
    static @Nullable Double upFraction(Duration observed, Duration silent) {
        return observed.isZero()
                ? null
                : Math.floor((1 - (double) silent.toNanos() / observed.toNanos()) * 10_000) / 10_000;
    }

    private JsonObject lane(LaneTime lane, String stretch) {
        JsonArray silences = new JsonArray();
        lane.silences().forEach(one -> silences.add(silence(one)));
        JsonObject json = new JsonObject()
                .put("laneId", lane.laneId())
                .put("observedSeconds", lane.observed().toSeconds())
                .put("silentSeconds", lane.silent().toSeconds())
                .put("silences", silences);
        return linked ? json.put("href", history(stretch + "&laneId=" + lane.laneId())) : json;
    }

    private static JsonObject silence(Silence one) {
        Instant to = one.to();
        return new JsonObject().put("from", one.from().toString()).put("to", to == null ? null : to.toString());
    }

    private String history(String query) {
        return "/v1/places/" + lotId + "/history?" + query;
    }

    private static @Nullable Double tenths(@Nullable Double seconds) {
        return seconds == null ? null : Math.round(seconds * 10) / 10.0;
    }
}
