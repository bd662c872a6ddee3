package parkgate.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.http.Problem;

class HashingTest {
    private static final int BOUND = Hashing.AT_ONCE + Hashing.MAX_WAITING;

    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Hashing hashing() {
        return new Hashing(vertx, PasswordHashTest.CHEAP, new Random(7), new SimpleMeterRegistry());
    }

    @Test
    void tells_the_right_password_from_a_wrong_one_and_from_nobodys() throws Exception {
        Hashing hashing = hashing();
        String hash = get(hashing.hash("the horse stands in the lane"));
        assertTrue(get(hashing.fits("the horse stands in the lane", hash)));
        assertFalse(get(hashing.fits("the horse stands in the rain", hash)));
        assertFalse(get(hashing.fits("the horse stands in the lane", null)));
    }

    @Test
    void one_more_than_may_wait_is_told_sign_in_busy_and_later_ones_are_served() throws Exception {
        Hashing hashing = hashing();
        Promise<List<Future<Boolean>>> asked = Promise.promise();
        vertx.runOnContext(x -> {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i <= BOUND; i++) {
                all.add(hashing.fits("x", null));
            }
            asked.complete(all);
        });
        List<Future<Boolean>> all = get(asked.future());
        Problem busy = (Problem) get(all.get(BOUND).transform(done -> Future.succeededFuture(done.cause())));
        assertEquals("sign-in-busy", busy.slug());
        assertEquals(503, busy.status());
        for (Future<Boolean> one : all.subList(0, BOUND)) {
            assertFalse(get(one));
        }
        assertFalse(get(hashing.fits("x", null)));
    }
}
