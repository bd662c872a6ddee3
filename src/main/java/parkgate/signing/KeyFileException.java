package parkgate.signing;

/** The key file cannot be used. The message is one line for whoever starts the service, and names no secret. */
public final class KeyFileException extends Exception {
    public KeyFileException(String message) {
        super(message);
    }

    public KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
