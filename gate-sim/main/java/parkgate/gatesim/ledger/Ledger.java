package parkgate.gatesim.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The simulator's own book of a run: each lot's count, every scan and its answer, and what differed. Any thread may
 * write into it.
 */
public final class Ledger {
    private final Map<String, LotRules> lots;
    private final Map<String, LotCount> counts = new ConcurrentHashMap<>();
    private final Map<String, Long> unknownCars = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> carsInside = new ConcurrentHashMap<>();
    private final Queue<ScanRecord> scans = new ConcurrentLinkedQueue<>();
    private final Queue<Difference> differences = new ConcurrentLinkedQueue<>();
    private final Queue<String> sessionsWithoutEntry = new ConcurrentLinkedQueue<>();

    /**
     * A book for these lots.
     *
     * @param carsAtStart by lot: cars inside of which the service has no session
     */
    public Ledger(Map<String, LotRules> lots, Map<String, Integer> carsAtStart) {
        this.lots = Map.copyOf(lots);
        carsAtStart.forEach((lot, cars) -> {
            counts.put(lot, new LotCount(cars));
            unknownCars.put(lot, (long) cars);
            carsInside.put(lot, new LongAdder());
        });
    }

    public LotRules lot(String lotId) {
        return known(lots, lotId);
    }

    public LotCount count(String lotId) {
        return known(counts, lotId);
    }

    /** A car crossed the closing loop, inwards or outwards. */
    public void crossed(String lotId, int cars) {
        known(carsInside, lotId).add(cars);
    }

    /** Cars inside that this run's drivers brought in. */
    public long carsInside(String lotId) {
        return known(carsInside, lotId).sum();
    }

    /** Cars inside that were there before. */
    public long unknownCars(String lotId) {
        return known(unknownCars, lotId);
    }

    /** A car without a session has left: true where the count goes down by it. */
    public boolean unknownLeft(String lotId) {
        boolean[] lowered = {false};
        unknownCars.computeIfPresent(lotId, (lot, cars) -> {
            lowered[0] = cars > 0;
            return Math.max(0, cars - 1);
        });
        return lowered[0];
    }

    /** The service opened a session for an exit that had none: it is no stay of this ledger. */
    public void sessionWithoutEntry(String sessionId) {
        sessionsWithoutEntry.add(sessionId);
    }

    public List<String> sessionsWithoutEntry() {
        return List.copyOf(sessionsWithoutEntry);
    }

    public void answered(ScanRecord scan) {
        scans.add(scan);
    }

    public List<ScanRecord> scans() {
        return List.copyOf(scans);
    }

    /** How often each answer was given, by its word. */
    public Map<String, Long> answers() {
        Map<String, Long> byWord = new TreeMap<>();
        scans.forEach(scan -> byWord.merge(scan.answer().word(), 1L, Long::sum));
        return byWord;
    }

    public void differs(String where, String expected, String got) {
        differences.add(new Difference(where, expected, got));
    }

    public List<Difference> differences() {
        return new ArrayList<>(differences);
    }

    private static <T> T known(Map<String, T> byLot, String lotId) {
        T value = byLot.get(lotId);
        if (value == null) {
            throw new IllegalArgumentException("no lot " + lotId);
        }
        return value;
    }
}
