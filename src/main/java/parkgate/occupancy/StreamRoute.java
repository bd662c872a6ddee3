package parkgate.occupancy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.http.Scope;

/**
 * {@code GET /v1/occupancy/stream?placeId=}: server-sent events, first every lot's value, then what changes
 * ({@link EventText}). With a key the lots under the place, or all that the key reaches; without a key, or with {@code lots=public},
 * the public ones.
 */
final class StreamRoute {
    private final Vertx vertx;
    private final Scope scope;
    private final Places places;
    private final OccupancyStream stream;

    StreamRoute(Vertx vertx, Scope scope, Places places, OccupancyStream stream) {
        this.vertx = vertx;
        this.scope = scope;
        this.places = places;
        this.stream = stream;
    }

    void open(Call call, HttpServerRequest request) {
        Caller caller = "public".equals(call.query("lots")) ? null : call.callerIfAny();
        Watch watch = watch(caller, call.query("placeId"));
        String keyId = caller == null ? null : caller.keyId();
        boolean runs = caller != null && (caller.kind() == KeyKind.OPS || caller.kind() == KeyKind.ADMIN);
        if (!stream.admit(new StreamViewer(vertx.getOrCreateContext(), request, watch, keyId, runs), call.client())) {
            throw Problem.unavailable("too-many-viewers", "As many watch as can be served", 10);
        }
    }

    private Watch watch(@Nullable Caller caller, @Nullable String placeId) {
        if (caller == null) {
            return anyones(placeId);
        }
        if (placeId != null) {
            scope.require(caller, placeId);
            if (places.under(placeId).isEmpty()) {
                throw Problem.notFound("There is no such place.");
            }
            return new Watch(Watch.Reach.PLACE, placeId);
        }
        if (caller.kind() == KeyKind.ADMIN) {
            return new Watch(Watch.Reach.ALL, null);
        }
        return caller.placeId() != null
                ? new Watch(Watch.Reach.PLACE, caller.placeId())
                : new Watch(Watch.Reach.OPERATOR, caller.operatorId());
    }

    /** Whether a place is not there or not public is not told to strangers. */
    private Watch anyones(@Nullable String placeId) {
        Watch watch = new Watch(Watch.Reach.PUBLIC, placeId);
        if (placeId != null && watch.lots(places).orElse(List.of()).isEmpty()) {
            throw Problem.unauthorized("Without a key only public lots can be watched.");
        }
        return watch;
    }
}
