package parkgate.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void a_schedule_follows_from_its_seed() {
        List<Fault> schedule = Fault.schedule(7, 200, FaultKind.of(false));
        assertEquals(schedule, Fault.schedule(7, 200, FaultKind.of(false)));
        assertNotEquals(schedule, Fault.schedule(8, 200, FaultKind.of(false)));
        assertEquals(schedule.subList(0, 50), Fault.schedule(7, 50, FaultKind.of(false)), "a longer one begins alike");
    }

    @Test
    void every_kind_comes_in_a_long_run() {
        for (boolean cluster : List.of(true, false)) {
            List<FaultKind> kinds = FaultKind.of(cluster);
            assertEquals(
                    List.copyOf(kinds),
                    Fault.schedule(1, 1_000, kinds).stream()
                            .map(Fault::kind)
                            .distinct()
                            .sorted()
                            .collect(Collectors.toList()));
        }
    }

    @Test
    void nothing_takes_postgres_away_and_redis_memory_too() {
        for (FaultKind kind : FaultKind.values()) {
            assertTrue(!kind.isPostgresAway() || !kind.losesMemory(), kind::name);
        }
    }
}
