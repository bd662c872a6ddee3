package parkgate.load.baseline;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who comes next at the baselines: in and out in turn, as the load's own drivers. They carry no code whose age anybody looks at,
 * so the step that each shows is simply higher than its last: a baseline that is faster than people can come again never runs
 * out of them.
 */
final class Cars {
    private final int keepInside;
    private final ArrayDeque<Car> outside = new ArrayDeque<>();
    private final ArrayDeque<Car> inside = new ArrayDeque<>();
    private boolean entryNext = true;

    /** A driver's credential, at the lot that they keep to. */
    static final class Car {
        final String credentialId;
        final int lot;
        private long step;

        Car(String credentialId, int lot, long step) {
            this.credentialId = credentialId;
            this.lot = lot;
            this.step = step;
        }
    }

    /** A car, where it wants to go, and the step of the code that it shows. */
    record Wish(Car car, boolean in, long step) {}

    /** {@code step}: higher than any that these have shown. */
    Cars(List<String> credentialIds, int lots, int keepInside, long step) {
        this.keepInside = keepInside;
        for (int i = 0; i < credentialIds.size(); i++) {
            outside.add(new Car(credentialIds.get(i), i % lots, step));
        }
    }

    /** The next one; null while all are under way. */
    @Nullable
    Wish next() {
        boolean in = !outside.isEmpty() && (entryNext || inside.size() < keepInside || inside.isEmpty());
        Car car = in ? outside.poll() : inside.poll();
        entryNext = !in;
        return car == null ? null : new Wish(car, in, in ? car.step++ : car.step);
    }

    /** It is where it wanted to be. */
    void went(Wish wish) {
        (wish.in ? inside : outside).add(wish.car);
    }

    /** It is where it was. Of one of which nothing is known neither is told: it does not come again. */
    void stayed(Wish wish) {
        (wish.in ? outside : inside).add(wish.car);
    }
}
