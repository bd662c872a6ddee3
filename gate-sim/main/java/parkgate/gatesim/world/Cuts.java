package parkgate.gatesim.world;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import parkgate.gatesim.api.Stopped;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.Scenario.Cut;

/** Cuts lots off from the service and connects them again, as the scenario says; cars go on meanwhile. */
final class Cuts implements Runnable {
    /** A lane tries again after at most half a minute, and then uploads. */
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(2);

    /** What was issued reaches every instance of the service within a second. */
    private static final long SPREAD_MS = 2_000;

    private final World world;
    private final Scenario scenario;
    private final double msPerSecond;
    private final PrintStream out;

    Cuts(World world, Scenario scenario, double speed, PrintStream out) {
        this.world = world;
        this.scenario = scenario;
        this.msPerSecond =
                scenario.realSeconds() * 1000 / speed / Duration.ofDays(1).toSeconds();
        this.out = out;
    }

    private record Turn(long atMs, String lot, boolean cut) {}

    /** Each lane has the pack with every driver of the day in it. */
    void beforeTheDay() {
        if (!scenario.cuts().isEmpty()) {
            world.day.pauseMs(SPREAD_MS);
            world.computers.all().forEach(LaneComputer::refreshPack);
        }
    }

    @Override
    public void run() {
        List<Turn> turns = new ArrayList<>();
        for (Cut cut : scenario.cuts()) {
            for (String lot : cut.lots()) {
                turns.add(new Turn(ms(cut.from()), lot, true));
                turns.add(new Turn(ms(cut.to()), lot, false));
            }
        }
        turns.sort(Comparator.comparingLong(Turn::atMs));
        try {
            for (Turn turn : turns) {
                world.day.untilMs(turn.atMs());
                world.places
                        .lanesOf(turn.lot())
                        .forEach(lane -> lane.computer.line().cut(turn.cut()));
                out.println(turn.lot() + (turn.cut() ? " is cut off" : " is connected again"));
            }
        } catch (Stopped e) {
            out.println("no more cuts");
        }
    }

    private long ms(String time) {
        return Math.round(LocalTime.parse(time).toSecondOfDay() * msPerSecond);
    }

    /** Everybody is connected, and tells what happened: a lane that cannot is a difference. */
    void afterTheDay(LaneComputers lanes) {
        lanes.all().forEach(lane -> lane.line().cut(false));
        for (LaneComputer lane : lanes.all()) {
            if (!lane.isTold(TOLD_WITHIN)) {
                world.ledger.differs(
                        "a lane's journal",
                        "told to the service",
                        lane.troubles().toString());
            }
        }
    }
}
