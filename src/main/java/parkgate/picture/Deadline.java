package parkgate.picture;

/** Until when a picture may be worked at. */
final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + millis * 1_000_000);
    }

    boolean isOver() {
        return System.nanoTime() - endNanos > 0;
    }

    void check() throws OutOfTimeException {
        if (isOver()) {
            throw new OutOfTimeException();
        }
    }
}
