package parkgate.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Reply;

/** {@code GET /health/live}, {@code GET /health/ready}, {@code GET /metrics}: open to anyone. */
public final class HealthRoutes {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final PrometheusMeterRegistry registry;
    private final Readiness readiness;

    public HealthRoutes(Vertx vertx, PrometheusMeterRegistry registry, Readiness readiness) {
        this.vertx = vertx;
        this.registry = registry;
        this.readiness = readiness;
    }

    /** Hands in the routes. */
    public void register(Api api) {
        api.on("getLive", Access.ANYONE, this::live);
        api.on("getReady", Access.ANYONE, this::ready);
        api.on("getMetrics", Access.ANYONE, this::metrics);
    }

    private Future<Reply> live(Call call) {
        return Future.succeededFuture(Reply.of(200, new JsonObject().put("status", "UP")));
    }

    private Future<Reply> ready(Call call) {
        return readiness
                .report()
                .map(report -> report.ready()
                        ? Reply.of(200, report.json())
                        : Reply.of(503, report.json()).with("Retry-After", "1"));
    }

    /** Writing some thousand lines takes milliseconds, which the event loop has not. */
    private Future<Reply> metrics(Call call) {
        return vertx.executeBlocking(registry::scrape, false)
                .map(text -> Reply.of(200, PROMETHEUS_TEXT, Buffer.buffer(text)));
    }
}
