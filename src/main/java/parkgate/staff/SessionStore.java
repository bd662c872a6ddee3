package parkgate.staff;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** Where sessions are kept. */
interface SessionStore {
    /** Whose session a token stands for, and that it was used now; empty when it is unknown, over or ended. */
    Future<Optional<Session>> use(byte[] tokenSha256, Instant now);
}
