package parkgate.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.load.Load;
import parkgate.load.city.Constant;

/** Against a server of the test's own: what is counted is what happened there. */
class LoopsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Load load = new Load();
    private final AtomicInteger served = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    int n = served.incrementAndGet();
                    if (request.path().equals("/ends") && n % 10 == 0) {
                        request.connection().close();
                    } else if (!request.path().equals("/silent")) {
                        request.response().setStatusCode(n % 5 == 0 ? 503 : 200).end("{}");
                    }
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void end() {
        load.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void at_saturation_every_answer_is_counted_by_its_word() {
        Tally tally = load.saturate(server.actualPort(), 4, traffic("/"), Duration.ofMillis(300));
        assertEquals(served.get(), tally.all());
        assertEquals(served.get() / 5, tally.count("HTTP 503"));
        assertEquals(served.get() - served.get() / 5, tally.count(Constant.ANSWERED));
    }

    @Test
    void every_arrival_is_answered_or_was_not_started() {
        Tally tally = load.arrivals(
                server.actualPort(), 4, traffic("/"), new Arrivals(new Random(3), 500), Duration.ofMillis(500));
        assertEquals(arrivals(500, 500), tally.all() + tally.notStarted());
        assertEquals(served.get(), tally.all());
    }

    @Test
    void what_waits_behind_a_silent_server_was_not_started_and_what_was_sent_to_it_has_no_answer() {
        try (Load hasty = new Load(Duration.ofMillis(100))) {
            Tally tally = hasty.arrivals(
                    server.actualPort(),
                    2,
                    traffic("/silent"),
                    new Arrivals(new Random(3), 500),
                    Duration.ofMillis(200));
            assertEquals(Map.of(Tally.NO_ANSWER, 2L), tally.answers(), "one on each connection");
            assertEquals(arrivals(500, 200) - 2, tally.notStarted());
        }
    }

    @Test
    void saturation_ends_at_a_silent_server_too() {
        try (Load hasty = new Load(Duration.ofMillis(100))) {
            Tally tally = hasty.saturate(server.actualPort(), 2, traffic("/silent"), Duration.ofMillis(100));
            assertEquals(Map.of(Tally.NO_ANSWER, 2L), tally.answers());
        }
    }

    @Test
    void a_connection_that_ends_is_an_answer_that_did_not_come() {
        Tally tally = load.saturate(server.actualPort(), 3, traffic("/ends"), Duration.ofSeconds(30));
        assertEquals(3, tally.count(Tally.NO_ANSWER), "each connection ends once, and then sends no more");
        assertTrue(tally.all() >= 30);
    }

    private static Constant traffic(String path) {
        return new Constant(path, "127.0.0.1", "key", "{}");
    }

    private static long arrivals(double perSecond, long withinMs) {
        Arrivals same = new Arrivals(new Random(3), perSecond);
        long count = 0;
        while (same.next() < withinMs * 1_000_000) {
            count++;
        }
        return count;
    }
}
