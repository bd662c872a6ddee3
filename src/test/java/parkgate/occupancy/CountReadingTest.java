package parkgate.occupancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountReadingTest {
    private static final List<String> THOUSANDS =
            IntStream.range(0, 20_000).mapToObj(n -> "lot-" + n).toList();

    @Test
    void reads_every_lot_of_a_city_and_never_too_many_at_once() {
        Deque<Promise<LotCount>> asked = new ArrayDeque<>();
        Future<Map<String, LotCount>> all = new CountReading(lotId -> {
                    Promise<LotCount> answer = Promise.promise();
                    asked.add(answer);
                    return answer.future();
                })
                .all(THOUSANDS);
        int most = 0;
        while (!all.isComplete()) {
            most = Math.max(most, asked.size());
            asked.remove().complete(new LotCount(1, 0, 0));
        }
        assertEquals(THOUSANDS.size(), all.result().size());
        assertEquals(CountReading.AT_ONCE, most);
    }

    @Test
    void answers_that_are_there_at_once_do_not_pile_up_on_the_stack() {
        Future<Map<String, LotCount>> all =
                new CountReading(lotId -> Future.succeededFuture(new LotCount(1, 0, 0))).all(THOUSANDS);
        assertEquals(THOUSANDS.size(), all.result().size());
    }

    @Test
    void one_lot_that_cannot_be_read_fails_the_whole_but_not_the_others() {
        CountReading reading = new CountReading(lotId -> {
            if (lotId.equals("lot-5")) {
                throw new IllegalStateException("away");
            }
            return Future.succeededFuture(new LotCount(1, 0, 0));
        });
        assertTrue(reading.all(THOUSANDS).failed());
        CountReading.Read each = reading.each(THOUSANDS).result();
        assertEquals(THOUSANDS.size() - 1, each.counts().size());
        assertFalse(each.counts().containsKey("lot-5"));
        assertNotNull(each.failure());
    }

    @Test
    void no_lots_are_read_at_once() {
        assertEquals(
                Map.of(),
                new CountReading(lotId -> Future.failedFuture("not asked"))
                        .all(List.of())
                        .result());
    }
}
