package parkgate.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import parkgate.faults.Car.Shown;
import parkgate.faults.Lot.Lane;

/**
 * Drives some cars in and out, one after the other, as lanes and drivers do it, the odd ones too: they repeat a scan that
 * found no answer, at whatever instance; ask twice at once; come back to a scan minutes later; show one picture at two lots.
 */
final class Driver {
    private static final int MOST_ATTEMPTS = 12;
    private static final int REMEMBERED = 30;
    /** Less than the five minutes for which a lane repeats. */
    private static final long REPEATED_MS = 240_000;

    private final Town town;
    private final List<Car> cars;
    private final Lanes lanes;
    private final Random dice;
    private final ExecutorService twins;
    private final int pauseMs;
    private final Map<Car, Lot> inside = new HashMap<>();
    private final List<Scan> remembered = new ArrayList<>();

    private record Scan(Lane lane, String scanId, Car car, Shown shown, long atMs) {}

    /**
     * @param twins for what happens at the same time
     * @param pauseMs between two things that happen, on average
     */
    Driver(Town town, List<Car> cars, Lanes lanes, Random dice, ExecutorService twins, int pauseMs) {
        this.town = town;
        this.cars = cars;
        this.lanes = lanes;
        this.dice = dice;
        this.twins = twins;
        this.pauseMs = pauseMs;
    }

    void drive(BooleanSupplier goesOn) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            Car car = pick(cars);
            if (!remembered.isEmpty() && dice.nextInt(100) < 15) {
                again();
            } else if (inside.containsKey(car)) {
                leaveOrCheat(car);
            } else if (dice.nextInt(100) < 5) {
                exit(pick(pick(town.lots()).exits()), car);
            } else {
                enter(pick(town.lots()), car);
            }
            Thread.sleep(dice.nextInt(2 * pauseMs + 1));
        }
    }

    private void leaveOrCheat(Car car) throws InterruptedException {
        int what = dice.nextInt(100);
        if (what < 75) {
            exit(pick(inside.get(car).exits()), car);
        } else if (what < 92) {
            enter(what < 84 ? inside.get(car) : pick(town.lots()), car);
        } else {
            exit(pick(pick(town.lots()).exits()), car);
        }
    }

    private void enter(Lot lot, Car car) throws InterruptedException {
        Lane lane = pick(lot.entries());
        Shown shown = car.show(Instant.now());
        if (dice.nextInt(100) < 6) {
            Lot other = pick(town.lots());
            Lane elsewhere = pick(other.entries());
            CompletableFuture<Ask> relay =
                    twin(() -> insist(new Scan(elsewhere, scanId(), car, shown, System.currentTimeMillis())));
            passed(lane, car, insist(new Scan(lane, scanId(), car, shown, System.currentTimeMillis())));
            passed(elsewhere, car, joined(relay));
        } else {
            passed(lane, car, decided(new Scan(lane, scanId(), car, shown, System.currentTimeMillis())));
        }
    }

    private void exit(Lane lane, Car car) throws InterruptedException {
        passed(lane, car, decided(new Scan(lane, scanId(), car, car.show(Instant.now()), System.currentTimeMillis())));
    }

    /** A scan, now and then asked by two at once, or shown twice to the lane's camera. */
    private @Nullable Ask decided(Scan scan) throws InterruptedException {
        if (remembered.size() < REMEMBERED) {
            remembered.add(scan);
        } else {
            remembered.set(dice.nextInt(REMEMBERED), scan);
        }
        int what = dice.nextInt(100);
        if (what < 6) {
            CompletableFuture<Ask> twin = twin(() -> insist(scan));
            Ask first = insist(scan);
            joined(twin);
            return first;
        } else if (what < 10) {
            Scan second = new Scan(scan.lane, scanId(), scan.car, scan.shown, scan.atMs);
            CompletableFuture<Ask> twin = twin(() -> insist(second));
            Ask first = insist(scan);
            Ask other = joined(twin);
            return first != null && first.granted() ? first : other;
        }
        return insist(scan);
    }

    /** The same scan until it is answered, or the car has lost its patience; then nothing. */
    private @Nullable Ask insist(Scan scan) throws InterruptedException {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Ask ask = lanes.scan(instance(), scan.lane, scan.scanId, scan.car, scan.shown);
            if (ask.answered()) {
                return ask;
            }
            Thread.sleep(50 + roll(350));
        }
        return null;
    }

    /** A lane that comes back to a scan of before: what was granted stays granted. */
    private void again() throws InterruptedException {
        Scan scan = pick(remembered);
        if (System.currentTimeMillis() - scan.atMs > REPEATED_MS) {
            remembered.remove(scan);
            return;
        }
        insist(scan);
    }

    private void passed(Lane lane, Car car, @Nullable Ask answer) throws InterruptedException {
        if (answer == null || !answer.granted()) {
            return;
        }
        boolean in = answer.text("direction").equals("ENTRY");
        int what = dice.nextInt(100);
        String outcome = !lane.loop() || what < 80 ? "CONFIRMED" : what < 90 ? "NO_ENTRY" : "";
        if (lane.loop() && !outcome.isEmpty()) {
            if (dice.nextInt(100) < 10) {
                Thread.sleep(roll(1_500));
            }
            report(lane, car, answer.text("decisionId"), outcome);
            if (dice.nextInt(100) < 5) {
                report(lane, car, answer.text("decisionId"), dice.nextBoolean() ? "CONFIRMED" : "NO_ENTRY");
            }
        }
        if (in && outcome.equals("CONFIRMED")) {
            inside.put(car, lotOf(lane));
        } else if (!in && !outcome.equals("NO_ENTRY")) {
            inside.remove(car);
        }
    }

    private void report(Lane lane, Car car, String decision, String outcome) throws InterruptedException {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Ask ask = lanes.passage(instance(), lane, decision, outcome, car);
            if (ask.status() == 200 || ask.status() == 409) {
                return;
            }
            Thread.sleep(50 + roll(350));
        }
    }

    private Lot lotOf(Lane lane) {
        return town.lots().stream()
                .filter(lot -> lot.id().equals(lane.lotId()))
                .findFirst()
                .orElseThrow();
    }

    private interface Act {
        @Nullable
        Ask run() throws InterruptedException;
    }

    private CompletableFuture<Ask> twin(Act act) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return act.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return null;
                    }
                },
                twins);
    }

    private static @Nullable Ask joined(CompletableFuture<Ask> twin) throws InterruptedException {
        try {
            return twin.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private String scanId() {
        synchronized (dice) {
            return new UUID(dice.nextLong(), dice.nextLong()).toString();
        }
    }

    private int instance() {
        return roll(lanes.instances());
    }

    private int roll(int bound) {
        synchronized (dice) {
            return dice.nextInt(bound);
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(roll(from.size()));
    }
}
