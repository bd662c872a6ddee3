package parkgate.load.city;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.load.city.Plan.Kind;
import parkgate.load.drive.Shot;
import parkgate.load.drive.Traffic;

/**
 * A city's traffic at its lanes: entries and exits, passages where a lane has a loop, scans that are asked again, and people who
 * are to be refused. Every answer is compared with what was expected; what was not decided (503, or no answer) is asked again
 * with the same scanId until it is, as a lane does, so that at the end the load knows who is inside which lot. On one event loop.
 */
public final class CityTraffic implements Traffic, AutoCloseable {
    /** What asks for the same once more is called in the tally. */
    static final String AGAIN = "again: ";

    static final String UNEXPECTED = "unexpected";
    private static final int MOST_KEPT = 20;
    /** A code is good for at least twice as long. */
    private static final long KEPT_MS = 12_000;

    private final Planning planning;
    private final Ahead ahead;
    private final Scans scans;
    private final FollowUps followUps = new FollowUps();
    private final InstantSource clock;
    private final int lead;
    private final List<String> unexpected = new ArrayList<>();
    private final List<Gate> open = new ArrayList<>();
    private long unexpectedCount;
    private int planned;
    private int underWay;
    private long starved;
    private boolean finishing;

    /**
     * Traffic that has not begun.
     *
     * @param keepInside so many are inside before the first comes out
     * @param lead so many scans are made ahead
     */
    public CityTraffic(
            Lots lots,
            People people,
            Mix mix,
            String host,
            int keepInside,
            int lead,
            InstantSource clock,
            RandomGenerator dice) {
        this.planning = new Planning(lots, people, mix, keepInside, clock, dice);
        this.ahead = new Ahead(clock);
        this.clock = clock;
        this.lead = lead;
        lots.plain().forEach(lot -> open.add(new Gate(lot, false, host)));
        lots.looped().forEach(lot -> open.add(new Gate(lot, true, host)));
        List<Gate> full =
                lots.full().stream().map(lot -> new Gate(lot, false, host)).toList();
        this.scans = new Scans(this, open, full, mix, dice);
    }

    @Override
    public @Nullable Shot next() {
        Shot shot = followUps.poll(clock.millis());
        if (shot == null && !finishing) {
            plan();
            Plan plan = fresh();
            if (plan == null) {
                starved++;
                return null;
            }
            planned--;
            shot = scans.of(plan);
        }
        underWay += shot == null ? 0 : 1;
        return shot;
    }

    /** What was made too long ago, since nothing could be sent meanwhile, is made again. */
    private @Nullable Plan fresh() {
        Plan plan = ahead.poll();
        while (plan != null && clock.millis() - plan.madeAtMs > KEPT_MS) {
            ahead.ask(plan);
            plan = ahead.poll();
        }
        return plan;
    }

    private void plan() {
        while (planned < lead) {
            Plan plan = planning.next();
            if (plan == null) {
                return;
            }
            planned++;
            ahead.ask(plan);
        }
    }

    /** Makes what comes first, before the load begins. */
    public void prepare() {
        plan();
    }

    @Override
    public boolean isGood(String word) {
        return !word.startsWith(AGAIN) && !word.startsWith(UNEXPECTED);
    }

    void answered() {
        underWay--;
    }

    void later(long afterMs, Shot shot) {
        followUps.add(clock.millis() + afterMs, shot);
    }

    void over(Plan plan) {
        planning.over(plan);
    }

    long nowMs() {
        return clock.millis();
    }

    String unexpected(Kind kind, String what) {
        unexpectedCount++;
        if (unexpected.size() < MOST_KEPT) {
            unexpected.add(kind + ": " + what);
        }
        return UNEXPECTED + " at " + kind;
    }

    /** From now on nobody comes any more; what is under way, and what follows from it, is still done. */
    public void finish() {
        finishing = true;
        Plan plan = ahead.poll();
        while (plan != null) {
            planned--;
            planning.over(plan);
            plan = ahead.poll();
        }
    }

    /** Requests that have no answer yet, or are still to be sent, or are being made. */
    public int pending() {
        return underWay + followUps.size() + (finishing ? 0 : planned);
    }

    public void keepInside(int count) {
        planning.keepInside(count);
    }

    public int inside() {
        return planning.inside();
    }

    /** Answers that were not as expected. */
    public long unexpectedCount() {
        return unexpectedCount;
    }

    /** The first of them. */
    public List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** How often nobody could come, since the drivers are too few or what they show was not made yet. */
    public long starved() {
        return starved;
    }

    /** Processor time of signing and of drawing and reading pictures, seconds. */
    public double signingSeconds() {
        return ahead.signingSeconds();
    }

    public double picturesSeconds() {
        return ahead.picturesSeconds();
    }

    public long pictures() {
        return ahead.pictures();
    }

    /** Who is inside by the load's own book: the credential's id, and the lot's. */
    public Map<String, String> book() {
        Map<String, String> book = new HashMap<>();
        for (Motorist one : planning.all()) {
            if (one.lot != Motorist.OUTSIDE) {
                book.put(one.code.credentialId(), open.get(one.lot).lot.lotId());
            }
        }
        return book;
    }

    /** Grants that lanes were told, each once, by direction. */
    public long entries() {
        return scans.entries();
    }

    public long exits() {
        return scans.exits();
    }

    @Override
    public void close() {
        ahead.close();
    }
}
