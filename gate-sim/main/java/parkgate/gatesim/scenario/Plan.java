package parkgate.gatesim.scenario;

import java.util.List;
import parkgate.gatesim.scenario.Scenario.Group;

/** What will happen in a run, all of it drawn from the seed before the run begins. */
public record Plan(long seed, List<DriverPlan> drivers) {

    /**
     * One driver's day.
     *
     * @param number of the driver in the run, from 0
     */
    public record DriverPlan(int number, Group group, List<VisitPlan> visits) {
        /** When the driver first does anything, in real milliseconds from the start. */
        public long firstMs() {
            return visits.get(0).arriveMs();
        }
    }

    /**
     * One visit.
     *
     * @param entryLane where the car comes in
     * @param otherLot where a copy of the code is tried
     * @param otherLane an entry lane there, not {@code entryLane}
     * @param exitLane where it goes out
     * @param arriveMs real milliseconds from the start
     * @param stayMs real milliseconds between entry and exit
     * @param diceSeed of what the pictures of this visit look like, and which character a forger changes
     */
    public record VisitPlan(
            String lot,
            String entryLane,
            String otherLot,
            String otherLane,
            String exitLane,
            long arriveMs,
            long stayMs,
            Mishap entryMishap,
            Mishap exitMishap,
            long diceSeed) {}

    /** What goes wrong on the way of one scan. */
    public enum Mishap {
        NONE,
        LOST_ANSWER,
        SENT_TWICE,
        BARRIER_STAYS_SHUT
    }
}
