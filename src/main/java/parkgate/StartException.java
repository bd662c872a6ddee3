package parkgate;

/** The service cannot start. The message is one line for the person who started it, and names no secret. */
final class StartException extends Exception {
    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
