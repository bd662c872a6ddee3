package parkgate.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Replicas replicas = new Replicas(nanos::get);

    @Test
    void one_that_is_away_still_counts() {
        assertEquals(2, replicas.of(2));
        assertEquals(2, replicas.of(1));
        assertEquals(2, replicas.of(0));
        assertEquals(3, replicas.of(3));
    }

    @Test
    void one_that_was_taken_away_for_good_is_forgotten() {
        replicas.of(2);
        nanos.addAndGet(Replicas.REMEMBERED.toNanos());
        assertEquals(2, replicas.of(1));
        nanos.addAndGet(1);
        assertEquals(1, replicas.of(1));
    }
}
