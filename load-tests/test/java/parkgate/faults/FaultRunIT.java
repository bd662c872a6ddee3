package parkgate.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A short run of the bench, on one Redis. {@code -Dfaults.seed=7 -Dfaults.count=200} for another one; a run that finds
 * something keeps its folder.
 */
class FaultRunIT {
    @Test
    void no_promise_is_broken_under_faults() throws Exception {
        long seed = Long.getLong("faults.seed", 20);
        int faults = Integer.getInteger("faults.count", 15);
        FaultRun.Terms terms = new FaultRun.Terms(
                seed, 0, faults, 2, 2, false, 4, 24, 40, FaultKind.of(false), System.getProperty("java.class.path"));
        Path folder = Path.of("target", "fault-run-it-" + seed + '-' + System.currentTimeMillis());
        FaultRun.Verdict verdict;
        try (FaultRun run = new FaultRun(terms, folder)) {
            verdict = run.run();
            System.out.println(verdict.report());
        }
        assertEquals(
                List.of(),
                verdict.violations(),
                () -> "seed " + seed + ", history and logs are in " + verdict.folder() + "\n" + verdict.report());
        assertTrue(verdict.faults() >= faults);
        assertTrue(verdict.asks().stream().anyMatch(Ask::granted));
        RunFolder.delete(verdict.folder());
    }
}
