package parkgate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import parkgate.config.Settings;
import parkgate.http.ConnectionBound;
import parkgate.http.HttpDoor;
import parkgate.telemetry.Finding;
import parkgate.telemetry.Readiness;
import parkgate.tls.ServerTls;

/** The door as the settings want it, and what is looked after while it is open. */
final class Entrance {
    private final HttpDoor door;
    private final String url;
    private final Optional<ServerTls> tls;

    private Entrance(HttpDoor door, String url, Optional<ServerTls> tls) {
        this.door = door;
        this.url = url;
        this.tls = tls;
    }

    /** Opens it on the caller's event loop. */
    static Future<Entrance> open(
            Vertx vertx,
            Settings settings,
            Optional<ServerTls> tls,
            Readiness readiness,
            MeterRegistry metrics,
            Handler<HttpServerRequest> router) {
        HttpDoor.Address address = new HttpDoor.Address(
                settings.httpHost(),
                settings.httpPort(),
                tls.map(ServerTls::options).orElse(null));
        ConnectionBound bound = new ConnectionBound(
                settings.maxConnections(),
                settings.maxConnections() / 4,
                peer -> peer.isLoopbackAddress() || settings.trustedProxies().contains(peer));
        meter(bound, metrics);
        readiness.checkNow(
                "connections",
                () -> bound.open() < bound.most()
                        ? new Finding.Good()
                        : new Finding.Note("all " + bound.most() + " connections are taken, more are refused"));
        return HttpDoor.open(vertx, address, bound, router).map(door -> {
            tls.ifPresent(files -> {
                files.follow(vertx, door::renew);
                readiness.checkNow("tls", files::finding);
            });
            return new Entrance(door, Reach.url(settings, door.port()), tls);
        });
    }

    private static void meter(ConnectionBound bound, MeterRegistry metrics) {
        Gauge.builder("parkgate_http_connections", bound, ConnectionBound::open)
                .description("Connections that are open")
                .register(metrics);
        Gauge.builder("parkgate_http_connections_bound", bound, ConnectionBound::most)
                .description("Connections that there may be")
                .register(metrics);
        FunctionCounter.builder("parkgate_http_connections_refused", bound, ConnectionBound::refused)
                .description("Connections that were closed as they came, beyond the bound")
                .register(metrics);
    }

    /** Where the outside reaches it, without a slash at the end. */
    String url() {
        return url;
    }

    int port() {
        return door.port();
    }

    /** Takes no more connections, lets what is in flight be answered for at most so long, and closes. */
    Future<Void> close(long graceMs) {
        tls.ifPresent(ServerTls::stop);
        return door.close(graceMs);
    }
}
