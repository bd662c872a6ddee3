package parkgate.gatesim.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.api.ServerClock;
import parkgate.gatesim.code.Rotating;

/**
 * What a scan is to be answered, by the contract alone: its rules in their order, each of which surely refuses, surely
 * does not, or may, because it depends on a moment between sending and answer.
 */
public final class Oracle {
    /** A code is fresh two periods back and one ahead. */
    private static final int STEPS_BACK = 2;

    /** A static code read twice at one lane within this time is one grant. */
    private static final Duration STATIC_AGAIN = Duration.ofSeconds(10);

    /** The same step at the same lane within this time is one grant. */
    private static final Duration STEP_AGAIN = Duration.ofSeconds(30);

    private final Instant earliest;
    private final Instant latest;
    private final Set<String> refusals = new HashSet<>();

    /** For a scan that was decided at some moment between sending and answer. */
    private Oracle(Instant sentAt, Instant answeredAt) {
        earliest = sentAt.minus(ServerClock.UNSURE);
        latest = answeredAt.plus(ServerClock.UNSURE);
    }

    /**
     * What an entry is to be answered.
     *
     * @param lowestCount the lowest that the lot's count can have been, this scan's own car not among it
     * @param highestCount the highest
     */
    public static Expectation entry(
            LotRules lot,
            String lane,
            Card card,
            Shown shown,
            Instant sentAt,
            Instant answeredAt,
            long lowestCount,
            long highestCount) {
        return new Oracle(sentAt, answeredAt).entry(lot, lane, card, shown, lowestCount, highestCount);
    }

    /** What an exit is to be answered. */
    public static Expectation exit(LotRules lot, String lane, Card card, Shown shown) {
        return new Oracle(Instant.MIN.plus(ServerClock.UNSURE), Instant.MAX.minus(ServerClock.UNSURE))
                .exitHere(lot, lane, card, shown);
    }

    private Expectation entry(LotRules lot, String lane, Card card, Shown shown, long lowestCount, long highestCount) {
        if (surelyUnreadable(shown) || surelyDead(card, shown)) {
            return refused();
        }
        if (refusesFrom(card.expiresAt(), "EXPIRED")) {
            return refused();
        }
        if (card.carried() instanceof Rotating rotating && surelyStale(rotating, shown)) {
            return refused();
        }
        Stay stay = card.lastStay();
        boolean mayRepeat = false;
        Card.Accepted accepted = card.accepted();
        if (shown.step() != Shown.NO_STEP && accepted != null && shown.step() <= accepted.step()) {
            if (shown.step() < accepted.step()) {
                return refusedAs("STALE_CODE");
            }
            return sameStep(accepted, lane, stay);
        }
        if (stay != null && isPendingAt(stay, lane)) {
            return repeat(stay);
        }
        if (shown.step() == Shown.NO_STEP
                && stay != null
                && stay.open()
                && stay.entryLane().equals(lane)) {
            if (!mayBeOver(stay.grantedAt().plus(STATIC_AGAIN))) {
                return repeat(stay);
            }
            mayRepeat = !isOver(stay.grantedAt().plus(STATIC_AGAIN));
        }
        if (refusesByRight(lot, card.right())) {
            return end(mayRepeat, stay);
        }
        if (stay != null
                && stay.open()
                && stay.lotId().equals(lot.lotId())
                && (lot.passbackHard() || !card.isRotating())) {
            refusals.add("PASSBACK");
            return end(mayRepeat, stay);
        }
        if (highestCount >= lot.capacity()) {
            refusals.add("LOT_FULL");
        }
        boolean grant = lowestCount < lot.capacity();
        return new Expectation(refusals, grant, mayRepeat, mayRepeat && stay != null ? stay.sessionId() : "");
    }

    private Expectation sameStep(Card.Accepted accepted, String lane, @Nullable Stay stay) {
        if (stay == null || !stay.open() || !accepted.lane().equals(lane)) {
            return refusedAs("REPLAYED");
        }
        Instant until = accepted.at().plus(STEP_AGAIN);
        if (isPendingAt(stay, lane) || !mayBeOver(until)) {
            return repeat(stay);
        }
        return isOver(until)
                ? refusedAs("REPLAYED")
                : new Expectation(Set.of("REPLAYED"), false, true, stay.sessionId());
    }

    private Expectation exitHere(LotRules lot, String lane, Card card, Shown shown) {
        if (surelyUnreadable(shown)) {
            return refused();
        }
        Stay stay = card.lastStay();
        boolean here = stay != null && stay.lotId().equals(lot.lotId());
        if (stay != null && here && stay.where() == Stay.Where.AT_EXIT && lane.equals(stay.exitLane())) {
            return repeat(stay);
        }
        if (lot.revokedExitCallsAttendant() && surelyDead(card, shown)) {
            return refused();
        }
        if (stay != null && here && stay.open()) {
            return new Expectation(Set.of(), true, false, stay.sessionId());
        }
        return lot.refusesWithoutSession() ? refusedAs("NO_OPEN_SESSION") : new Expectation(Set.of(), true, false, "");
    }

    private boolean surelyUnreadable(Shown shown) {
        switch (shown.kind()) {
            case FOREIGN -> refusals.add("MALFORMED");
            case FORGED -> refusals.add("BAD_SIGNATURE");
            case GENUINE, REPLACED -> {}
        }
        return !refusals.isEmpty();
    }

    private boolean surelyDead(Card card, Shown shown) {
        if (card.revoked()) {
            refusals.add("REVOKED");
        } else if (shown.kind() == Shown.Kind.REPLACED) {
            refusals.add("REPLACED");
        }
        return !refusals.isEmpty();
    }

    /** Adds the reason where it may hold; true where it surely does. */
    private boolean refusesFrom(Instant moment, String reason) {
        if (mayBeOver(moment)) {
            refusals.add(reason);
        }
        return isOver(moment);
    }

    private boolean refusesByRight(LotRules lot, HeldRight right) {
        if (lot.admitTransients()) {
            return false;
        }
        if (!right.lots().contains(lot.lotId())) {
            refusals.add("NO_RIGHT_HERE");
            return true;
        }
        if (!right.inWindow() || isOver(right.until()) || !mayBeOver(right.from())) {
            refusals.add("OUT_OF_TIME_RANGE");
            return true;
        }
        if (mayBeOver(right.until()) || !isOver(right.from())) {
            refusals.add("OUT_OF_TIME_RANGE");
        }
        return false;
    }

    /** Adds the reason where it may hold. How far the service has learned to wait for this one, nobody outside knows. */
    private boolean surelyStale(Rotating rotating, Shown shown) {
        if (shown.step() == Shown.NO_STEP) {
            return false;
        }
        long stale = shown.step() + STEPS_BACK + 1;
        refusesFrom(rotating.startOf(stale), "STALE_CODE");
        return isOver(rotating.startOf(stale + rotating.mostDrift()));
    }

    private boolean isOver(Instant moment) {
        return !earliest.isBefore(moment);
    }

    private boolean mayBeOver(Instant moment) {
        return !latest.isBefore(moment);
    }

    private static boolean isPendingAt(Stay stay, String lane) {
        return stay.where() == Stay.Where.AT_ENTRY && stay.entryLane().equals(lane);
    }

    private Expectation refused() {
        return new Expectation(refusals, false, false, "");
    }

    private Expectation refusedAs(String reason) {
        refusals.add(reason);
        return refused();
    }

    private Expectation repeat(Stay stay) {
        return new Expectation(refusals, false, true, stay.sessionId());
    }

    private Expectation end(boolean mayRepeat, @Nullable Stay stay) {
        return mayRepeat && stay != null ? repeat(stay) : refused();
    }
}
