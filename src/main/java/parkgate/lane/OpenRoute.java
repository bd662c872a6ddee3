package parkgate.lane;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/**
 * {@code POST /v1/lanes/{laneId}/open}: written down first, then sent to the lane. No rule of the lot prevents it. With an
 * {@code Idempotency-Key} the same request again, from the same key and for the same lane, is the same command, and another is 409.
 */
final class OpenRoute {
    /** How long the command may be obeyed. */
    static final Duration LIFE = Duration.ofSeconds(30);

    private static final String KEY = "Idempotency-Key";

    private final Lanes lanes;
    private final Scope scope;
    private final Opening opening;
    private final Commands commands;
    private final OpenKeys keys;
    private final Supplier<UUID> ids;

    OpenRoute(Lanes lanes, Scope scope, Opening opening, Commands commands, OpenKeys keys, Supplier<UUID> ids) {
        this.lanes = lanes;
        this.scope = scope;
        this.opening = opening;
        this.commands = commands;
        this.keys = keys;
        this.ids = ids;
    }

    Future<Reply> open(Call call) {
        String laneId = call.path("laneId");
        return lanes.find(laneId).compose(lane -> {
            scope.require(call.caller(), lane.lotId());
            Opening.ByHand byHand = new Opening.ByHand(
                    lane,
                    direction(lane, call.body().getString("direction")),
                    session(call.body()),
                    call.caller().keyId(),
                    call.body().getString("reason"),
                    commandId(call, laneId));
            return (call.header(KEY) == null ? Future.<Void>succeededFuture() : keys.hold(byHand))
                    .compose(x -> commands.reserve(byHand.commandId(), laneId))
                    .compose(x -> opening.record(byHand))
                    .compose(recorded -> send(byHand, recorded));
        });
    }

    private static @Nullable UUID session(JsonObject body) {
        String session = body.getString("sessionId");
        boolean unmatched = body.getBoolean("unmatched", false);
        if ((session == null) != unmatched) {
            throw Problem.invalid("/sessionId", "either it or unmatched: true is required, and not both");
        }
        return session == null ? null : UUID.fromString(session);
    }

    private static Direction direction(Lane lane, @Nullable String told) {
        if (lane.direction() == LaneDirection.REVERSIBLE) {
            if (told == null) {
                throw Problem.invalid("/direction", "is required at a REVERSIBLE lane");
            }
            return Direction.valueOf(told);
        }
        if (told != null && !told.equals(lane.direction().name())) {
            throw Problem.invalid("/direction", "is not this lane's");
        }
        return Direction.valueOf(lane.direction().name());
    }

    private UUID commandId(Call call, String laneId) {
        String key = call.header(KEY);
        return key == null
                ? ids.get()
                : UUID.nameUUIDFromBytes(
                        (call.caller().keyId() + '/' + laneId + '/' + key).getBytes(StandardCharsets.UTF_8));
    }

    private Future<Reply> send(Opening.ByHand byHand, Opening.Recorded recorded) {
        String session = recorded.sessionId().isEmpty() ? null : recorded.sessionId();
        long expiresMs = recorded.atMs() + LIFE.toMillis();
        Command command = new Command(
                byHand.commandId(),
                Command.Kind.OPEN,
                byHand.lane().id(),
                recorded.atMs(),
                expiresMs,
                new JsonObject()
                        .put("reason", byHand.why())
                        .put("sessionId", session)
                        .put("direction", byHand.direction().name()));
        return commands.send(command)
                .map(delivered -> Reply.of(
                        201,
                        new JsonObject()
                                .put("commandId", command.id().toString())
                                .put("laneId", command.laneId())
                                .put("sessionId", session)
                                .put("delivered", delivered)
                                .put("durability", recorded.queued() ? "QUEUED" : "COMMITTED")
                                .put(
                                        "expiresAt",
                                        Instant.ofEpochMilli(expiresMs).toString())));
    }
}
