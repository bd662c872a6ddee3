package parkgate.signing;

/** The only key of a purpose is compromised, and the key file that this instance has does not hold its successor. */
public final class NoSigningKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoSigningKeyException(String message) {
        super(message);
    }
}
