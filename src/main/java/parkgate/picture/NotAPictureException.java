package parkgate.picture;

/** These bytes are no picture that is taken here; the message says why, and names nothing of what stands in them. */
public final class NotAPictureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why, as the end of a sentence that begins with "the body". */
    NotAPictureException(String why) {
        super(why);
    }
}
