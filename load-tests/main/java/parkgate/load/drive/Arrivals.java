package parkgate.load.drive;

import java.util.random.RandomGenerator;

/** When requests come: independent of each other, so with exponential gaps (a Poisson process), drawn from a seed. */
public final class Arrivals {
    private final RandomGenerator dice;
    private final double meanGapNanos;
    private double at;

    /** So many a second on average. */
    public Arrivals(RandomGenerator dice, double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("not a rate: " + perSecond);
        }
        this.dice = dice;
        this.meanGapNanos = 1e9 / perSecond;
    }

    /** The next arrival, nanoseconds after the beginning. */
    public long next() {
        at += -Math.log(1 - dice.nextDouble()) * meanGapNanos;
        return (long) at;
    }
}
