package parkgate.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parkgate.http.OpenDoor;

class TelemetryTest {
    private final Telemetry telemetry = new Telemetry();
    private final Vertx vertx = telemetry.vertx(new VertxOptions().setEventLoopPoolSize(1));

    @AfterEach
    void close() throws Exception {
        OpenDoor.await(vertx.close());
        telemetry.close();
    }

    @Test
    void counts_requests_by_method_and_status_and_not_by_path() throws Exception {
        HttpServer server = OpenDoor.await(vertx.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(418).end())
                .listen(0, "127.0.0.1"));
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/plate/A12345"))
                                .build(),
                        BodyHandlers.discarding());
        OpenDoor.await(server.close());
        String text = telemetry.registry().scrape();
        assertTrue(text.contains("vertx_http_server_requests_total{code=\"418\",method=\"GET\"} 1.0"), text);
        assertFalse(text.contains("A12345"), "a path is the sender's choice");
    }

    @Test
    void a_blocked_event_loop_shows_as_lag() throws Exception {
        Context loop = vertx.getOrCreateContext();
        EventLoopLag watch = EventLoopLag.watch(loop, "main", telemetry.registry());
        CountDownLatch blocked = new CountDownLatch(1);
        loop.runOnContext(x -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3 * EventLoopLag.EVERY_MS));
            blocked.countDown();
        });
        assertTrue(blocked.await(20, TimeUnit.SECONDS));
        Timer lag = telemetry.registry().get("parkgate_event_loop_lag").timer();
        for (int i = 0; i < 1000 && lag.count() == 0; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        watch.stop();
        assertTrue(lag.max(TimeUnit.MILLISECONDS) >= EventLoopLag.EVERY_MS, "lag " + lag.max(TimeUnit.MILLISECONDS));
        assertEquals(
                1,
                telemetry
                        .registry()
                        .scrape()
                        .lines()
                        .filter(line -> line.startsWith("parkgate_event_loop_lag_seconds_max{"))
                        .count());
    }
}
