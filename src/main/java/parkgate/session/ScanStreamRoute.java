package parkgate.session;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Scope;

/** {@code GET /v1/scans/stream?placeId=}: a lot's last scans, then each as it is decided, granted or refused. */
final class ScanStreamRoute {
    private final Vertx vertx;
    private final Scope scope;
    private final Lots lots;
    private final ScanStream stream;

    ScanStreamRoute(Vertx vertx, Scope scope, Lots lots, ScanStream stream) {
        this.vertx = vertx;
        this.scope = scope;
        this.lots = lots;
        this.stream = stream;
    }

    void open(Call call, HttpServerRequest request) {
        String lotId = call.query("placeId");
        if (lotId == null) {
            throw Problem.invalid("placeId", "is needed");
        }
        scope.require(call.caller(), lotId);
        if (!lots.under(lotId).equals(Optional.of(List.of(lotId)))) {
            throw Problem.notFound("There is no such lot.");
        }
        ScanViewer viewer = new ScanViewer(
                vertx.getOrCreateContext(), request, lotId, call.caller().keyId());
        if (!stream.admit(viewer)) {
            throw Problem.unavailable("too-many-viewers", "As many watch as can be served", 10);
        }
    }
}
