package parkgate.scan;

/**
 * No decision could be reached; the lane sends the same scanId again, and if one was made after all, it stands. Not a bug:
 * it has no stack.
 */
public final class NotDecided extends RuntimeException {
    /** Says why, in words for the log. */
    NotDecided(String why) {
        super(why, null, false, false);
    }
}
