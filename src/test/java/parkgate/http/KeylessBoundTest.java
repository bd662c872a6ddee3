package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parkgate.config.Networks;
import parkgate.testing.Await;

/** What writes and needs no key has its address for a name. */
@Timeout(60)
class KeylessBoundTest {
    private static final Promise<Reply> ANSWER = Promise.promise();
    private static final AtomicInteger WAITING = new AtomicInteger();

    private static OpenDoor door;

    @BeforeAll
    static void open() throws Exception {
        CallerBound one = new CallerBound(4, 1_000, Ticker.systemTicker(), new SimpleMeterRegistry());
        door = new OpenDoor(token -> Future.succeededFuture(Optional.empty()), (vertx, api) -> api.trusting(
                        Networks.of("127.0.0.1").orElseThrow())
                .bounding(one)
                .on("signIn", Access.ANYONE, call -> {
                    WAITING.incrementAndGet();
                    return ANSWER.future();
                }));
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
    }

    private static CompletableFuture<HttpResponse<String>> ask(String from) {
        HttpRequest request = door.to("/v1/staff/sign-in")
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", from)
                .POST(BodyPublishers.ofString("{\"name\":\"ada\",\"password\":\"a horse in the lane\"}"))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }

    @Test
    void one_address_waits_for_its_answers_and_keeps_nobody_else_out() {
        CompletableFuture<HttpResponse<String>> first = ask("192.0.2.1");
        Await.until(() -> WAITING.get() == 1);
        HttpResponse<String> second = ask("192.0.2.1").join();
        assertEquals(429, second.statusCode());
        assertTrue(second.body().contains("too-many-requests"), second::body);
        CompletableFuture<HttpResponse<String>> other = ask("192.0.2.2");
        Await.until(() -> WAITING.get() == 2); // beside the first
        ANSWER.complete(Reply.empty(204));
        assertEquals(204, other.join().statusCode());
        assertEquals(204, first.join().statusCode());
        Await.until(() -> ask("192.0.2.1").join().statusCode() == 204); // the first has left
    }
}
