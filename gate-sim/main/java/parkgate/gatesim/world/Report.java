package parkgate.gatesim.world;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parkgate.gatesim.ledger.Difference;
import parkgate.gatesim.scenario.Scenario;

/** What came out of a run: answers by reason, how well codes could be read, how long answers took, what differed. */
public final class Report {
    private static final int SHOWN_DIFFERENCES = 50;

    private final World world;
    private final Scenario scenario;
    private final long seed;
    private final List<Difference> differences;

    Report(World world, Scenario scenario, long seed) {
        this.world = world;
        this.scenario = scenario;
        this.seed = seed;
        this.differences = world.ledger.differences();
    }

    public List<Difference> differences() {
        return differences;
    }

    /** Scans that were answered. */
    public int scans() {
        return world.ledger.scans().size();
    }

    /** How often each answer was given. */
    public Map<String, Long> answers() {
        return world.ledger.answers();
    }

    /** Scans that lanes decided by themselves. */
    public long decidedAlone() {
        return world.decidedAlone();
    }

    public Scanner.Reads reads() {
        return world.scanner.reads();
    }

    static String inside(World world) {
        return world.places.districts().values().stream()
                .flatMap(List::stream)
                .sorted()
                .map(lot -> world.ledger.carsInside(lot) + world.ledger.unknownCars(lot) + "/"
                        + world.ledger.lot(lot).capacity())
                .collect(Collectors.joining(" "));
    }

    public void print(PrintStream out) {
        out.printf("%n%s, seed %d, city %s%n%n", scenario.name(), seed, world.places.city());
        out.printf("%-28s %8s%n", "answer", "scans");
        answers().forEach((word, count) -> out.printf("%-28s %8d%n", word, count));
        out.printf("%-28s %8d%n%n", "all", scans());
        Scanner.Reads reads = reads();
        out.printf(
                "pictures                     %d taken, %d read (%.1f %%)%n",
                reads.pictures(), reads.read(), percent(reads.read(), reads.pictures()));
        out.printf(
                "codes shown                  %d, read at the first picture %d (%.1f %%), given up %d, misread %d%n",
                reads.shows(),
                reads.firstReads(),
                percent(reads.firstReads(), reads.shows()),
                reads.givenUp(),
                reads.misread());
        latency(out, "scans", world.scanLatency);
        latency(out, "passages", world.passageLatency);
        out.printf(
                "network                      %d attempts unanswered, %d put off by the service%n",
                world.unanswered(), world.putOff());
        out.printf("decided by lanes alone       %d%n", decidedAlone());
        out.printf("cars inside / capacity       %s%n%n", inside(world));
        differences.stream().limit(SHOWN_DIFFERENCES).forEach(difference -> out.println("DIFFERS  " + difference));
        if (differences.size() > SHOWN_DIFFERENCES) {
            out.printf("… and %d more%n", differences.size() - SHOWN_DIFFERENCES);
        }
        out.println(differences.isEmpty() ? "no difference" : differences.size() + " differences");
    }

    private static void latency(PrintStream out, String what, Latency latency) {
        out.printf(
                "%-28s p50 %.1f ms, p90 %.1f, p99 %.1f, max %.1f (%d answers)%n",
                what, latency.ms(50), latency.ms(90), latency.ms(99), latency.ms(100), latency.count());
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
