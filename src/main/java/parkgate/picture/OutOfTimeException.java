package parkgate.picture;

/** A picture took longer than it may. */
final class OutOfTimeException extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfTimeException() {
        super("out of time", null, false, false);
    }
}
