package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.config.Secret;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** How a start finds a Redis that does not answer at once. */
class ConnectionsIT {
    private static EmbeddedRedis redis;
    private static Vertx vertx;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)); // as the service has it: all loops of a process are of one kind
    }

    @AfterAll
    static void end() {
        Await.result(vertx.close());
        redis.close();
    }

    private static Future<Connections> open(int port) {
        Secret nowhere = new Secret("postgresql://nobody:nothing@127.0.0.1:1/none");
        ServerAddresses servers = new ServerAddresses(
                nowhere,
                Optional.empty(),
                new Secret(redis.uri().replace(":" + URI.create(redis.uri()).getPort(), ":" + port)),
                false);
        Promise<Connections> opened = Promise.promise();
        vertx.runOnContext(
                x -> Connections.open(vertx, servers, new SimpleMeterRegistry()).onComplete(opened));
        return opened.future();
    }

    /** In front of Redis; hangs up on the first of those who come. */
    private static NetServer hangingUpOn(int first, AtomicInteger came) {
        int port = URI.create(redis.uri()).getPort();
        return Await.result(vertx.createNetServer()
                .connectHandler(in -> {
                    if (came.incrementAndGet() <= first) {
                        in.close();
                        return;
                    }
                    in.pause();
                    vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(out -> join(in, out));
                })
                .listen(0, "127.0.0.1"));
    }

    private static void join(NetSocket in, NetSocket out) {
        in.closeHandler(x -> out.close());
        var forth = in.pipeTo(out);
        var back = out.pipeTo(in);
        forth.onFailure(x -> in.close());
        back.onFailure(x -> out.close());
    }

    @Test
    void a_redis_that_hangs_up_at_first_is_tried_again() {
        AtomicInteger came = new AtomicInteger();
        NetServer door = hangingUpOn(Connections.TRIES - 1, came);
        Connections opened = Await.result(open(door.actualPort()));
        assertTrue(came.get() > Connections.TRIES);
        Await.result(opened.scans().close());
        Await.result(opened.marks().close());
        Await.result(door.close());
    }

    @Test
    void one_that_always_hangs_up_is_named_after_some_tries() {
        AtomicInteger came = new AtomicInteger();
        NetServer door = hangingUpOn(Integer.MAX_VALUE, came);
        Future<Connections> opened = open(door.actualPort());
        Await.until(opened::failed);
        assertTrue(opened.cause() instanceof StartException, () -> String.valueOf(opened.cause()));
        assertTrue(String.valueOf(opened.cause().getMessage()).startsWith("Redis cannot be used (REDIS_URI): "));
        assertEquals(Connections.TRIES, came.get());
        Await.result(door.close());
    }
}
