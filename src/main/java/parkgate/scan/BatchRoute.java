package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.http.Api;
import parkgate.http.Problem;
import parkgate.http.RequestBody;

/** {@code POST /v1/scans/batch}: what a lane did while nobody could be asked. */
final class BatchRoute implements Handler<RoutingContext> {
    /** After so long a lane is told to send it again; what was taken in by then stays, milliseconds. */
    static final long DEADLINE_MS = 20_000;

    private static final int RETRY_AFTER_S = 2;

    private final Ports.Lots lots;
    private final Ports.Heard heard;
    private final OfflineUploads uploads;
    private final Sweep sweep;
    private final InstantSource clock;

    BatchRoute(Ports.Lots lots, Ports.Heard heard, OfflineUploads uploads, Sweep sweep, InstantSource clock) {
        this.lots = lots;
        this.heard = heard;
        this.uploads = uploads;
        this.sweep = sweep;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext ctx) {
        String laneId = String.valueOf(Api.caller(ctx).laneId());
        RequestBody.read(ctx.request(), BatchReader.MAX_BYTES)
                .map(BatchReader::read)
                .compose(told -> lots.findLane(laneId)
                        .compose(lane -> lots.findRules(lane.lotId()).compose(rules -> record(lane, rules, told))))
                .timeout(DEADLINE_MS, TimeUnit.MILLISECONDS)
                .onSuccess(results -> ctx.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(new JsonObject().put("results", results).toBuffer()))
                .onFailure(failure ->
                        ctx.fail(failure instanceof TimeoutException ? again() : ScanRoute.problem(failure)));
    }

    private Future<JsonArray> record(Lane lane, LotRules rules, List<OfflineTold> told) {
        requireDirections(lane, told);
        heard.heard(lane, clock.millis());
        sweep.seen(rules.lotId(), clock.millis());
        Future<List<OfflineResult>> recording = uploads.record(lane, rules, told);
        if (recording == null) {
            throw again();
        }
        return recording.map(results -> {
            JsonArray all = new JsonArray();
            results.forEach(result -> all.add(result.json()));
            return all;
        });
    }

    private static void requireDirections(Lane lane, List<OfflineTold> told) {
        if (lane.direction() != LaneDirection.REVERSIBLE) {
            return;
        }
        List<Problem.FieldError> errors = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).direction() == null) {
                errors.add(
                        new Problem.FieldError("/scans/" + i + "/direction", "is required: this lane goes both ways"));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private static Problem again() {
        return Problem.unavailable("not-decided", "No decision arrived", RETRY_AFTER_S)
                .detail("Send the same batch again; what was taken in is known.");
    }
}
