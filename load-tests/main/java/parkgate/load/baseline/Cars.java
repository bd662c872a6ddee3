package parkgate.load.baseline;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who comes next at the baselines: in and out in turn, each once a step, as the load's own drivers. */
final class Cars {
    private static final long STEP_MS = 15_000;

    private final InstantSource clock;
    private final int keepInside;
    private final boolean stepped;
    private final ArrayDeque<Car> outside = new ArrayDeque<>();
    private final ArrayDeque<Car> inside = new ArrayDeque<>();
    private boolean entryNext = true;

    /** A driver's credential, at the lot that they keep to. */
    static final class Car {
        final String credentialId;
        final int lot;
        private long lastStep = -1;

        Car(String credentialId, int lot) {
            this.credentialId = credentialId;
            this.lot = lot;
        }
    }

    /** A car, and where it wants to go. */
    record Wish(Car car, boolean in) {}

    /** {@code stepped}: each gets in once a step; a paper's code has none. */
    Cars(List<String> credentialIds, int lots, int keepInside, boolean stepped, InstantSource clock) {
        this.clock = clock;
        this.stepped = stepped;
        this.keepInside = keepInside;
        for (int i = 0; i < credentialIds.size(); i++) {
            outside.add(new Car(credentialIds.get(i), i % lots));
        }
    }

    @Nullable
    Wish next() {
        if (entryNext || inside.size() < keepInside) {
            Car car = outside.peek();
            long step = clock.millis() / STEP_MS;
            if (car != null && (!stepped || car.lastStep < step)) {
                entryNext = false;
                car.lastStep = step;
                return new Wish(outside.remove(), true);
            }
        }
        entryNext = true;
        Car car = inside.poll();
        return car == null ? null : new Wish(car, false);
    }

    /** What came of it. */
    void did(Wish wish, boolean granted) {
        (wish.in == granted ? inside : outside).add(wish.car);
    }
}
