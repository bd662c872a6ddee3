package parkgate.gatesim.api;

/** The run was stopped while this thread waited. */
public final class Stopped extends RuntimeException {
    public Stopped() {
        super("stopped");
    }

    public Stopped(InterruptedException cause) {
        super("stopped", cause);
    }
}
