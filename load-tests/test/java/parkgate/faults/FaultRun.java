package parkgate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parkgate.faults.Violation.Promise;

/** One run from the first process to the verdict. */
final class FaultRun implements AutoCloseable {
    private static final long REST_MS = 60_000;

    private final Terms terms;
    private final RunFolder folder;
    private final History history;
    private final Thread ending = new Thread(this::endProcesses, "end the fault run's processes");
    private @Nullable Stack stack;

    /**
     * What a run is to be.
     *
     * @param leastMs it lasts at least so long, the schedule again and again with other dice
     * @param faults and has at least so many
     * @param atOnce faults at a time
     * @param drivers who drive at the same time
     * @param pauseMs between two things that a driver does
     * @param classPath of the service
     */
    record Terms(
            long seed,
            long leastMs,
            int faults,
            int atOnce,
            int instances,
            boolean cluster,
            int drivers,
            int cars,
            int pauseMs,
            List<FaultKind> kinds,
            String classPath) {}

    /**
     * What came of it.
     *
     * @param report in Markdown
     * @param folder with history and logs; kept
     */
    record Verdict(List<Violation> violations, String report, Path folder, List<Ask> asks, int faults) {}

    FaultRun(Terms terms, Path folder) throws IOException {
        this.terms = terms;
        this.folder = RunFolder.make(folder);
        this.history = new History(this.folder.root().resolve("history.jsonl"));
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /** What a shutdown leaves over, since its threads go on meanwhile, is the watchdog's. */
    private void endProcesses() {
        if (stack != null) {
            stack.close();
        }
    }

    /** Where the executables are unpacked, for all runs. */
    static Path binaries() {
        return Path.of(System.getProperty("load.executables", "target/embedded-bin"))
                .toAbsolutePath()
                .normalize();
    }

    Verdict run() throws IOException, InterruptedException, SQLException {
        long begun = System.currentTimeMillis();
        Stack all = Stack.start(folder, binaries(), terms.classPath(), terms.instances(), terms.cluster(), Map.of());
        stack = all;
        Town town = Town.make(all.instances().get(0).uri(), Stack.ADMIN_KEY, terms.cars());
        long from = System.currentTimeMillis();
        FaultHand hand = new FaultHand(all, town.lots(), history);
        // Some may be skipped; a run that is to last takes as many as come.
        int most = terms.leastMs() == 0 ? 2 * terms.faults() : 100_000;
        Storm storm = new Storm(all, hand, history, Fault.schedule(terms.seed(), most, terms.kinds()));
        BooleanSupplier raging =
                () -> System.currentTimeMillis() - from < terms.leastMs() || storm.done() < terms.faults();
        disturbed(town, all, storm, raging);
        long raged = System.currentTimeMillis() - from;

        List<Violation> violations = new ArrayList<>(storm.violations());
        Witness witness = new Witness(all, town.lots());
        if (!witness.awaitRest(REST_MS)) {
            violations.add(new Violation(
                    Promise.HEALS,
                    "not at rest " + REST_MS / 1_000 + " s after the last fault: alive " + all.alive() + ", outbox "
                            + all.redis().unrecorded(town.lots())));
        }
        Checker checker = new Checker(town.lots(), history.asks(), history.losses(), witness.evidence());
        violations.addAll(checker.check());
        String report =
                new Report(terms, storm, history, violations, checker.excused().size(), begun, raged).text();
        folder.write("excused.txt", String.join("\n", checker.excused()));
        folder.write("fault-run.md", report);
        return new Verdict(violations, report, folder.root(), history.asks(), storm.done());
    }

    /** Drivers drive while the storm rages, and a little longer. */
    private void disturbed(Town town, Stack all, Storm storm, BooleanSupplier raging)
            throws InterruptedException, IOException {
        ExecutorService hands = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "fault run");
            thread.setDaemon(true);
            return thread;
        });
        try {
            boolean[] over = {false};
            Lanes lanes = new Lanes(all.laneLinks(), history);
            List<Future<?>> driving = new ArrayList<>();
            for (int i = 0; i < terms.drivers(); i++) {
                List<Car> own = new ArrayList<>();
                for (int c = i; c < town.cars().size(); c += terms.drivers()) {
                    own.add(town.cars().get(c));
                }
                Driver driver = new Driver(town, own, lanes, new Random(terms.seed() * 31 + i), hands, terms.pauseMs());
                driving.add(hands.submit(task(() -> driver.drive(() -> !over[0]))));
            }
            List<Future<?>> storms = new ArrayList<>();
            for (int i = 0; i < terms.atOnce(); i++) {
                storms.add(hands.submit(task(() -> storm.rage(raging))));
            }
            while (storms.stream().anyMatch(each -> !each.isDone())) {
                Thread.sleep(300);
                storm.watch();
            }
            for (Future<?> each : storms) {
                each.get();
            }
            Thread.sleep(1_000);
            over[0] = true;
            for (Future<?> each : driving) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            hands.shutdownNow();
            hands.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Callable<Object> task(Work work) {
        return () -> {
            work.run();
            return "";
        };
    }

    /** Ends all its processes; the folder with history and logs stays. */
    @Override
    public void close() throws IOException {
        endProcesses();
        folder.close();
        history.close();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException thisIsTheShutdown) {
            // then the hook runs by itself
        }
    }

    /** Takes the folder away after a run that found nothing. */
    void forget() throws IOException {
        if (Files.exists(folder.root())) {
            folder.delete();
        }
    }
}
