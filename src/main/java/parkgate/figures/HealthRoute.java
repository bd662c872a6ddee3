package parkgate.figures;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import parkgate.figures.PgHealth.Lane;
import parkgate.figures.PgHealth.Silence;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/**
 * {@code GET /v1/places/{placeId}/health}: three indicators of each day. Without a key of a public lot only, of a week at most, from an
 * answer that may be a minute old, and without saying where the events are: they are people's.
 */
final class HealthRoute {
    /** Days of which anybody may ask. */
    static final int OPEN_DAYS = 7;

    /** How old an answer to strangers may be. */
    private static final Duration OPEN_AGE = Duration.ofMinutes(1);

    /** Answers to strangers that are kept, a few kilobytes each. */
    private static final int OPEN_ANSWERS = 1_000;

    private final Reading reading;
    private final Scope scope;
    private final Lots lots;
    private final InstantSource clock;
    private final Cache<String, Future<Reply>> open;

    HealthRoute(Reading reading, Scope scope, Lots lots, InstantSource clock) {
        this.reading = reading;
        this.scope = scope;
        this.lots = lots;
        this.clock = clock;
        Ticker ticker = () -> clock.millis() * 1_000_000;
        this.open = Caffeine.newBuilder()
                .maximumSize(OPEN_ANSWERS)
                .expireAfterWrite(OPEN_AGE)
                .ticker(ticker)
                .build();
    }

    Future<Reply> list(Call call) {
        String lotId = call.path("placeId");
        Caller caller = call.callerIfAny();
        if (caller != null) {
            scope.require(caller, lotId);
        }
        Counted lot = lots.lot(lotId)
                .filter(found -> caller != null || found.isPublic())
                .orElseThrow(() -> Problem.notFound("There is no such lot, or it is not open to all."));
        Instant now = clock.instant();
        Days days = Days.of(call, lot.zone(), now, OPEN_DAYS - 1, caller == null ? OPEN_DAYS : Days.MOST);
        return caller == null ? toAnyone(lot, days, now) : read(lot, days, now, true);
    }

    private Future<Reply> toAnyone(Counted lot, Days days, Instant now) {
        String key = lot.placeId() + ' ' + days.from() + ' ' + days.to();
        Future<Reply> known = open.getIfPresent(key);
        if (known != null && !known.failed()) {
            return known;
        }
        Future<Reply> asked =
                read(lot, days, now, false).map(reply -> reply.with("Cache-Control", "public, max-age=60"));
        open.put(key, asked);
        return asked;
    }

    private Future<Reply> read(Counted lot, Days days, Instant now, boolean linked) {
        Function<SqlConnection, Future<Reply>> work = connection -> {
            PgHealth stored = new PgHealth(connection, lot.placeId());
            return stored.days(days).compose(found -> stored.lanes().compose(lanes -> stored.silences(days)
                    .map(silences -> Reply.of(200, json(lot, days, now, linked, found, lanes, silences)))));
        };
        return linked ? reading.of(work) : reading.ofAnyone(work);
    }

    private static JsonObject json(
            Counted lot,
            Days days,
            Instant now,
            boolean linked,
            Map<Integer, PgHealth.Day> found,
            List<Lane> lanes,
            List<Silence> silences) {
        HealthJson written = new HealthJson(lot.placeId(), linked);
        List<ZonedDateTime> bounds = days.bounds();
        JsonArray each = new JsonArray();
        for (int day = days.count(); day >= 1; day--) {
            ZonedDateTime start = bounds.get(day - 1);
            ZonedDateTime end = bounds.get(day);
            each.add(written.day(
                    start,
                    end,
                    found.getOrDefault(day, PgHealth.Day.NONE),
                    lanes.stream()
                            .map(lane -> LaneTime.of(lane, silences, start.toInstant(), end.toInstant(), now))
                            .toList()));
        }
        return FiguresJson.head(lot, days, now).put("days", each);
    }
}
