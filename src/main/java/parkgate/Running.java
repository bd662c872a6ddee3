package parkgate;

import io.vertx.core.Future;

/** The service while it runs, as its end sees it. */
interface Running {
    /**
     * Takes no new scan from now on; completes when what was in flight is answered and recorded. {@code /health/ready}
     * says no meanwhile.
     */
    Future<Void> drain();

    /** Lets go of connections, ports and threads. */
    Future<Void> close();
}
