package parkgate.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A fault that is to come.
 *
 * @param number from 1
 * @param target which of those that its kind can hit
 * @param holdMs how long it lasts
 * @param waitMs before it, with nothing else from the same hand
 * @param dice for whatever else it needs
 */
record Fault(int number, FaultKind kind, int target, long holdMs, long waitMs, long dice) {
    private static final int LONGEST_MS = 4_000;

    /** The schedule of a run: it follows from the seed, whatever happens in the run. */
    static List<Fault> schedule(long seed, int faults, List<FaultKind> kinds) {
        Random dice = new Random(seed);
        int all = kinds.stream().mapToInt(FaultKind::weight).sum();
        List<Fault> schedule = new ArrayList<>();
        for (int i = 1; i <= faults; i++) {
            int roll = dice.nextInt(all);
            int k = 0;
            while (roll >= kinds.get(k).weight()) {
                roll -= kinds.get(k++).weight();
            }
            // Short ones are common, long ones outlast every deadline; without PostgreSQL answers are QUEUED after a
            // second.
            double length = Math.pow(dice.nextDouble(), 2);
            long least = kinds.get(k).isPostgresAway() && dice.nextBoolean() ? 1_200 : 100;
            schedule.add(new Fault(
                    i,
                    kinds.get(k),
                    dice.nextInt(1_000),
                    least + (long) (length * LONGEST_MS),
                    dice.nextInt(800),
                    dice.nextLong()));
        }
        return schedule;
    }

    String line() {
        return "#%d %s target %d for %d ms".formatted(number, kind, target, holdMs);
    }
}
