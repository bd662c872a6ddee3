package parkgate.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.http.OpenDoor;

class HealthRoutesTest {
    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private final Telemetry telemetry = new Telemetry();
    private final Readiness readiness = new Readiness(() -> now);
    private OpenDoor door;

    @BeforeEach
    void open() throws Exception {
        door = new OpenDoor(
                token -> Future.succeededFuture(Optional.empty()),
                (vertx, api) -> new HealthRoutes(vertx, telemetry.registry(), readiness).register(api));
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        telemetry.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return door.send(door.to(path));
    }

    private JsonObject ready(int status) throws Exception {
        now = now.plusMillis(Readiness.STANDS_MS);
        HttpResponse<String> response = get("/health/ready");
        assertEquals(status, response.statusCode(), response.body());
        return new JsonObject(response.body());
    }

    @Test
    void lives_as_soon_as_it_answers() throws Exception {
        assertEquals("{\"status\":\"UP\"}", get("/health/live").body());
    }

    @Test
    void is_ready_when_nothing_is_missing_and_tells_its_notes() throws Exception {
        readiness.checkNow("a", Finding.Good::new);
        readiness.checkNow("b", () -> new Finding.Note("the outbox may lose a second"));
        assertEquals(
                new JsonObject()
                        .put("status", "READY")
                        .put("missing", new JsonArray())
                        .put("notes", new JsonArray().add("the outbox may lose a second")),
                ready(200));
    }

    @Test
    void names_everything_that_is_missing_whatever_way_it_is_missing() throws Exception {
        Promise<Finding> never = Promise.promise();
        readiness.checkNow("a", () -> new Finding.Missing("Redis is away"));
        readiness.check("b", () -> Future.failedFuture(new IllegalStateException("secret")));
        readiness.check("c", () -> {
            throw new IllegalStateException("secret");
        });
        readiness.check("d", never::future);
        readiness.checkNow("e", Finding.Good::new);
        assertEquals(
                new JsonObject()
                        .put("status", "NOT_READY")
                        .put(
                                "missing",
                                new JsonArray()
                                        .add("Redis is away")
                                        .add("b does not answer")
                                        .add("c does not answer")
                                        .add("d does not answer"))
                        .put("notes", new JsonArray()),
                ready(503));
        for (String name : new String[] {"a", "b", "c", "d"}) {
            readiness.forget(name);
        }
        ready(200);
    }

    @Test
    void asks_again_only_when_the_answer_no_longer_stands() throws Exception {
        int[] asked = {0};
        readiness.checkNow("a", () -> {
            asked[0]++;
            return new Finding.Good();
        });
        for (int i = 0; i < 5; i++) {
            get("/health/ready");
        }
        assertEquals(1, asked[0]);
        ready(200);
        assertEquals(2, asked[0]);
    }

    @Test
    void metrics_are_prometheus_text_with_the_process_and_what_is_counted() throws Exception {
        Counter.builder("parkgate_scans")
                .tags("decision", "GRANTED", "reason", "OK")
                .register(telemetry.registry())
                .increment(3);
        Cache<String, String> cache = Caffeine.newBuilder().recordStats().build();
        Gauges.cache(telemetry.registry(), "keys", cache, 100);
        cache.put("a", "b");
        assertEquals("b", cache.getIfPresent("a"));
        assertEquals(null, cache.getIfPresent("c"));
        HttpResponse<String> response = get("/metrics");
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                response.headers().firstValue("content-type").orElseThrow());
        for (String line : new String[] {
            "parkgate_scans_total{decision=\"GRANTED\",reason=\"OK\"} 3.0",
            "parkgate_cache_requests_total{cache=\"keys\",result=\"hit\"} 1.0",
            "parkgate_cache_requests_total{cache=\"keys\",result=\"miss\"} 1.0",
            "parkgate_cache_entries{cache=\"keys\"} 1.0",
            "parkgate_cache_bound{cache=\"keys\"} 100.0",
            "jvm_memory_used_bytes"
        }) {
            assertTrue(response.body().contains(line), line);
        }
        assertFalse(response.body().contains("path="), "a series for each path has no bound");
    }
}
