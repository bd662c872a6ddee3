package parkgate.faults;

import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import parkgate.faults.Car.Shown;
import parkgate.faults.Evidence.Event;
import parkgate.faults.Evidence.Session;
import parkgate.faults.History.Loss;
import parkgate.faults.Lot.Lane;

/**
 * For each of the service's safeguards one story, at a lot of its own, in which the whole service keeps its promises and one
 * without that safeguard cannot.
 */
final class Scenes {
    private static final long MOST_MS = 30_000;

    private final Stack stack;
    private final Town town;
    private final History history;
    private final Lanes lanes;
    private long restMs = 30_000;
    private int car;

    Scenes(Stack stack, Town town, History history) {
        this.stack = stack;
        this.town = town;
        this.history = history;
        this.lanes = new Lanes(stack.laneLinks(), history);
    }

    /** From now on a story's end is judged after so long at most, though something still moves. */
    void restsWithin(long ms) {
        restMs = ms;
    }

    /** Plays the story of that safeguard; what was broken at its lot. */
    List<Violation> play(Variant safeguard) throws InterruptedException, SQLException {
        return switch (safeguard) {
            case IDEMPOTENCY_OFF -> theSameScanTwice();
            case FENCE_OFF -> anEventOfAnOlderEpoch();
            case OUTBOX_OFF -> anInstanceDiesWithAQueuedEvent();
        };
    }

    private Lot lot(String id) {
        return town.lots().stream()
                .filter(lot -> lot.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** A car that carries paper: no step stands in its way. */
    private Car nextCar() {
        Car next;
        do {
            next = town.cars().get(car++ % town.cars().size());
        } while (!next.codeClass().equals("S"));
        return next;
    }

    private Ask granted(int instance, Lane lane, String scanId, Car who) throws InterruptedException {
        Shown shown = who.show(Instant.now());
        long end = System.currentTimeMillis() + MOST_MS;
        while (true) {
            Ask ask = lanes.scan(instance, lane, scanId, who, shown);
            if (ask.answered() || System.currentTimeMillis() > end) {
                return ask;
            }
            Thread.sleep(200);
        }
    }

    private List<Violation> theSameScanTwice() throws InterruptedException, SQLException {
        Lot lot = lot("lot-b"); // SOFT: nothing but the scanId tells a repeat from a second entry
        Car driver = town.cars().stream()
                .filter(each -> each.codeClass().equals("D"))
                .findFirst()
                .orElseThrow();
        String scanId = UUID.randomUUID().toString();
        Shown shown = driver.show(Instant.now());
        long end = System.currentTimeMillis() + MOST_MS;
        for (int answered = 0; answered < 2 && System.currentTimeMillis() < end; ) {
            answered +=
                    lanes.scan(0, lot.entries().get(0), scanId, driver, shown).answered() ? 1 : 0;
        }
        return verdict(lot);
    }

    /** Instance 0 cannot reach PostgreSQL for less than its patience; meanwhile Redis forgets, and instance 1 goes on. */
    private List<Violation> anEventOfAnOlderEpoch() throws InterruptedException, SQLException {
        Lot lot = lot("lot-a");
        List<Lane> entries = lot.entries();
        for (int round = 0; round < 3; round++) {
            Car late = nextCar();
            // The lot is warm and has the car's rights beside it: what is held up is the recording, not the decision.
            pass(lot, late);
            long settled = System.currentTimeMillis();
            for (long end = settled + MOST_MS;
                    !stack.redis().isSettled(List.of(lot)) && settled < end;
                    settled = System.currentTimeMillis()) {
                Thread.sleep(50);
            }
            String scanId = UUID.randomUUID().toString();
            Link wire = stack.postgresLinks().get(0);
            wire.hold();
            CompletableFuture<Ask> slow = CompletableFuture.supplyAsync(() -> {
                try {
                    return lanes.scan(0, entries.get(0), scanId, late, late.show(Instant.now()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            });
            Thread.sleep(300);
            Objects.requireNonNull(stack.redis().tryAsk(0, RedisCommands::flushall));
            history.add(new Loss("FLUSHALL", settled, System.currentTimeMillis()));
            Car other = nextCar();
            Ask quick = granted(1, entries.get(1), UUID.randomUUID().toString(), other);
            wire.heal();
            Ask first = slow.join();
            if (!first.answered()) {
                first = granted(0, entries.get(0), scanId, late);
            }
            backsOut(entries.get(1), quick, other);
            backsOut(entries.get(0), first, late);
        }
        return verdict(lot);
    }

    private void backsOut(Lane lane, Ask grant, Car who) throws InterruptedException {
        if (grant.granted()) {
            lanes.passage(1, lane, grant.text("decisionId"), "NO_ENTRY", who);
        }
    }

    /** In through instance 0, and out of the way again through instance 1. */
    private void pass(Lot lot, Car who) throws InterruptedException {
        Lane lane = lot.entries().get(0);
        backsOut(lane, granted(0, lane, UUID.randomUUID().toString(), who), who);
    }

    private List<Violation> anInstanceDiesWithAQueuedEvent() throws InterruptedException, SQLException {
        Lot lot = lot("lot-f");
        Lane lane = lot.entries().get(0);
        Car known = nextCar();
        granted(0, lane, UUID.randomUUID().toString(), known);
        granted(0, lot.exits().get(0), UUID.randomUUID().toString(), known);
        Car queued = nextCar();
        String scanId = UUID.randomUUID().toString();
        Instance dying = stack.instances().get(0);
        // What the lot lacks of a new car is asked before PostgreSQL goes: its right.
        granted(0, lane, UUID.randomUUID().toString(), queued);
        granted(0, lot.exits().get(0), UUID.randomUUID().toString(), queued);
        // Refused, and not halted: what a halted PostgreSQL has received it records later, whoever has died.
        stack.postgresLinks().get(0).refuse();
        try {
            for (int i = 0; i < 5; i++) {
                Ask ask = lanes.scan(0, lane, scanId, queued, queued.show(Instant.now()));
                if (ask.answered()) {
                    break;
                }
            }
            dying.kill();
        } finally {
            stack.postgresLinks().get(0).heal();
        }
        try {
            dying.up(Proc.START_BOUND);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        return verdict(lot);
    }

    private List<Violation> verdict(Lot lot) throws InterruptedException, SQLException {
        Witness witness = new Witness(stack, List.of(lot));
        witness.awaitRest(restMs);
        Evidence all = witness.evidence();
        List<Event> events =
                all.events().stream().filter(e -> e.lot().equals(lot.id())).toList();
        List<Session> sessions = all.sessions().stream()
                .filter(session -> session.lot().equals(lot.id()))
                .toList();
        List<Ask> asks = history.asks().stream()
                .filter(ask -> ask.lot().equals(lot.id()))
                .toList();
        Evidence here = new Evidence(events, all.heads(), sessions, all.redis(), all.told());
        return new Checker(List.of(lot), asks, history.losses(), here).check();
    }
}
