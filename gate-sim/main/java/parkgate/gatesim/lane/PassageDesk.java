package parkgate.gatesim.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.lane.device.Loops;
import parkgate.gatesim.lane.device.PassageWatch;

/** Whose car is next to cross the closing loop: grants in the order in which they were made, and what became of each. */
final class PassageDesk {
    private static final int MOST_WAITING = 8;

    private final Loops loops;
    private final Controller controller;
    private final LongSupplier millis;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable PassageWatch watch;
    private boolean closingWasOccupied;
    private long letThroughUntilMs;

    private record Waiting(Decided grant, long untilMs) {}

    PassageDesk(Loops loops, Controller controller, LongSupplier millis) {
        this.loops = loops;
        this.controller = controller;
        this.millis = millis;
    }

    /** The barrier rose for this grant, perhaps again. */
    synchronized void granted(Decided grant, long timeoutMs) {
        waiting.removeIf(other -> other.grant().decisionId().equals(grant.decisionId()));
        if (waiting.size() == MOST_WAITING) {
            controller.passed(waiting.removeFirst().grant(), false);
        }
        waiting.addLast(new Waiting(grant, millis.getAsLong() + timeoutMs));
        if (waiting.size() == 1) {
            watch = null;
        }
    }

    /** The service opened: it knows of the next car. */
    synchronized void letThrough(long forMs) {
        letThroughUntilMs = millis.getAsLong() + forMs;
    }

    /** Looks at the loops: to be called often. */
    synchronized void look() {
        long now = millis.getAsLong();
        Waiting next = waiting.peekFirst();
        boolean occupied = loops.closing() == Loops.State.OCCUPIED;
        boolean crossed = closingWasOccupied && loops.closing() == Loops.State.FREE;
        if (next == null) {
            if (crossed && now < letThroughUntilMs) {
                letThroughUntilMs = 0;
            } else if (crossed) {
                controller.passedWithoutGrant();
            }
        } else {
            if (watch == null) {
                watch = new PassageWatch(next.untilMs(), loops.arming());
            }
            PassageWatch.Outcome outcome = watch.look(loops.arming(), loops.closing(), now);
            if (outcome != null) {
                waiting.removeFirst();
                watch = null;
                controller.passed(next.grant(), outcome == PassageWatch.Outcome.CONFIRMED);
            }
        }
        closingWasOccupied = occupied;
    }
}
