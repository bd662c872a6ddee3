package parkgate;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import parkgate.config.Settings;
import parkgate.http.HttpDoor;
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
            Handler<HttpServerRequest> router) {
        HttpDoor.Address address = new HttpDoor.Address(
                settings.httpHost(),
                settings.httpPort(),
                tls.map(ServerTls::options).orElse(null));
        return HttpDoor.open(vertx, address, router).map(door -> {
            tls.ifPresent(files -> {
                files.follow(vertx, door::renew);
                readiness.checkNow("tls", files::finding);
            });
            return new Entrance(door, Reach.url(settings, door.port()), tls);
        });
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
