package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;
import parkgate.core.access.Extra;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;

/** {@code POST /v1/passages}: what the vehicle did after a grant, or a passage that nobody granted. */
final class PassageRoute {
    private final Admission admission;
    private final Ports.Lots lots;
    private final Ports.Sessions sessions;
    private final Ports.Heard heard;
    private final Passages passages;
    private final LotChanges changes;
    private final InstantSource clock;

    PassageRoute(
            Admission admission,
            Ports.Lots lots,
            Ports.Sessions sessions,
            Ports.Heard heard,
            Passages passages,
            LotChanges changes,
            InstantSource clock) {
        this.admission = admission;
        this.lots = lots;
        this.sessions = sessions;
        this.heard = heard;
        this.passages = passages;
        this.changes = changes;
        this.clock = clock;
    }

    Future<Reply> report(Call call) {
        String laneId = String.valueOf(call.caller().laneId());
        return admission.run(laneId, false, () -> report(call, laneId));
    }

    private Future<Reply> report(Call call, String laneId) {
        JsonObject body = call.body();
        String decision = body.getString("decisionId");
        return lots.findLane(laneId)
                .compose(lane -> {
                    heard.heard(lane, clock.millis());
                    return decision == null ? unmatched(lane, body) : granted(lane, UUID.fromString(decision), body);
                })
                .recover(failure -> Future.failedFuture(ScanRoute.problem(failure)));
    }

    private Future<Reply> granted(Lane lane, UUID decision, JsonObject body) {
        String outcome = body.getString("outcome");
        if (outcome == null) {
            throw Problem.invalid("/outcome", "is required with decisionId");
        }
        if (body.containsKey("direction")) {
            throw Problem.invalid("/direction", "goes without decisionId: the grant has its own");
        }
        if (body.containsKey("passageId") || body.containsKey("reason")) {
            throw Problem.invalid(body.containsKey("reason") ? "/reason" : "/passageId", "goes without decisionId");
        }
        return passages.report(lane, decision, Passages.Outcome.valueOf(outcome), extra(body))
                .compose(result -> {
                    if (result instanceof Passages.Result.Taken taken) {
                        return reply(taken);
                    } else if (result instanceof Passages.Result.OtherStands) {
                        throw Problem.conflict("other-outcome", "Another outcome of this passage stands");
                    }
                    throw Problem.notFound("This lane was given no such grant.");
                });
    }

    private Future<Reply> reply(Passages.Result.Taken taken) {
        if (taken.durability() == Durability.QUEUED) {
            return Future.succeededFuture(Reply.of(200, brief(taken)));
        }
        return sessions.find(UUID.fromString(taken.sessionId()))
                .map(session -> Reply.of(
                        200, session.put("durability", taken.durability().name())))
                // Taken in all the same; only the rest of the session could not be read.
                .otherwise(failure -> Reply.of(200, brief(taken)));
    }

    private static JsonObject brief(Passages.Result.Taken taken) {
        return new JsonObject()
                .put("sessionId", taken.sessionId())
                .put("status", taken.status().name())
                .put("durability", taken.durability().name());
    }

    /** A car went through and nobody had granted it: counted and flagged. The lane's counter says which car it was. */
    private Future<Reply> unmatched(Lane lane, JsonObject body) {
        if ("NO_ENTRY".equals(body.getString("outcome"))) {
            throw Problem.invalid("/outcome", "a passage that nobody granted is one that was made");
        }
        Long deviceSeq = body.getLong("deviceSeq");
        if (deviceSeq == null) {
            throw Problem.invalid("/deviceSeq", "is required without decisionId");
        }
        Direction direction = direction(lane, body.getString("direction"));
        String key = key(lane, direction, deviceSeq, body);
        return changes.applyOnce(lane.lotId(), Happening.passed(key, direction, lane.id(), why(body)))
                .map(applied -> Reply.of(
                        200,
                        new JsonObject()
                                .put("status", "COMPLETED")
                                .put("durability", (applied.queued() ? Durability.QUEUED : Durability.COMMITTED).name())
                                .put("currentCount", applied.counts().current())));
    }

    /** The lane's own id for it; without one, what tells it from the lane's other passages. A counter may begin anew. */
    private static String key(Lane lane, Direction direction, long deviceSeq, JsonObject body) {
        String passageId = body.getString("passageId");
        if (passageId != null) {
            return "passed:" + lane.id() + ":" + UUID.fromString(passageId);
        }
        String eventTime = body.getString("eventTime");
        String then = eventTime == null
                ? ""
                : ":" + OffsetDateTime.parse(eventTime).toInstant().toEpochMilli();
        return "passed:" + lane.id() + ":" + deviceSeq + ":" + direction + then;
    }

    private static String why(JsonObject body) {
        String reason = body.getString("reason");
        String extra = extra(body);
        return reason == null ? extra : extra + '&' + Extra.format(Map.of(ScanExtra.WHY, reason));
    }

    private static Direction direction(Lane lane, @Nullable String told) {
        if (told == null) {
            throw Problem.invalid("/direction", "is required without decisionId");
        }
        Direction direction = Direction.valueOf(told);
        boolean possible = lane.direction() == LaneDirection.REVERSIBLE
                || lane.direction().name().equals(direction.name());
        if (!possible) {
            throw Problem.invalid("/direction", "is not this lane's");
        }
        return direction;
    }

    static String extra(JsonObject body) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String eventTime = body.getString("eventTime");
        if (eventTime != null) {
            Instant at = OffsetDateTime.parse(eventTime).toInstant();
            pairs.put(ScanExtra.EVENT_MS, Long.toString(at.toEpochMilli()));
        }
        Long deviceSeq = body.getLong("deviceSeq");
        if (deviceSeq != null) {
            pairs.put(ScanExtra.DEVICE_SEQ, Long.toString(deviceSeq));
        }
        return pairs.isEmpty() ? "" : Extra.format(pairs);
    }
}
