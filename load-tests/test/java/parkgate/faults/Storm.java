package parkgate.faults;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parkgate.faults.FaultHand.Outcome;
import parkgate.faults.Violation.Promise;

/**
 * Brings the faults of a schedule about, some at the same time. Two never hit the same thing; and while PostgreSQL or a way
 * to it is away, Redis loses no memory: FENCE.md does not promise to bear both at once.
 */
final class Storm {
    private static final long HEAL_MS = 60_000;

    private final Stack stack;
    private final FaultHand hand;
    private final History history;
    private final Deque<Fault> ahead;
    private final Set<String> busy = new HashSet<>();
    private final Map<FaultKind, Tally> tallies = new EnumMap<>(FaultKind.class);
    private final List<Violation> violations = new ArrayList<>();
    private int postgresAway;
    private int losing;
    private int done;

    /** How often a kind came, and how long until every instance answered for every lot again, milliseconds. */
    static final class Tally {
        int times;
        int skipped;
        final List<Long> healMs = new ArrayList<>();
    }

    Storm(Stack stack, FaultHand hand, History history, List<Fault> schedule) {
        this.stack = stack;
        this.hand = hand;
        this.history = history;
        this.ahead = new ArrayDeque<>(schedule);
    }

    /** Goes on until the schedule is over, or it shall not go on. Called by as many threads as faults may be at a time. */
    void rage(BooleanSupplier goesOn) throws InterruptedException {
        Fault fault = next();
        while (fault != null && goesOn.getAsBoolean()) {
            Thread.sleep(fault.waitMs());
            begin(fault);
            try {
                strike(fault);
            } finally {
                end(fault);
            }
            fault = next();
        }
    }

    private synchronized @Nullable Fault next() {
        return ahead.poll();
    }

    private synchronized void begin(Fault fault) throws InterruptedException {
        while (busy.contains(hand.victim(fault))
                || (fault.kind().isPostgresAway() && losing > 0)
                || (fault.kind().losesMemory() && postgresAway > 0)) {
            wait();
        }
        busy.add(hand.victim(fault));
        postgresAway += fault.kind().isPostgresAway() ? 1 : 0;
        losing += fault.kind().losesMemory() ? 1 : 0;
    }

    private synchronized void end(Fault fault) {
        busy.remove(hand.victim(fault));
        postgresAway -= fault.kind().isPostgresAway() ? 1 : 0;
        losing -= fault.kind().losesMemory() ? 1 : 0;
        notifyAll();
    }

    private void strike(Fault fault) throws InterruptedException {
        history.note("begins " + fault.line());
        Outcome outcome;
        try {
            outcome = hand.act(fault);
        } catch (IOException e) {
            broken(fault.line() + " could not be mended: " + e);
            outcome = Outcome.NOT_MENDED;
        }
        history.note("mended " + fault.line() + ": " + outcome);
        long heal = outcome == Outcome.DONE ? healing(hand.victim(fault)) : 0;
        if (outcome == Outcome.NOT_MENDED || heal < 0) {
            broken("not well within " + HEAL_MS / 1_000 + " s after " + fault.line() + ": " + outcome + ", alive "
                    + stack.alive());
        }
        count(fault, outcome, heal);
        history.note("healed " + fault.line() + " in " + heal + " ms");
    }

    private synchronized void count(Fault fault, Outcome outcome, long heal) {
        Tally tally = tallies.computeIfAbsent(fault.kind(), x -> new Tally());
        if (outcome == Outcome.SKIPPED) {
            tally.skipped++;
            System.err.println("SKIPPED, not possible here or nothing there to hit: " + fault.line());
            return;
        }
        tally.times++;
        done++;
        if (heal >= 0) {
            tally.healMs.add(heal);
        }
    }

    /**
     * Until every instance tells the count of every lot, whatever the other faults do meanwhile; an instance that another one
     * has killed or halted has time until that one is mended. -1 at the bound.
     */
    private long healing(String own) throws InterruptedException {
        long from = System.nanoTime();
        for (int i = 0; i < stack.instances().size(); ) {
            if ((!own.equals("instance " + i) && isHit("instance " + i))
                    || stack.ask(i, "/v1/places/faults-city/occupancy") != null) {
                i++;
                continue;
            }
            if ((System.nanoTime() - from) / 1_000_000 > HEAL_MS) {
                return -1;
            }
            Thread.sleep(100);
        }
        return (System.nanoTime() - from) / 1_000_000;
    }

    private synchronized boolean isHit(String victim) {
        return busy.contains(victim);
    }

    /** A process that nobody ended is not there any more: that is seen, and it is started again. */
    synchronized void watch() throws InterruptedException {
        for (Proc each : stack.processes()) {
            String name = each.name().startsWith("redis") ? "Redis" : each.name();
            if (!busy.contains(name) && each.diedByItself()) {
                broken(each.name() + " has ended by itself");
                try {
                    each.start();
                } catch (IOException e) {
                    broken(each.name() + " does not start again: " + e);
                }
            }
        }
    }

    private synchronized void broken(String what) {
        violations.add(new Violation(Promise.HEALS, what));
        history.note("VIOLATION " + what);
    }

    synchronized int done() {
        return done;
    }

    synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }

    synchronized Map<FaultKind, Tally> tallies() {
        return new EnumMap<>(tallies);
    }
}
