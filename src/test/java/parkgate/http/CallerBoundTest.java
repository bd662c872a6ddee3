package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallerBoundTest {
    private static final int AT_ONCE = 4;
    private static final int PER_SECOND = 10;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CallerBound bound = new CallerBound(AT_ONCE, PER_SECOND, nanos::get, metrics);

    private static Caller lane(String laneId) {
        return Caller.lane("key of " + laneId, laneId, "lot");
    }

    private void refused(Caller caller) {
        Problem refusal = assertThrows(Problem.class, () -> bound.enter(caller));
        assertEquals(429, refusal.status());
        assertEquals("too-many-requests", refusal.slug());
        assertEquals("1", refusal.headers().get("Retry-After"));
    }

    private double slowed(String why) {
        return metrics.get("parkgate_requests_slowed").tag("why", why).counter().count();
    }

    /** How many of these requests, each answered at once, came in. */
    private int let(Caller caller, int requests) {
        int let = 0;
        for (int i = 0; i < requests; i++) {
            try {
                bound.enter(caller).leave();
                let++;
            } catch (Problem refusal) {
                assertEquals(429, refusal.status());
            }
        }
        return let;
    }

    @Test
    void one_address_has_a_quarter_as_many_under_way_and_leaves_the_others_theirs() {
        CallerBound of8 = new CallerBound(8, PER_SECOND, nanos::get, metrics);
        CallerBound.Use first = of8.enter("192.0.2.1");
        of8.enter("192.0.2.1");
        assertEquals(
                429, assertThrows(Problem.class, () -> of8.enter("192.0.2.1")).status());
        assertEquals(1, slowed("address"));
        of8.enter("192.0.2.2");
        of8.enter(Caller.admin("192.0.2.1"));
        first.leave();
        of8.enter("192.0.2.1");
        assertThrows(Problem.class, () -> of8.enter("192.0.2.1"));
    }

    @Test
    void one_key_has_so_many_under_way_and_leaves_the_others_theirs() {
        Caller busy = Caller.admin("busy");
        CallerBound.Use first = bound.enter(busy);
        for (int i = 1; i < AT_ONCE; i++) {
            bound.enter(busy);
        }
        refused(busy);
        assertEquals(1, slowed("at_once"));
        bound.enter(Caller.admin("other"));
        first.leave();
        bound.enter(busy);
        refused(busy);
    }

    @Test
    void a_lane_that_floods_is_slowed_and_another_one_is_not() {
        assertEquals(2 * PER_SECOND, let(lane("flooding"), 1_000));
        assertEquals(1_000 - 2 * PER_SECOND, slowed("too_fast"));
        assertEquals(2 * PER_SECOND, let(lane("good"), 2 * PER_SECOND));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(PER_SECOND, let(lane("flooding"), 1_000));
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertEquals(1, let(lane("flooding"), 1_000));
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertEquals(2 * PER_SECOND, let(lane("flooding"), 1_000), "it saves up no more than a burst");
    }

    @Test
    void two_keys_of_a_lane_share_its_bounds() {
        Caller one = Caller.lane("one", "lane", "lot");
        Caller two = Caller.lane("two", "lane", "lot");
        for (int i = 0; i < AT_ONCE; i++) {
            bound.enter(i % 2 == 0 ? one : two);
        }
        refused(one);
        refused(two);
    }

    @Test
    void keys_of_people_have_no_rate() {
        assertEquals(1_000, let(Caller.admin("admin"), 1_000));
    }
}
