package parkgate.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.figures.PgHealth.Lane;
import parkgate.figures.PgHealth.Silence;

/**
 * How long a lane was there on one day, of the time in which it was known.
 *
 * @param observed from the day's start, or the lane's first sign of life, to the day's end, or now
 * @param silent of that; never more
 * @param silences those that touch it, as they are
 */
record LaneTime(String laneId, Duration observed, Duration silent, List<Silence> silences) {
    static LaneTime of(Lane lane, List<Silence> all, Instant start, Instant end, Instant now) {
        Instant first = lane.firstHeard();
        Instant until = earlier(end, now);
        if (first == null || !first.isBefore(until) || !start.isBefore(until)) {
            return new LaneTime(lane.id(), Duration.ZERO, Duration.ZERO, List.of());
        }
        Instant since = first.isAfter(start) ? first : start;
        Duration silent = Duration.ZERO;
        List<Silence> touching = new ArrayList<>();
        for (Silence one : all) {
            Instant from = one.from().isAfter(since) ? one.from() : since;
            Instant to = earlier(one.to(), until);
            if (one.laneId().equals(lane.id()) && from.isBefore(to)) {
                silent = silent.plus(Duration.between(from, to));
                touching.add(one);
            }
        }
        return new LaneTime(lane.id(), Duration.between(since, until), silent, touching);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || one.isAfter(other) ? other : one;
    }
}
