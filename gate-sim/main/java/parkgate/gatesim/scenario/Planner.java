package parkgate.gatesim.scenario;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import parkgate.gatesim.scenario.Plan.DriverPlan;
import parkgate.gatesim.scenario.Plan.Mishap;
import parkgate.gatesim.scenario.Plan.VisitPlan;
import parkgate.gatesim.scenario.Scenario.Group;
import parkgate.gatesim.scenario.Scenario.LanePlan;
import parkgate.gatesim.scenario.Scenario.LotPlan;
import parkgate.gatesim.scenario.Scenario.Mishaps;

/** Makes a plan of a scenario: each driver has dice of their own, so that one more driver changes no other's day. */
public final class Planner {
    private static final double DAY_MINUTES = Duration.ofDays(1).toMinutes();
    /** Spreads neighbouring driver numbers over all seeds (the golden ratio, as SplitMix64 has it). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Scenario scenario;
    private final Map<String, LotPlan> lots;
    private final double msPerMinute;

    private Planner(Scenario scenario, double speed) {
        this.scenario = scenario;
        this.lots = scenario.lots().stream().collect(Collectors.toMap(LotPlan::id, Function.identity()));
        this.msPerMinute = scenario.realSeconds() * 1000 / speed / DAY_MINUTES;
    }

    /**
     * The plan of a seed.
     *
     * @param speed divides the real length of the day
     */
    public static Plan plan(Scenario scenario, long seed, double speed) {
        Planner planner = new Planner(scenario, speed);
        List<DriverPlan> drivers = new ArrayList<>();
        for (Group group : scenario.groups()) {
            for (int i = 0; i < group.drivers(); i++) {
                int number = drivers.size();
                drivers.add(new DriverPlan(
                        number, group, planner.visits(group, new SplittableRandom(seed + SPREAD * (number + 1)))));
            }
        }
        return new Plan(seed, List.copyOf(drivers));
    }

    private List<VisitPlan> visits(Group group, RandomGenerator dice) {
        List<VisitPlan> visits = new ArrayList<>();
        double minute = between(
                minuteOfDay(group.arrive().get(0)), minuteOfDay(group.arrive().get(1)), dice);
        for (int i = 0; i < group.visits(); i++) {
            double stay = between(group.stayMinutes(), dice);
            visits.add(visit(group, minute, stay, dice));
            minute += stay + (group.gapMinutes() == null ? 0 : between(group.gapMinutes(), dice));
        }
        return List.copyOf(visits);
    }

    private VisitPlan visit(Group group, double arrive, double stay, RandomGenerator dice) {
        LotPlan lot = lot(group.lots().get(dice.nextInt(group.lots().size())));
        String entry = lane(lot, "ENTRY", "", dice);
        LotPlan other = lot(group.lots().get(dice.nextInt(group.lots().size())));
        if (other.equals(lot) && lanes(lot, "ENTRY").size() == 1) {
            other = lot(group.lots()
                    .get((group.lots().indexOf(lot.id()) + 1) % group.lots().size()));
        }
        return new VisitPlan(
                lot.id(),
                entry,
                other.id(),
                lane(other, "ENTRY", entry, dice),
                lane(lot, "EXIT", "", dice),
                Math.round(arrive * msPerMinute),
                Math.round(stay * msPerMinute),
                mishap(dice),
                mishap(dice),
                dice.nextLong());
    }

    private LotPlan lot(String id) {
        LotPlan lot = lots.get(id);
        if (lot == null) {
            throw new IllegalArgumentException("there is no lot " + id);
        }
        return lot;
    }

    private static List<String> lanes(LotPlan lot, String direction) {
        return lot.lanes().stream()
                .filter(lane -> lane.direction().equals(direction))
                .map(LanePlan::id)
                .toList();
    }

    /** A lane other than {@code not}, unless the lot has no other. */
    private static String lane(LotPlan lot, String direction, String not, RandomGenerator dice) {
        List<String> lanes = lanes(lot, direction);
        int at = dice.nextInt(lanes.size());
        return lanes.get(at).equals(not) ? lanes.get((at + 1) % lanes.size()) : lanes.get(at);
    }

    private Mishap mishap(RandomGenerator dice) {
        Mishaps shares = scenario.mishaps();
        double thrown = dice.nextDouble();
        if (thrown < shares.lostAnswer()) {
            return Mishap.LOST_ANSWER;
        }
        thrown -= shares.lostAnswer();
        if (thrown < shares.sentTwice()) {
            return Mishap.SENT_TWICE;
        }
        return thrown - shares.sentTwice() < shares.barrierStaysShut() ? Mishap.BARRIER_STAYS_SHUT : Mishap.NONE;
    }

    private static double minuteOfDay(String time) {
        return LocalTime.parse(time).toSecondOfDay() / 60.0;
    }

    private static double between(List<Integer> range, RandomGenerator dice) {
        return between(range.get(0), range.get(1), dice);
    }

    private static double between(double from, double to, RandomGenerator dice) {
        return from + dice.nextDouble() * (to - from);
    }
}
