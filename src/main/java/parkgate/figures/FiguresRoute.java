package parkgate.figures;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/**
 * {@code GET /v1/places/{placeId}/figures}, and the same as a file. What may be read for one answer is bounded by days times lots.
 */
final class FiguresRoute {
    /** Days of lots that one answer reads at most: of busy lots some 700,000 events, a few seconds. */
    static final int MOST_LOT_DAYS = 600;

    /** Beyond this the week before would mix with the days themselves. */
    private static final int DAYS_WITH_LAST_WEEK = 7;

    private final Reading reading;
    private final Scope scope;
    private final Lots lots;
    private final InstantSource clock;

    FiguresRoute(Reading reading, Scope scope, Lots lots, InstantSource clock) {
        this.reading = reading;
        this.scope = scope;
        this.lots = lots;
        this.clock = clock;
    }

    private record Asked(Counted place, Days days, Instant now) {}

    Future<Reply> json(Call call) {
        Asked asked = asked(call);
        return read(asked)
                .map(figures -> Reply.of(200, FiguresJson.of(asked.place(), asked.days(), figures, asked.now())));
    }

    Future<Reply> csv(Call call) {
        Asked asked = asked(call);
        String word = call.query("table") == null ? "hours" : String.valueOf(call.query("table"));
        FiguresCsv.Table table = FiguresCsv.Table.valueOf(word.toUpperCase(Locale.ROOT));
        // An id has letters, digits, dots, lines: all of them may stand in a file's name.
        String file = asked.place().placeId() + '-' + word + '-' + asked.days().from() + ".csv";
        return read(asked).map(figures -> Reply.of(
                        200, "text/csv; charset=utf-8", Buffer.buffer(FiguresCsv.of(table, asked.place(), figures)))
                .with("Content-Disposition", "attachment; filename=\"" + file + '"'));
    }

    private Asked asked(Call call) {
        String placeId = call.path("placeId");
        scope.require(call.caller(), placeId);
        Counted place = lots.find(placeId)
                .orElseThrow(
                        () -> Problem.notFound("There is no such place, or it is an area: none is counted apart."));
        Instant now = clock.instant();
        Days days = Days.of(call, place.zone(), now, 0, Days.MOST);
        if ((long) days.count() * place.lotIds().size() > MOST_LOT_DAYS) {
            throw Problem.invalid(
                    "from",
                    "of " + place.lotIds().size() + " lots at most "
                            + Math.max(1, MOST_LOT_DAYS / place.lotIds().size()) + " days can be asked for at once");
        }
        return new Asked(place, days, now);
    }

    private Future<Figures> read(Asked asked) {
        return reading.of(connection -> read(asked, connection));
    }

    /** One after the other: they are of one moment, and use one connection. */
    private static Future<Figures> read(Asked asked, SqlConnection connection) {
        Days days = asked.days();
        PgFigures stored = new PgFigures(connection, asked.place().lotIds());
        boolean compared = days.count() <= DAYS_WITH_LAST_WEEK;
        return stored.moves(days).compose(moves -> stored.counts(days).compose(course -> stored.stays(days)
                .compose(stays -> stored.refusals(days).compose(refused -> {
                    Future<PgFigures.Course> before =
                            compared ? stored.counts(days.weekBefore()) : Future.succeededFuture();
                    return before.map(
                            lastWeek -> Figures.of(days, asked.now(), moves, course, lastWeek, stays, refused));
                }))));
    }
}
