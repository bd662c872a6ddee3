package parkgate.lane;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.alarm.AlarmKind;
import parkgate.alarm.Alarms;
import parkgate.core.access.Lane;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Problem;
import parkgate.http.Reply;

/** {@code GET /v1/lane/commands}, a lane's stream, and {@code POST /v1/lane/commands/{commandId}}, what came of one. */
final class CommandRoutes {
    private static final String FAILED = "FAILED";

    private final Vertx vertx;
    private final Lanes lanes;
    private final LaneStreams streams;
    private final Commands commands;
    private final Versions versions;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    CommandRoutes(
            Vertx vertx,
            Lanes lanes,
            LaneStreams streams,
            Commands commands,
            Versions versions,
            Alarms alarms,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.vertx = vertx;
        this.lanes = lanes;
        this.streams = streams;
        this.commands = commands;
        this.versions = versions;
        this.alarms = alarms;
        this.clock = clock;
        this.ids = ids;
    }

    void listen(Call call, HttpServerRequest request) {
        Caller caller = call.caller();
        Context context = vertx.getOrCreateContext();
        String laneId = String.valueOf(caller.laneId());
        LaneStream stream =
                new LaneStream(ids.get(), laneId, caller.keyId(), context, request, clock, commands::onWire);
        if (!streams.admit(stream)) {
            throw Problem.unavailable("too-many-viewers", "As many watch as can be served", 10);
        }
        tell(stream);
        commands.connected(stream);
    }

    /** What the lane's lot, the lane and the status lists are now. */
    void tell(LaneStream stream) {
        lanes.find(stream.laneId()).onSuccess(lane -> stream.versions(versions.config(lane), versions.statusLists()));
    }

    Future<Reply> reported(Call call) {
        UUID commandId = UUID.fromString(call.path("commandId"));
        boolean failed = FAILED.equals(call.body().getString("result"));
        return lanes.find(String.valueOf(call.caller().laneId()))
                .compose(lane -> commands.reported(lane.id(), commandId).map(x -> {
                    note(lane, failed);
                    return Reply.of(
                            200,
                            new JsonObject()
                                    .put("commandId", commandId.toString())
                                    .put("result", call.body().getString("result")));
                }));
    }

    private void note(Lane lane, boolean failed) {
        if (failed) {
            alarms.raise(AlarmKind.LANE_OPEN_FAILED, lane.lotId(), lane.id(), "It was told to open and could not.");
        } else {
            alarms.clear(AlarmKind.LANE_OPEN_FAILED, lane.lotId(), lane.id());
        }
    }
}
