package parkgate.gatesim.world;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.api.ServerClock;
import parkgate.gatesim.camera.Quality;
import parkgate.gatesim.code.Rotating;
import parkgate.gatesim.ledger.Card;
import parkgate.gatesim.ledger.Shown;
import parkgate.gatesim.ledger.Stay;
import parkgate.gatesim.scenario.Plan.Mishap;

/** A driver with a car and a credential, and what they can do at a gate. */
final class Driver {
    /** Shows of a code that grew stale while the service did not answer. */
    private static final int SHOWS = 3;

    private final World world;
    private final Card card;
    private RandomGenerator dice = new SplittableRandom(0);
    private @Nullable Shown lastShown;
    private int scans;

    Driver(World world, Card card) {
        this.world = world;
        this.card = card;
    }

    Card card() {
        return card;
    }

    /** What the scanner read last of the own code: a picture of it would show the same. */
    @Nullable
    Shown lastShown() {
        return lastShown;
    }

    /** Begins a visit, with its own dice. */
    void begin(long diceSeed) {
        dice = new SplittableRandom(diceSeed);
    }

    RandomGenerator dice() {
        return dice;
    }

    /** What the credential shows at this moment. */
    Shown genuine() {
        Instant now = world.clock.instant();
        long step = card.carried() instanceof Rotating rotating ? rotating.step(now) : Shown.NO_STEP;
        return new Shown(card.carried().show(now), Shown.Kind.GENUINE, step);
    }

    /** Comes in with the own code, over the closing loop; false where the barrier stayed down. */
    boolean comesIn(Lane lane, Mishap mishap) {
        return atEntry(lane, mishap, granted -> {
            lane.driveThrough();
            stay().moved(Stay.Where.INSIDE);
            world.ledger.crossed(lane.lotId, 1);
            world.passages.entered(lane, granted);
        });
    }

    /** Gets the barrier raised, and backs out. */
    boolean backsOutOfEntry(Lane lane, boolean reported) {
        return atEntry(lane, Mishap.NONE, granted -> {
            lane.backOut();
            if (reported) {
                world.passages.backedOutOfEntry(lane, granted);
                card.giveStepBack();
            } else {
                // From now on nobody knows whether the service counts it, until the grant has expired.
                world.ledger.count(lane.lotId).add(-1, 0);
            }
            stay().moved(reported ? Stay.Where.BACKED_OUT : Stay.Where.BACKED_OUT_UNREPORTED);
        });
    }

    /** Goes out with the own code; false where the barrier stayed down. */
    boolean goesOut(Lane lane, Mishap mishap) {
        return atExit(lane, mishap, granted -> {
            lane.driveThrough();
            Stay stay = card.lastStay();
            if (stay != null && stay.where() == Stay.Where.AT_EXIT) {
                stay.moved(Stay.Where.LEFT);
                world.ledger.crossed(lane.lotId, -1);
                world.passages.left(lane, granted);
            } else {
                world.passages.leftWithoutEntry(lane, granted);
            }
        });
    }

    /** Gets the exit's barrier raised, and stays inside. */
    boolean backsOutOfExit(Lane lane) {
        return atExit(lane, Mishap.NONE, granted -> {
            lane.backOut();
            world.passages.stayedInside(lane, granted);
            stay().moved(Stay.Where.INSIDE);
        });
    }

    /** Holds something up at an entry, and drives away whatever the answer; null where nothing could be read. */
    @Nullable
    Answer triesEntry(Lane lane, Supplier<Shown> held, @Nullable Quality quality) {
        Answer[] answer = {null};
        lane.inTurn(() -> {
            Shown shown = world.scanner.read(held, quality, dice);
            if (shown != null) {
                answer[0] = world.gate.enter(lane, card, shown, nextScanId(), Mishap.NONE);
                drivesAwayAfter(answer[0], lane);
            }
        });
        return answer[0];
    }

    /** Nobody meant to get in: where the service granted it all the same, the car backs out, if a loop can tell. */
    private void drivesAwayAfter(Answer answer, Lane lane) {
        Stay stay = card.lastStay();
        if (!answer.granted() || stay == null || stay.where() != Stay.Where.AT_ENTRY) {
            return;
        }
        if (lane.confirmsPassage) {
            world.passages.backedOutOfEntry(lane, answer);
            stay.moved(Stay.Where.BACKED_OUT);
        } else {
            stay.moved(Stay.Where.INSIDE);
            world.ledger.crossed(lane.lotId, 1);
        }
    }

    /** Holds something up at an exit, and stays where it is whatever the answer. */
    @Nullable
    Answer triesExit(Lane lane, Supplier<Shown> held) {
        Answer[] answer = {null};
        lane.inTurn(() -> {
            Shown shown = world.scanner.read(held, null, dice);
            if (shown != null) {
                answer[0] = world.gate.leave(lane, card, shown, nextScanId(), Mishap.NONE);
            }
        });
        return answer[0];
    }

    private boolean atEntry(Lane lane, Mishap mishap, Passage passage) {
        waitForNewStep();
        return at(lane, mishap, shown -> world.gate.enter(lane, card, shown, nextScanId(), mishap), passage);
    }

    private boolean atExit(Lane lane, Mishap mishap, Passage passage) {
        return at(lane, mishap, shown -> world.gate.leave(lane, card, shown, nextScanId(), mishap), passage);
    }

    private boolean at(Lane lane, Mishap mishap, Asking asking, Passage passage) {
        boolean[] granted = {false};
        lane.inTurn(() -> {
            Answer answer = shows(asking);
            if (answer == null || !answer.granted()) {
                return;
            }
            if (mishap == Mishap.BARRIER_STAYS_SHUT && lane.confirmsPassage) {
                Answer again = shows(asking);
                if (again == null || !again.granted()) {
                    return;
                }
            }
            lane.open();
            passage.after(answer);
            granted[0] = true;
        });
        return granted[0];
    }

    /** Shows the own code, a fresh one where it grew stale on its way. */
    private @Nullable Answer shows(Asking asking) {
        Answer answer = null;
        for (int i = 0; i < SHOWS; i++) {
            Shown shown = world.scanner.read(this::genuine, null, dice);
            if (shown == null) {
                return null;
            }
            lastShown = shown;
            answer = asking.ask(shown);
            if (!answer.reason().equals("STALE_CODE")) {
                return answer;
            }
        }
        return answer;
    }

    /** What was let in a moment ago shows the same step still: its driver would be taken for a copy. */
    void waitForNewStep() {
        Card.Accepted accepted = card.accepted();
        if (accepted != null && card.carried() instanceof Rotating rotating) {
            world.day.until(rotating.startOf(accepted.step() + 1).plus(Duration.ofMillis(50)));
        }
    }

    /** Waits until a moment has passed by the service's clock too. */
    void waitUntilSurely(Instant moment) {
        world.day.until(moment.plus(ServerClock.UNSURE).plus(ServerClock.UNSURE));
    }

    private Stay stay() {
        Stay stay = card.lastStay();
        if (stay == null) {
            throw new IllegalStateException("granted, and no stay");
        }
        return stay;
    }

    private UUID nextScanId() {
        String name = card.holder() + "/" + scans++;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    @FunctionalInterface
    private interface Asking {
        Answer ask(Shown shown);
    }

    @FunctionalInterface
    private interface Passage {
        void after(Answer granted);
    }
}
