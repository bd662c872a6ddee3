package parkgate.lane;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.http.Call;
import parkgate.http.Reply;
import parkgate.http.Scope;

/** {@code POST /v1/lanes/{laneId}/message}: something for the lane's display. The audit says who, not what. */
final class MessageRoute {
    private static final int DEFAULT_S = 30;

    private final Pool pool;
    private final Lanes lanes;
    private final Scope scope;
    private final Commands commands;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    MessageRoute(Pool pool, Lanes lanes, Scope scope, Commands commands, InstantSource clock, Supplier<UUID> ids) {
        this.pool = pool;
        this.lanes = lanes;
        this.scope = scope;
        this.commands = commands;
        this.clock = clock;
        this.ids = ids;
    }

    Future<Reply> show(Call call) {
        return lanes.find(call.path("laneId")).compose(lane -> {
            scope.require(call.caller(), lane.lotId());
            Instant now = clock.instant();
            Instant until = now.plusSeconds(call.body().getInteger("seconds", DEFAULT_S));
            Command command = new Command(
                    ids.get(),
                    Command.Kind.MESSAGE,
                    lane.id(),
                    now.toEpochMilli(),
                    until.toEpochMilli(),
                    new JsonObject()
                            .put("line1", call.body().getString("line1"))
                            .put("line2", call.body().getString("line2", ""))
                            .put("until", until.toString()));
            AuditEntry entry = new AuditEntry(
                    ids.get(),
                    now,
                    "lane.message",
                    "LANE",
                    lane.id(),
                    lane.lotId(),
                    call.caller().keyId(),
                    null,
                    new JsonObject().put("commandId", command.id().toString()));
            return commands.reserve(command.id(), lane.id())
                    .compose(x -> AuditTrail.write(pool, entry))
                    .compose(x -> commands.send(command))
                    .map(delivered -> Reply.of(
                            201,
                            new JsonObject()
                                    .put("commandId", command.id().toString())
                                    .put("laneId", lane.id())
                                    .put("delivered", delivered)
                                    .put("until", until.toString())));
        });
    }
}
