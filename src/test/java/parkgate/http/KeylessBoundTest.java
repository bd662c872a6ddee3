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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.config.Networks;

/** What writes and needs no key has its address for a name. */
class KeylessBoundTest {
    private static final Promise<Reply> ANSWER = Promise.promise();
    private static final CountDownLatch WAITING = new CountDownLatch(1);

    private static OpenDoor door;

    @BeforeAll
    static void open() throws Exception {
        CallerBound one = new CallerBound(4, 1_000, Ticker.systemTicker(), new SimpleMeterRegistry());
        door = new OpenDoor(token -> Future.succeededFuture(Optional.empty()), (vertx, api) -> api.trusting(
                        Networks.of("127.0.0.1").orElseThrow())
                .bounding(one)
                .on("signIn", Access.ANYONE, call -> {
                    WAITING.countDown();
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
    void one_address_waits_for_its_answers_and_keeps_nobody_else_out() throws Exception {
        CompletableFuture<HttpResponse<String>> first = ask("192.0.2.1");
        WAITING.await();
        HttpResponse<String> second = ask("192.0.2.1").join();
        assertEquals(429, second.statusCode());
        assertTrue(second.body().contains("too-many-requests"), second::body);
        CompletableFuture<HttpResponse<String>> other = ask("192.0.2.2");
        ANSWER.complete(Reply.empty(204));
        assertEquals(204, other.join().statusCode());
        assertEquals(204, first.join().statusCode());
        assertEquals(204, ask("192.0.2.1").join().statusCode());
    }
}
