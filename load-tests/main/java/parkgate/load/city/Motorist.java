package parkgate.load.city;

/**
 * A driver of a city's traffic, and where the load knows them to be. Belongs to one scan at a time: whoever has taken it from
 * a queue puts it into one again.
 */
final class Motorist {
    static final int OUTSIDE = -1;

    final Code code;
    final int home;
    /** The lot's number, or {@link #OUTSIDE}. */
    int lot = OUTSIDE;
    /** Of the code that let them in last. */
    long lastStep = -1;

    long sinceMs;

    /** {@code home}: the number of the lot that they mostly go to. */
    Motorist(Code code, int home) {
        this.code = code;
        this.home = home;
    }
}
