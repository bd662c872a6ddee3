package parkgate.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** A Redis that takes calls and answers none, and one that is gone. */
class StalledRedisIT {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private EmbeddedRedis server;
    private Redis redis;

    @BeforeEach
    void connect() {
        server = Servers.startRedis();
        redis = Await.result(Redis.connect(
                vertx,
                server.uri(),
                PATIENCE,
                new FunctionLibrary("#!lua name=none\nredis.register_function('nothing', function() return 'OK' end)"),
                "test",
                metrics));
    }

    @AfterEach
    void end() {
        server.resume();
        Await.result(redis.close());
        Await.result(vertx.close());
        server.close();
    }

    private Future<String> get() {
        return redis.run("key", c -> c.get("key"));
    }

    private double notAsked() {
        return metrics.get("parkgate_redis_not_asked").counter().count();
    }

    private double stalled() {
        return metrics.get("parkgate_redis_stalled").gauge().value();
    }

    @Test
    void those_who_ask_first_wait_and_after_them_nobody_does() {
        server.pause();
        List<Future<String>> first = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            first.add(get());
        }
        first.forEach(each -> assertThrows(RedisCommandTimeoutException.class, () -> Await.result(each)));
        assertEquals(1, stalled());
        for (int i = 0; i < 100; i++) {
            Future<String> refused = get();
            assertTrue(refused.failed(), "at once, in the same turn");
            assertThrows(StalledException.class, () -> Await.result(refused));
        }
        assertEquals(100, notAsked());
        server.resume();
        Await.until(() -> stalled() == 0);
        Await.result(get());
    }

    @Test
    void one_that_is_gone_is_said_at_once_and_found_again() {
        server.kill();
        Await.until(() -> !redis.isConnected());
        Future<String> refused = get();
        Await.until(refused::isComplete);
        assertThrows(RedisException.class, () -> Await.result(refused));
        server.restart();
        Await.until(() -> {
            Future<String> again = get();
            Await.until(again::isComplete);
            return again.succeeded();
        });
    }

    @Test
    void one_that_stalled_and_then_died_is_found_again() {
        server.pause();
        assertThrows(RedisCommandTimeoutException.class, () -> Await.result(get()));
        assertEquals(1, stalled());
        server.kill();
        server.restart();
        Await.until(() -> stalled() == 0);
        Await.result(get());
    }

    @Test
    void a_library_that_is_gone_is_loaded_where_it_is_missed() {
        String[] keys = {"key"};
        assertEquals("OK", Await.result(redis.callForWord("nothing", keys)));
        Await.result(redis.run(c -> c.functionFlush(io.lettuce.core.FlushMode.SYNC)));
        List<Future<String>> together = List.of(redis.callForWord("nothing", keys), redis.callForWord("nothing", keys));
        together.forEach(each -> assertEquals("OK", Await.result(each)));
    }
}
