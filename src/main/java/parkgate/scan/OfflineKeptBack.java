package parkgate.scan;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.Problem;

/** Why the rest of a batch is not taken now: what failed last. */
final class OfflineKeptBack {
    private static final Logger log = LoggerFactory.getLogger(OfflineKeptBack.class);

    private final String lotId;
    private @Nullable Throwable why;

    OfflineKeptBack(String lotId) {
        this.lotId = lotId;
    }

    void by(Throwable failure) {
        Throwable cause = Unavailable.of(failure);
        if (cause == failure && !(failure instanceof Problem)) {
            log.error("lot {}: a scan of a batch failed", lotId, failure);
        }
        why = cause;
    }

    boolean isAny() {
        return why != null;
    }

    /** Thrown where nothing at all was taken; does nothing where nothing was kept back. */
    void rethrow() {
        if (why != null) {
            throw why instanceof RuntimeException thrown ? thrown : new NotDecided(why.toString());
        }
    }
}
