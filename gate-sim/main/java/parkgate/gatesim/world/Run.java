package parkgate.gatesim.world;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import parkgate.gatesim.api.Stopped;
import parkgate.gatesim.api.Unanswered;
import parkgate.gatesim.api.UnexpectedReply;
import parkgate.gatesim.ledger.Card;
import parkgate.gatesim.scenario.Plan;
import parkgate.gatesim.scenario.Plan.DriverPlan;
import parkgate.gatesim.scenario.Plan.VisitPlan;
import parkgate.gatesim.scenario.Planner;
import parkgate.gatesim.scenario.Scenario;

/** One run of a scenario against a service, from an empty city to the comparison. */
public final class Run {
    /** A run with so many differences has shown what there was to show. */
    private static final int ENOUGH_DIFFERENCES = 20;

    private static final int ISSUING_AT_ONCE = 4;
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    private final World world;
    private final Stories stories;
    private final Plan plan;
    private final Settings how;
    private final PrintStream out;
    private final ExecutorService threads;
    private final Map<Integer, Driver> drivers = new ConcurrentHashMap<>();

    private Run(World world, Plan plan, Settings how, PrintStream out, ExecutorService threads) {
        this.world = world;
        this.stories = new Stories(world);
        this.plan = plan;
        this.how = how;
        this.out = out;
        this.threads = threads;
    }

    /**
     * How a run is done.
     *
     * @param run its id, at most 20 characters
     * @param speed divides the real length of the day
     * @param settling how long the service may take until everything that was answered stands in its lists
     * @param keepGoing goes on to the end of the day however many differences there are
     */
    public record Settings(
            URI service, String adminKey, String run, long seed, double speed, Duration settling, boolean keepGoing) {
        @Override
        public String toString() {
            return "Settings[" + service + ", " + run + ", " + seed + "]";
        }
    }

    /**
     * Plays the scenario.
     *
     * @param out progress, one line every few seconds
     */
    public static Report play(Scenario scenario, Settings how, PrintStream out) {
        // One thread for each driver who is on the way; the scenario bounds how many there are.
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "driver");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Plan plan = Planner.plan(scenario, how.seed(), how.speed());
            double realSeconds = scenario.realSeconds() / how.speed();
            World world = World.make(how.service(), how.adminKey(), scenario, how.run(), realSeconds, threads);
            try (LaneComputers lanes = world.computers) {
                return new Run(world, plan, how, out, threads).play(scenario, lanes);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Report play(Scenario scenario, LaneComputers lanes) {
        out.printf(
                "%s: seed %d, %d drivers, city %s%n",
                scenario.name(), plan.seed(), plan.drivers().size(), world.places.city());
        issueCards();
        Cuts cuts = new Cuts(world, scenario, how.speed(), out);
        cuts.beforeTheDay();
        out.printf("%d credentials issued; the day begins%n", world.cards().size());
        world.day.beginAtMs(
                plan.drivers().stream().mapToLong(DriverPlan::firstMs).min().orElse(0));
        Future<?> progress = threads.submit(this::showProgress);
        Future<?> cutting = threads.submit(cuts);
        sendDrivers();
        progress.cancel(true);
        cutting.cancel(true);
        cuts.afterTheDay(lanes);
        boolean whole = !world.day.isStopped();
        out.println(whole ? "the day is over; comparing" : "stopped: too many differences; comparing what there is");
        new Comparison(world, scenario, how.settling()).record(whole);
        return new Report(world, scenario, plan.seed());
    }

    private void issueCards() {
        ExecutorService issuing = Executors.newFixedThreadPool(ISSUING_AT_ONCE);
        try {
            List<Future<?>> issues = new ArrayList<>();
            for (DriverPlan driver : plan.drivers()) {
                if (!Stories.issuedOnArrival(driver.group().story())) {
                    issues.add(issuing.submit(() -> driver(driver)));
                }
            }
            issues.forEach(Run::await);
        } finally {
            issuing.shutdownNow();
        }
    }

    private Driver driver(DriverPlan plan) {
        return drivers.computeIfAbsent(plan.number(), number -> {
            String holder = world.places.city() + "-driver-" + number;
            Card card = world.cards.issue(
                    holder, plan.group(), Stories.life(plan.group().story()));
            world.keep(card);
            return new Driver(world, card);
        });
    }

    private void sendDrivers() {
        List<DriverPlan> byArrival = plan.drivers().stream()
                .sorted(Comparator.comparingLong(DriverPlan::firstMs))
                .toList();
        List<Future<?>> days = new ArrayList<>();
        try {
            for (DriverPlan driver : byArrival) {
                world.day.untilMs(driver.firstMs());
                days.add(threads.submit(() -> day(driver)));
            }
        } catch (Stopped e) {
            out.println("no more drivers set out");
        }
        days.forEach(Run::await);
    }

    private void day(DriverPlan plan) {
        String where = "driver " + plan.number() + ", story " + plan.group().story();
        try {
            Driver driver = driver(plan);
            for (VisitPlan visit : plan.visits()) {
                world.day.untilMs(visit.arriveMs());
                stories.play(plan.group().story(), driver, visit);
            }
        } catch (Stopped e) {
            return;
        } catch (Unanswered | UnexpectedReply e) {
            world.ledger.differs(where, "an answer", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A driver that fails is a finding too, and must not end the others' day.
            world.ledger.differs(where, "a day without an accident", e.toString());
        }
        if (!how.keepGoing() && world.ledger.differences().size() >= ENOUGH_DIFFERENCES) {
            world.day.stop();
        }
    }

    private void showProgress() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PROGRESS.toMillis());
                out.printf(
                        "%s  scans %d  inside %s  unanswered attempts %d  differences %d%n",
                        world.day.time().withSecond(0),
                        world.ledger.scans().size(),
                        Report.inside(world),
                        world.unanswered() + world.putOff(),
                        world.ledger.differences().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<?> work) {
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException trouble ? trouble : new IllegalStateException(e.getCause());
        }
    }
}
