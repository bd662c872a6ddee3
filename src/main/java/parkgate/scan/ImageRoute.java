package parkgate.scan;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.http.Api;
import parkgate.http.Problem;
import parkgate.http.RequestBody;

/**
 * {@code POST /v1/scans/image}: a picture of a code, for lanes whose camera is a phone's. Once the code is read it is a scan like any
 * other; a picture in which none can be read is a bad read, and no error.
 *
 * <pre>
 * said      the query to Scan, the media type         415, 422
 * room      few at a time                             503 not decided
 * picture   2 MiB                                     408, 413
 * code      beside the event loop                     422 no picture; no code: DENIED MALFORMED, codeFound false
 * scan      as ScanRoute                              200, 409, 503
 * </pre>
 */
final class ImageRoute implements Handler<RoutingContext> {
    /** Of a picture, bytes. */
    static final int MAX_BYTES = 2 << 20;

    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg");

    private final ImageReads reads;
    private final ScanRoute scans;
    private final Supplier<UUID> ids;

    ImageRoute(ImageReads reads, ScanRoute scans, Supplier<UUID> ids) {
        this.reads = reads;
        this.scans = scans;
        this.ids = ids;
    }

    @Override
    public void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        requirePicture(request);
        String laneId = String.valueOf(Api.caller(ctx).laneId());
        Scan said = ScanReader.read(ctx.queryParams(), request.getHeader("X-Plate"), ids);
        reads.read(laneId, () -> RequestBody.read(request, MAX_BYTES))
                .compose(code -> scans.answer(laneId, said.withCode(code)).map(answer -> told(answer, !code.isEmpty())))
                .onSuccess(body -> ctx.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(body))
                .onFailure(ctx::fail);
    }

    private static void requirePicture(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !TYPES.contains(type.toLowerCase(Locale.ROOT))) {
            throw Problem.of(415, "unsupported-media-type", "The body must be image/png or image/jpeg");
        }
    }

    /** The decision with one field more: who holds the camera is to know whether to hold it better. */
    private static Buffer told(Buffer decision, boolean found) {
        return decision.slice(0, decision.length() - 1).copy().appendString(",\"codeFound\":" + found + "}");
    }
}
