package parkgate.tls;

/** A certificate or key file that cannot be used. The message is one line that names the file, and never its content. */
public final class TlsFileException extends Exception {
    private static final long serialVersionUID = 1;

    TlsFileException(String message) {
        super(message);
    }
}
