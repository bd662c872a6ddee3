package parkgate.gatesim.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.camera.Quality;

/**
 * A scenario file: one day at some lots. Everything in it is decided here or by the seed, nothing by timing.
 *
 * @param seed the run's seed where the command names none
 * @param realSeconds how long the day's 24 hours take on the real clock
 * @param timeZone of the city, an IANA name
 * @param camera how often pictures have each quality: weights, which need not add up to anything
 * @param mishaps how often a scan or its answer has trouble on its way
 * @param cuts when lots are cut off from the service; with any, lanes decide by themselves as the lane program does
 */
public record Scenario(
        String name,
        long seed,
        double realSeconds,
        String timeZone,
        List<LotPlan> lots,
        Map<Quality, Double> camera,
        Mishaps mishaps,
        List<Cut> cuts,
        List<Group> groups) {

    public Scenario {
        cuts = cuts == null ? List.of() : List.copyOf(cuts);
    }

    /**
     * All lanes of some lots are cut off.
     *
     * @param from the time of day, HH:MM
     * @param to likewise, later
     */
    public record Cut(List<String> lots, String from, String to) {}

    /**
     * A lot and its rules; the rules' words are the contract's.
     *
     * @param id within the run; the service gets it with the run's id before it
     * @param district within the run
     * @param carsAtStart cars inside when the lot goes live, of which the service has no session
     */
    public record LotPlan(
            String id,
            String district,
            String operator,
            int capacity,
            String passback,
            boolean admitTransients,
            String noOpenSession,
            String revokedExit,
            int passageTimeoutSeconds,
            int carsAtStart,
            List<LanePlan> lanes) {}

    /**
     * A lane.
     *
     * @param direction ENTRY or EXIT
     * @param confirmPassage false where the lane has no loop that could see a car pass
     */
    public record LanePlan(String id, String direction, boolean confirmPassage) {}

    /**
     * Shares of scans, 0 to 1.
     *
     * @param lostAnswer the answer is lost on its way, the same scan is sent again
     * @param sentTwice the same scan is sent twice at once
     * @param barrierStaysShut the barrier does not rise, the driver shows the code again
     */
    public record Mishaps(double lostAnswer, double sentTwice, double barrierStaysShut) {}

    /**
     * Drivers who do the same thing.
     *
     * @param story what they do
     * @param right null for drivers without one
     * @param lots where they go, each visit to one of them
     * @param arrive the first and the last time of day of a first arrival, HH:MM
     * @param stayMinutes the shortest and the longest stay, in minutes of the day
     * @param visits of each driver
     * @param gapMinutes between two visits of one driver, shortest and longest; null with one visit
     */
    public record Group(
            Story story,
            int drivers,
            Carries carries,
            @Nullable RightPlan right,
            List<String> lots,
            List<String> arrive,
            List<Integer> stayMinutes,
            int visits,
            @Nullable List<Integer> gapMinutes) {}

    /** What drivers of a group show. */
    public enum Carries {
        /** The web app: class D. */
        PHONE,
        /** A wallet pass: class T. */
        WALLET,
        /** Class S. */
        PAPER
    }

    /**
     * A right.
     *
     * @param type PERMIT or VISITOR
     * @param at where it is given: the city, the lot's district, or the lot alone
     * @param hours when it counts; null is always
     */
    public record RightPlan(String type, Level at, @Nullable Hours hours) {}

    /** The place that a right names. */
    public enum Level {
        CITY,
        DISTRICT,
        LOT
    }

    /** A right's time, as seen from the moment of the run. */
    public enum Hours {
        /** A recurring window of every day that the run lies in. */
        NOW,
        /** A recurring window of every day that the run does not lie in. */
        OTHER,
        /** Valid from tomorrow. */
        TOMORROW,
        /** Valid until just before the driver arrives. */
        ENDED
    }
}
