package parkgate.embedded;

/** An embedded server cannot start or stop. The message is one line for the person who started the service. */
public final class EmbeddedServerException extends RuntimeException {
    public EmbeddedServerException(String message) {
        super(message);
    }

    public EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No embedded server can run here; says the way out. */
    static EmbeddedServerException notHere(String why) {
        return new EmbeddedServerException("The embedded servers cannot run here (" + why
                + "): set POSTGRES_URI and REDIS_URI to servers of your own");
    }
}
